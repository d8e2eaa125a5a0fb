//! What an agency contact or BSL writes down about an assister, and how it is checked: the same for a form and for a row of an import.

use crate::domain::identity::{clean_name, normal_email};
use crate::domain::typed::{compared_email, line, phone, plain};
use serde::{Deserialize, Serialize};

/// What was typed, field by field, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed<'a> {
    /// First name.
    pub first_name: &'a str,
    /// Last name.
    pub last_name: &'a str,
    /// Certification email.
    pub certification_email: &'a str,
    /// Training ID.
    pub training_id: &'a str,
    /// Public-facing phone.
    pub phone: &'a str,
    /// Public-facing email.
    pub email: &'a str,
    /// City.
    pub city: &'a str,
    /// Languages spoken.
    pub languages: &'a str,
}

/// What is kept: every field as it was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// First name, perhaps empty: who has one name has it in one of the two.
    pub first_name: String,
    /// Last name, perhaps empty.
    pub last_name: String,
    /// In the form of [`normal_email`]: unique to the assister, the user name from enrollment on (rule 2).
    pub certification_email: String,
    /// Training ID, in capitals.
    pub training_id: String,
    /// What consumers see; may be shared (rule 3).
    pub phone: String,
    /// What consumers see; may be shared (rule 3).
    pub email: String,
    /// City, perhaps empty.
    pub city: String,
    /// Languages spoken, perhaps empty.
    pub languages: String,
}

/// A field of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EntryField {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Certification email.
    CertificationEmail,
    /// Training ID.
    TrainingId,
    /// Public-facing phone.
    Phone,
    /// Public-facing email.
    Email,
    /// City.
    City,
    /// Languages spoken.
    Languages,
}

impl EntryField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::FirstName,
        Self::LastName,
        Self::CertificationEmail,
        Self::TrainingId,
        Self::Phone,
        Self::Email,
        Self::City,
        Self::Languages,
    ];

    /// The name of the form's field, of the column of an import and of the history's rows.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::CertificationEmail => "certification_email",
            Self::TrainingId => "training_id",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::City => "city",
            Self::Languages => "languages",
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EntryProblem {
    /// Nothing was typed where something is required.
    Missing,
    /// Not the form of an email address, a phone number, a Training ID, or a name.
    Malformed,
    /// A mailbox that several people read: not for the certification email (rule 2).
    Generic,
    /// Longer than is kept.
    TooLong,
}

/// The parts before `@` that several people read. `info` and `intern` are the policy's own examples.
const GENERIC: [&str; 34] = [
    "admin",
    "administrator",
    "agency",
    "assister",
    "assisters",
    "billing",
    "cac",
    "cacs",
    "contact",
    "contactus",
    "enroll",
    "enrollment",
    "frontdesk",
    "general",
    "hello",
    "help",
    "helpdesk",
    "hr",
    "info",
    "information",
    "intake",
    "intern",
    "interns",
    "mail",
    "mnsure",
    "navigator",
    "navigators",
    "noreply",
    "office",
    "outreach",
    "reception",
    "support",
    "team",
    "volunteer",
];

/// The generic mailbox that an address names, if it does: `info@`, `office2@`, `intern-summer@` is `intern`.
#[must_use]
pub fn generic_mailbox(email: &str) -> Option<&'static str> {
    let local = plain(email).split('@').next().unwrap_or_default().to_lowercase();
    let plain = local.split('+').next().unwrap_or_default();
    let squeezed: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
    let first: String = plain.split(['.', '-', '_']).next().unwrap_or_default().chars().filter(|c| c.is_alphabetic()).collect();
    // `info.smith` names a role first and no person: a person's name is not on the list.
    GENERIC.into_iter().find(|generic| *generic == squeezed || *generic == first)
}

/// The longest that a field may be, in characters.
const LONGEST: usize = 200;

impl Entry {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the form.
    pub fn check(typed: &Typed<'_>) -> Result<Self, Vec<(EntryField, EntryProblem)>> {
        Self::checked(typed, "")
    }

