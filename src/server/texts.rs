//! The pages that are texts alone: whom to call, privacy, accessibility, what can't be done here. The server writes them without the
//! application: they need no program, and are there when the database is not.
//!
//! To add one: its file in `locales/pages/LANGUAGE`, its heading in the catalog, and its line in [`routes`].

use super::AppState;
use crate::domain::identity::{AssisterKind, SESSION_ABSOLUTE, SESSION_IDLE};
use crate::domain::manage_assister::{Block, blocks, fill};
use crate::domain::resource_center::may_end_association;
use crate::domain::retention::YEARS;
use crate::messages::{Language, Messages, PageText};
use crate::ui::parts::escaped;
use crate::ui::{ACCESSIBILITY, HELP, LIMITS, PRIVACY, linked};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use leptos::prelude::*;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(HELP, get(async |State(state): State<AppState>| page(&state, HELP, Messages::nav_help, PageText::Help)))
        .route(PRIVACY, get(async |State(state): State<AppState>| page(&state, PRIVACY, Messages::nav_privacy, PageText::Privacy)))
        .route(
            ACCESSIBILITY,
            get(async |State(state): State<AppState>| page(&state, ACCESSIBILITY, Messages::nav_accessibility, PageText::Accessibility)),
        )
        .route(LIMITS, get(async |State(state): State<AppState>| page(&state, LIMITS, Messages::nav_limits, PageText::Limits)))
}

fn page(state: &AppState, path: &'static str, heading: fn(Messages) -> &'static str, text: PageText) -> Response {
    let language = Language::default();
    let t = language.messages();
    state.pages.texts(path, heading(t), markup(&filled(state, t, language.page(text))))
}

/// What a text leaves open: whom to call, when, and for how long.
fn filled(state: &AppState, t: Messages, text: &str) -> String {
    let hours = state.pages.hours();
    let when =
        |hours: Option<&String>| hours.map_or_else(|| t.nav_hours_unknown().to_owned(), |hours| fill(t.nav_hours(), &[("hours", hours)]));
    let (center_hours, assister_hours) = (when(hours.center.as_ref()), when(hours.assisters.as_ref()));
    let staff_may_end = may_end_association(AssisterKind::Navigator, state.config.staff_may_end_navigator_associations);
    let end = if staff_may_end { t.nav_limit_end_staff() } else { t.nav_limit_end() };
    let (idle, absolute) = ((SESSION_IDLE.as_secs() / 60).to_string(), (SESSION_ABSOLUTE.as_secs() / 3600).to_string());
    let years = YEARS.to_string();
    let contacts = [("arc", t.contact_arc()), ("bsl", t.contact_bsl()), ("center", t.contact_center())];
    let end = fill(end, &contacts);
    let values = [
        ("website", t.contact_website()),
        ("center_hours", &center_hours),
        ("assister_hours", &assister_hours),
        ("end", &end),
        ("idle", &idle),
        ("absolute", &absolute),
        ("years", &years),
    ];
    fill(text, &[contacts.as_slice(), values.as_slice()].concat())
}

/// A text as markup: headings, paragraphs and lists, with links where it names a phone number or a page.
fn markup(text: &str) -> String {
    let block = |block: Block| match block {
        Block::Heading(text) => format!("<h2>{}</h2>\n", escaped(&text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", line(&text)),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", line(item))).collect();
            format!("<ul>{items}</ul>\n")
        }
    };
    blocks(text).into_iter().map(block).collect()
}

/// A line; `[what it says](/address)` is a link to a page of ours.
fn line(text: &str) -> String {
    let link = text.split_once('[').and_then(|(before, rest)| {
        let (label, rest) = rest.split_once("](/")?;
        let (address, after) = rest.split_once(')')?;
        Some((before, label, address, after))
    });
    let plain = |text: &str| linked(text.to_owned()).to_html().replace("<!>", "");
    match link {
        None => plain(text),
        Some((before, label, address, after)) => {
            format!("{}<a href=\"/{}\">{}</a>{}", plain(before), escaped(address), escaped(label), line(after))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_markup_with_its_links_and_nothing_else_does() {
        let text = "## A & B\n\nCall 855-366-7873 or [ask <us>](/help), then go.\n\n- One\n- <b>Two</b>";
        assert_eq!(
            markup(text),
            "<h2>A &amp; B</h2>\n<p>Call <a href=\"tel:+18553667873\">855-366-7873</a> or <a href=\"/help\">ask &lt;us&gt;</a>, then go.</p>\n\
             <ul><li>One</li><li>&lt;b&gt;Two&lt;/b&gt;</li></ul>\n"
        );
    }
}
