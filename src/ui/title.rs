//! The state of a page in the browser's title: whether something is wrong on it, said before its name.

use super::messages;
use super::parts::PROBLEMS;
use crate::ON_SERVER;
use leptos::prelude::*;
use leptos_meta::{Title, TitleProps};

/// On the server: the page's title says that something is wrong on it.
pub fn say_error() {
    if ON_SERVER {
        // Made and not drawn: the title is written from what was made.
        drop(Title(TitleProps::builder().formatter(|title: String| in_error(&title)).build()));
    }
}

/// The same of a page that comes as markup.
pub fn say_error_in(html: &str) {
    if ON_SERVER && tells_problems(html) {
        say_error();
    }
}

/// Whether a page that comes as markup says that something is wrong on it.
fn tells_problems(html: &str) -> bool {
    html.contains(&problems_mark())
}

/// What is in the markup of a page on which something is wrong.
#[must_use]
pub fn problems_mark() -> String {
    format!(" id=\"{PROBLEMS}\"")
}

/// The title of a page on which something is wrong.
pub fn in_error(title: &str) -> String {
    format!("{}{title}", messages().nav_error_title())
}

/// In the browser: the title says what is on the screen now.
pub fn follow_problems() {
    let wrong = document().get_element_by_id(PROBLEMS).is_some();
    let (title, mark) = (document().title(), messages().nav_error_title());
    match title.strip_prefix(mark) {
        Some(name) if !wrong => document().set_title(name),
        None if wrong => document().set_title(&format!("{mark}{title}")),
        _ => {}
    }
}