    /// Checks what was typed over an entry: the certification email that was written down before may stay, whatever it is.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the form.
    pub fn check_over(typed: &Typed<'_>, before: &Self) -> Result<Self, Vec<(EntryField, EntryProblem)>> {
        Self::checked(typed, &before.certification_email)
    }

    fn checked(typed: &Typed<'_>, email_before: &str) -> Result<Self, Vec<(EntryField, EntryProblem)>> {
        let mut wrong = Vec::new();
        let mut take = |field, read: Result<String, EntryProblem>| {
            read.unwrap_or_else(|problem| {
                wrong.push((field, problem));
                String::new()
            })
        };
        // One name is a whole name, in whichever of the two fields.
        let named = [typed.first_name, typed.last_name].map(|part| !line(part).is_empty());
        let part = |typed: &str| if named != [false; 2] && line(typed).is_empty() { Ok(String::new()) } else { name(typed) };
        let entry = Self {
            first_name: take(EntryField::FirstName, part(typed.first_name)),
            last_name: take(EntryField::LastName, part(typed.last_name)),
            certification_email: take(EntryField::CertificationEmail, own_email(typed.certification_email, email_before)),
            training_id: take(EntryField::TrainingId, training_id(typed.training_id)),
            phone: take(EntryField::Phone, phone_number(typed.phone)),
            email: take(EntryField::Email, email(typed.email)),
            city: take(EntryField::City, free(typed.city)),
            languages: take(EntryField::Languages, free(typed.languages)),
        };
        if wrong.is_empty() { Ok(entry) } else { Err(wrong) }
    }

    /// The full name, as consumers see it.
    #[must_use]
    pub fn display_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// A field as it is kept.
    #[must_use]
    pub fn value(&self, field: EntryField) -> &str {
        match field {
            EntryField::FirstName => &self.first_name,
            EntryField::LastName => &self.last_name,
            EntryField::CertificationEmail => &self.certification_email,
            EntryField::TrainingId => &self.training_id,
            EntryField::Phone => &self.phone,
            EntryField::Email => &self.email,
            EntryField::City => &self.city,
            EntryField::Languages => &self.languages,
        }
    }
}

fn required(typed: String) -> Result<String, EntryProblem> {
    match typed.chars().count() {
        0 => Err(EntryProblem::Missing),
        1..=LONGEST => Ok(typed),
        _ => Err(EntryProblem::TooLong),
    }
}

fn name(typed: &str) -> Result<String, EntryProblem> {
    clean_name(&required(line(typed))?).ok_or(EntryProblem::Malformed)
}

fn email(typed: &str) -> Result<String, EntryProblem> {
    normal_email(&required(plain(typed))?).ok_or(EntryProblem::Malformed)
}

fn own_email(typed: &str, before: &str) -> Result<String, EntryProblem> {
    if !before.is_empty() && compared_email(typed).as_deref() == Some(before) {
        return Ok(before.to_owned());
    }
    let email = email(typed)?;
    if generic_mailbox(&email).is_some() { Err(EntryProblem::Generic) } else { Ok(email) }
}

fn phone_number(typed: &str) -> Result<String, EntryProblem> {
    phone(&required(plain(typed))?).ok_or(EntryProblem::Malformed)
}

/// Letters, digits and dashes, four to thirty of them.
fn training_id(typed: &str) -> Result<String, EntryProblem> {
    let id = required(plain(typed))?.to_uppercase();
    let fits = (4..=30).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { Ok(id) } else { Err(EntryProblem::Malformed) }
}

