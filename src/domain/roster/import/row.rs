//! What a row says, checked as the form checks what is typed into it.

use super::{Cells, Column, RowProblem};
use crate::domain::roster::entry::{Entry, EntryField, Typed};
use crate::domain::text::begins_as_formula;
use crate::domain::typed::plain;

/// What a row says, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    entry: Entry,
    has_city: bool,
    has_languages: bool,
    access: Option<bool>,
    employed: Option<bool>,
}

/// What is written down about somebody on a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnRoster {
    /// The form's fields.
    pub entry: Entry,
    /// "Assister Portal Access".
    pub portal_access: bool,
    /// Active or inactive.
    pub employed: bool,
}

impl OnRoster {
    /// A column's value, as people read it in the file.
    #[must_use]
    pub fn value(&self, column: Column) -> &str {
        match column {
            Column::Entry(field) => self.entry.value(field),
            Column::Access if self.portal_access => "Yes",
            Column::Access => "No",
            Column::Employment if self.employed => "Active",
            Column::Employment => "Inactive",
        }
    }
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// All that is wrong with it, in the order of the template.
    pub fn read(cells: &Cells) -> Result<Self, Vec<RowProblem>> {
        let cell = |field| cells.get(Column::Entry(field));
        let checked = Entry::check(&Typed {
            first_name: cell(EntryField::FirstName),
            last_name: cell(EntryField::LastName),
            certification_email: cell(EntryField::CertificationEmail),
            training_id: cell(EntryField::TrainingId),
            phone: cell(EntryField::Phone),
            email: cell(EntryField::Email),
            city: cell(EntryField::City),
            languages: cell(EntryField::Languages),
        });
        let (entry, wrong) = match checked {
            Ok(entry) => (Some(entry), Vec::new()),
            Err(wrong) => (None, wrong),
        };
        let mut problems = Vec::new();
        let mut chosen = [None; 2];
        for column in Column::ALL {
            let typed = cells.get(column);
            let problem = match column {
                Column::Entry(field) => wrong.iter().find(|(at, _)| *at == field).map(|(_, problem)| RowProblem::Field(field, *problem)),
                Column::Access => choose(&mut chosen[0], column, typed, ["yes", "no"]),
                Column::Employment => choose(&mut chosen[1], column, typed, ["active", "inactive"]),
            };
            // A phone number may begin with a plus sign; whether it is one is the form's to say.
            let formula = begins_as_formula(typed) && (column != Column::Entry(EntryField::Phone) || problem.is_some());
            problems.extend(if formula { Some(RowProblem::Formula(column)) } else { problem });
        }
        match entry {
            Some(entry) if problems.is_empty() => Ok(Self {
                entry,
                has_city: cells.has(Column::Entry(EntryField::City)),
                has_languages: cells.has(Column::Entry(EntryField::Languages)),
                access: chosen[0],
                employed: chosen[1],
            }),
            _ => Err(problems),
        }
    }

    /// The Training ID.
    #[must_use]
    pub fn training_id(&self) -> &str {
        &self.entry.training_id
    }

    /// The certification email.
    #[must_use]
    pub fn certification_email(&self) -> &str {
        &self.entry.certification_email
    }

    /// What would be written down: of what the file does not say, what is there now stays. Who is new is active, and without access until
    /// the file says Yes.
    #[must_use]
    pub fn over(&self, now: Option<&OnRoster>) -> OnRoster {
        let mut entry = self.entry.clone();
        if let Some(now) = now {
            if !self.has_city {
                entry.city.clone_from(&now.entry.city);
            }
            if !self.has_languages {
                entry.languages.clone_from(&now.entry.languages);
            }
        }
        OnRoster {
            entry,
            portal_access: self.access.unwrap_or(now.is_some_and(|now| now.portal_access)),
            employed: self.employed.unwrap_or(now.is_none_or(|now| now.employed)),
        }
    }
}

/// An empty cell says nothing.
fn choose(chosen: &mut Option<bool>, column: Column, typed: &str, words: [&str; 2]) -> Option<RowProblem> {
    let typed = plain(typed).to_lowercase();
    *chosen = words.iter().position(|word| *word == typed).map(|place| place == 0);
    (chosen.is_none() && !typed.is_empty()).then_some(RowProblem::Choice(column))
}
