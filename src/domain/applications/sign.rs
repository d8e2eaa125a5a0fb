//! Signing: the consumer by their name; an assister by theirs, saying how and when the consumer agreed (rule 23).

use super::coded;
use crate::domain::identity::{AssisterKind, clean_name};
use crate::domain::instant::Date;
use crate::domain::text::same_name;
use crate::domain::typed::{DateOf, DateProblem, date};
use serde::{Deserialize, Serialize};

coded! {
    /// How a consumer agreed that an assister submits for them.
    Agreed {
        /// Face to face.
        InPerson = "in_person",
        /// By phone.
        ByPhone = "by_phone",
        /// In writing.
        InWriting = "in_writing",
    }
}

/// Who signed, and how. Kept with the application for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signature {
    /// The consumer.
    Consumer {
        /// The full name as typed.
        name: String,
    },
    /// An assister, for the consumer.
    Assister {
        /// The assister's own name as typed.
        name: String,
        /// Navigator, CAC or broker.
        kind: AssisterKind,
        /// How the consumer agreed.
        agreed: Agreed,
        /// When.
        on: Date,
    },
}

/// What is wrong with a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureProblem {
    /// No name was typed.
    NameMissing,
    /// Not the name of the account.
    NameDifferent,
    /// How the consumer agreed was not chosen.
    HowMissing,
    /// Not a date, or not one of a day that was.
    NotADate(DateProblem),
    /// Before the assister was authorized.
    BeforeAuthorized,
}

type Wrong = Vec<(&'static str, SignatureProblem)>;

impl Signature {
    /// Reads a consumer's signature.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn by_consumer(typed: &str, account_name: &str) -> Result<Self, Wrong> {
        Ok(Self::Consumer { name: name(typed, account_name).map_err(|problem| vec![("full_name", problem)])? })
    }

    /// Reads an assister's signature: `agreed` and `on` as the form sends them. `authorized` is the day on which the consumer authorized
    /// the assister, before whom nothing could be agreed.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn by_assister(
        typed: &str,
        account_name: &str,
        kind: AssisterKind,
        agreed: &str,
        on: &str,
        (authorized, today): (Date, Date),
    ) -> Result<Self, Wrong> {
        let mut wrong = Vec::new();
        let agreed = Agreed::from_code(agreed);
        if agreed.is_none() {
            wrong.push(("agreed", SignatureProblem::HowMissing));
        }
        let on = match date(on, DateOf::Past, today) {
            Err(problem) => Err(SignatureProblem::NotADate(problem)),
            Ok(day) if day < authorized => Err(SignatureProblem::BeforeAuthorized),
            Ok(day) => Ok(day),
        };
        if let Err(problem) = on {
            wrong.push(("agreed_on", problem));
        }
        let name = name(typed, account_name);
        if let Err(problem) = name {
            wrong.push(("full_name", problem));
        }
        match (name, agreed, on) {
            (Ok(name), Some(agreed), Ok(on)) => Ok(Self::Assister { name, kind, agreed, on }),
            _ => Err(wrong),
        }
    }

    /// The name as typed.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Consumer { name } | Self::Assister { name, .. } => name,
        }
    }
}

fn name(typed: &str, account_name: &str) -> Result<String, SignatureProblem> {
    match clean_name(typed) {
        None => Err(SignatureProblem::NameMissing),
        Some(name) if !same_name(&name, account_name) => Err(SignatureProblem::NameDifferent),
        Some(name) => Ok(name),
    }
}
