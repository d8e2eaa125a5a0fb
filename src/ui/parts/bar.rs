//! The navigation bar: where a person of a role may go.

use super::{escape, escaped};
use crate::ON_SERVER;
use leptos::prelude::*;

/// One link of the bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarItem {
    /// What it says.
    pub text: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// The addresses of pages that belong to it, with all that is under them, separated by spaces; its own need not be said.
    pub also: &'static str,
    /// A page that the server writes by itself: the browser goes there.
    pub whole: bool,
    /// How many wait there, where that is counted.
    pub waiting: Option<u32>,
}

/// What the bar says besides its links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BarTexts {
    /// What the bar is, for screen readers.
    pub label: &'static str,
    /// What opens it where there is no room: "Menu".
    pub menu: &'static str,
    /// What is said behind a count, for screen readers: "waiting".
    pub waiting: &'static str,
}

/// More than this is not counted, and said as "99+".
pub const MOST_WAITING: u32 = 99;

/// A row of links, and where there is no room for it a disclosure with the same links. The server draws it, and the browser takes it as
/// it is: it has no program.
#[component]
pub fn Bar(
    /// What it says besides.
    texts: BarTexts,
    /// The links.
    items: Vec<BarItem>,
    /// The path of the page on screen.
    #[prop(into)]
    path: String,
) -> AnyView {
    let html = if ON_SERVER { markup(texts, &items, &path) } else { String::new() };
    view! { <nav class="bar" aria-label=texts.label inner_html=html></nav> }.into_any()
}

fn markup(texts: BarTexts, items: &[BarItem], path: &str) -> String {
    let current = current(items.iter().map(BarItem::covers), path);
    let list = |class: &str| {
        let items: String =
            items.iter().enumerate().map(|(at, item)| line(texts, item, class, (current == Some(at)).then_some(path))).collect();
        format!("<ul class=\"bar__list bar__list--{class}\">{items}</ul>")
    };
    format!("{}<details class=\"bar__menu\"><summary>{}</summary>{}</details>", list("wide"), escaped(texts.menu), list("narrow"))
}

fn line(texts: BarTexts, item: &BarItem, class: &str, current: Option<&str>) -> String {
    let count = item.waiting.map(|waiting| {
        let id = format!("waiting-{class}");
        let hidden = if waiting == 0 { " hidden" } else { "" };
        let count = format!(
            "<span class=\"bar__count\" id=\"{id}\"{hidden}><span class=\"bar__number\">{}</span><span class=\"visually-hidden\"> {}</span></span>",
            waiting_text(waiting),
            escaped(texts.waiting)
        );
        (format!(" aria-describedby=\"{id}\""), count)
    });
    let (described, count) = count.unwrap_or_default();
    format!("<li>{}{count}</li>", link("bar__link", item.text, item.href, &item.covers(), item.whole, current, &described))
}

/// How many wait, to read.
pub fn waiting_text(waiting: u32) -> String {
    if waiting > MOST_WAITING { format!("{MOST_WAITING}+") } else { waiting.to_string() }
}

impl BarItem {
    /// The addresses that it is the link for.
    pub(super) fn covers(&self) -> String {
        let own = self.href.split('?').next().unwrap_or_default();
        if self.also.is_empty() { own.to_owned() } else { format!("{own} {}", self.also) }
    }
}

/// A link that is marked while a page that belongs to it is on screen: as that page where it is, as the way there where that is under it.
pub(super) fn link(class: &str, text: &str, href: &str, covers: &str, whole: bool, current: Option<&str>, more: &str) -> String {
    let mut html = format!("<a class=\"{class}\" href=\"{}\" data-for=\"{}\"", escaped(href), escaped(covers));
    if whole {
        html.push_str(" rel=\"external\"");
    }
    if let Some(path) = current {
        html.push_str(if path == href { " aria-current=\"page\"" } else { " aria-current=\"true\"" });
    }
    html.push_str(more);
    html.push('>');
    escape(text, &mut html);
    html.push_str("</a>");
    html
}

/// Which of these a path belongs to: the one that says most of its beginning, in whole parts.
pub(super) fn current(covers: impl Iterator<Item = String>, path: &str) -> Option<usize> {
    let under = |of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let longest = |covers: &str| covers.split(' ').filter(|of| !of.is_empty() && under(of)).map(str::len).max();
    covers
        .enumerate()
        .filter_map(|(at, covers)| Some((longest(&covers)?, at)))
        .max_by_key(|(length, at)| (*length, usize::MAX - at))
        .map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_that_says_most_of_the_address_is_the_current_one() {
        let covers = ["/account", "/account/assister", "/agency/import /agency/imports", "/clients/agent-of-record"];
        for (path, expected) in [
            ("/account", Some(0)),
            ("/account/notices", Some(0)),
            ("/account/assister/add/check", Some(1)),
            ("/account/assisters", Some(0)),
            ("/agency/imports/5", Some(2)),
            ("/agency/importance", None),
            ("/clients", None),
            ("/", None),
        ] {
            assert_eq!(current(covers.into_iter().map(str::to_owned), path), expected, "{path}");
        }
    }

    #[test]
    fn no_more_are_said_than_are_counted() {
        assert_eq!([0, 99, 100].map(waiting_text), ["0", "99", "99+"]);
    }
}
