//! What a form gets back: done (with where to go), or refused with what was typed and what is wrong.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name, which is also the id of its input.
    pub field: String,
    /// A plain sentence that says what to do.
    pub message: String,
}

/// A refused form: what was typed (never passwords) and what is wrong, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// What was typed, by field.
    pub values: BTreeMap<String, String>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

impl FormState {
    /// Keeps what was typed into a field.
    #[must_use]
    pub fn keep(mut self, field: &str, value: &str) -> Self {
        self.values.insert(field.to_owned(), value.chars().take(1000).collect());
        self
    }

    /// Notes what is wrong with a field.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// What was typed into a field, empty when nothing.
    #[must_use]
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }
}

/// The answer to a form. Where a browser without JavaScript is redirected, the hydrated page gets this value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Posted {
    /// It took effect; a redirect goes with it.
    Done,
    /// It did not.
    Refused(FormState),
}

/// The forms whose refusals are kept: name and page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `/sign-in`
    SignIn,
    /// `/create-account`
    CreateAccount,
    /// The wizard's first step.
    Number,
    /// The wizard's third step.
    Agree,
    /// Asking for a link into the Learning Center.
    LearningLink,
    /// `/learning/assessment`
    Assessment,
    /// `/resource-center/training-import`
    TrainingImport,
}

impl Form {
    /// The name under which it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::CreateAccount => "create-account",
            Self::Number => "number",
            Self::Agree => "agree",
            Self::LearningLink => "learning-link",
            Self::Assessment => "assessment",
            Self::TrainingImport => "training-import",
        }
    }

    /// The page that shows it.
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::CreateAccount => "/create-account",
            Self::Number => "/account/assister/add",
            Self::Agree => "/account/assister/add/agree",
            Self::LearningLink => "/learning",
            Self::Assessment => "/learning/assessment",
            Self::TrainingImport => "/resource-center/training-import",
        }
    }
}