/// What may be left empty.
fn free(typed: &str) -> Result<String, EntryProblem> {
    let line = line(typed);
    match line.chars().count() {
        0..=LONGEST if line.chars().any(char::is_control) => Err(EntryProblem::Malformed),
        0..=LONGEST => Ok(line),
        _ => Err(EntryProblem::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed<'static> {
        Typed {
            first_name: " Ann ",
            last_name: "Berg",
            certification_email: "Ann.Berg@Example.ORG",
            training_id: "mn-train-0042",
            phone: "(651) 555 0100",
            email: "info@example.org",
            city: "",
            languages: "English,  Somali",
        }
    }

    #[test]
    fn an_entry_is_kept_as_it_was_understood() {
        let entry = Entry::check(&typed()).unwrap();
        assert_eq!(entry.display_name(), "Ann Berg");
        assert_eq!((entry.certification_email.as_str(), entry.training_id.as_str()), ("ann.berg@example.org", "MN-TRAIN-0042"));
        assert_eq!((entry.phone.as_str(), entry.languages.as_str()), ("651-555-0100", "English, Somali"));
        assert_eq!(entry.email, "info@example.org", "the public email may be anybody's mailbox");
    }

    #[test]
    fn every_wrong_field_is_named() {
        let all = Entry::check(&Typed::default()).unwrap_err();
        let missing: Vec<_> = EntryField::ALL[..6].iter().map(|field| (*field, EntryProblem::Missing)).collect();
        assert_eq!(all, missing);
        let long = "x".repeat(201);
        for (typed, field, problem) in [
            (Typed { certification_email: "Info@example.org", ..typed() }, EntryField::CertificationEmail, EntryProblem::Generic),
            (Typed { certification_email: "ann", ..typed() }, EntryField::CertificationEmail, EntryProblem::Malformed),
            (Typed { training_id: "a b!", ..typed() }, EntryField::TrainingId, EntryProblem::Malformed),
            (Typed { phone: "555-0100", ..typed() }, EntryField::Phone, EntryProblem::Malformed),
            (Typed { phone: "call me", ..typed() }, EntryField::Phone, EntryProblem::Malformed),
            (Typed { email: "x@", ..typed() }, EntryField::Email, EntryProblem::Malformed),
            (Typed { last_name: "...", ..typed() }, EntryField::LastName, EntryProblem::Malformed),
            (Typed { city: &long, ..typed() }, EntryField::City, EntryProblem::TooLong),
            (Typed { first_name: &long, ..typed() }, EntryField::FirstName, EntryProblem::TooLong),
        ] {
            assert_eq!(Entry::check(&typed).unwrap_err(), [(field, problem)]);
        }
    }

    #[test]
    fn one_name_is_a_whole_name() {
        for (first_name, last_name) in [("Suharto", ""), ("", "Suharto"), (" Suharto\u{200b}", "\u{a0}")] {
            let entry = Entry::check(&Typed { first_name, last_name, ..typed() }).unwrap();
            assert_eq!(entry.display_name(), "Suharto");
        }
        let nameless = Entry::check(&Typed { first_name: "\u{200b}", last_name: " ", ..typed() }).unwrap_err();
        assert_eq!(nameless, [(EntryField::FirstName, EntryProblem::Missing), (EntryField::LastName, EntryProblem::Missing)]);
    }

    #[test]
    fn an_email_from_before_may_stay_that_could_not_be_typed_now() {
        let before = Entry { certification_email: "zoë@example.org".into(), ..Entry::check(&typed()).unwrap() };
        assert!(Entry::check_over(&Typed { certification_email: "Zoë@Example.org", ..typed() }, &before).is_ok());
        assert!(Entry::check(&Typed { certification_email: "zoë@example.org", ..typed() }).is_err());
    }

    #[test]
    fn a_generic_mailbox_that_was_written_down_before_may_stay_and_not_come() {
        let office = Entry { certification_email: "office@example.org".into(), ..Entry::check(&typed()).unwrap() };
        assert!(Entry::check_over(&Typed { certification_email: "Office@example.org", ..typed() }, &office).is_ok());
        assert!(Entry::check_over(&Typed { certification_email: "info@example.org", ..typed() }, &office).is_err());
    }

    #[test]
    fn generic_mailboxes_are_known_in_their_variants() {
        for (email, generic) in [
            ("info@example.org", "info"),
            ("INTERN@example.org", "intern"),
            ("office2@example.org", "office"),
            ("front-desk@example.org", "frontdesk"),
            ("intern.summer@example.org", "intern"),
            ("admin+mn@example.org", "admin"),
        ] {
            assert_eq!(generic_mailbox(email), Some(generic), "{email}");
        }
        for email in ["ann.berg@example.org", "infante@example.org", "hrant@example.org", "a.office@example.org", "teamer@x.org"] {
            assert_eq!(generic_mailbox(email), None, "{email}");
        }
    }
}
