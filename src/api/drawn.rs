//! A page that the server draws whole. What it says and asks is drawn there in the reader's language with the same parts as every other
//! page, so that a browser needs no program for it but the one that shows any such page and sends its forms.

use serde::{Deserialize, Serialize};

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// It is not this page's turn: the one to go to.
    GoTo(String),
    /// The page.
    Show(Drawn),
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Its name in the browser's title.
    pub title: String,
    /// Its markup, the heading included.
    pub html: String,
}
