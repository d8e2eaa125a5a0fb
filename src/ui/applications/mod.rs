//! The application, the consumer's own and a client's, and the consumer's notices. The server draws their pages.

mod contacts;
mod screen;

pub use contacts::{WEBSITE, call, linked};
pub use screen::{markup, section};

use super::drawn::drawn_page;
use crate::api::applications::{LoadApplicationPage, LoadClientApplicationPage, LoadNotices};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// `/account/application` and the pages under it.
#[component]
pub fn OwnApplication() -> impl IntoView {
    drawn_page(address(|path| path.strip_prefix("/account/application")), |address| {
        let (page, retry, from) = parts(&address);
        LoadApplicationPage { page, retry, from }
    })
}

/// `/clients/ID/application` and the pages under it.
#[component]
pub fn ClientApplication() -> impl IntoView {
    drawn_page(address(of_client), |address| {
        let (path, retry, from) = parts(&address);
        let (id, path) = path.split_once('/').unwrap_or((&path, ""));
        let path = path.strip_prefix("application").unwrap_or(path);
        LoadClientApplicationPage { id: id.to_owned(), page: path.to_owned(), retry, from }
    })
}

/// `/account/notices`
#[component]
pub fn Notices() -> impl IntoView {
    drawn_page(address(|path| path.strip_prefix("/account/notices")), |_| LoadNotices {})
}

/// The client and the page, where the address is one of a client's application. That of their record is another page's.
fn of_client(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/clients/")?;
    let (_, page) = rest.split_once('/')?;
    page.split('/').next().filter(|page| *page == "application").map(|_| rest)
}

/// What the address asks for: what `ours` gives of its path, the key of a refused try, and where one came from. Another page's address
/// changes nothing: until this page is left it shows what it showed.
fn address(ours: fn(&str) -> Option<&str>) -> impl Fn() -> String + Send + Sync {
    let path = use_location().pathname;
    let query = query_of();
    let rest = Memo::new(move |before: Option<&String>| {
        let ours = path.with(|path| ours(path).map(|rest| rest.trim_matches('/').to_owned()));
        ours.map(|rest| format!("{rest} {}", query())).or_else(|| before.cloned()).unwrap_or_default()
    });
    move || rest.get()
}

/// The key of a refused try, and where one came from; of plans all that is asked for.
fn query_of() -> impl Fn() -> String + Send + Sync {
    let location = use_location();
    move || {
        let get = |name: &str| location.query.with(|query| query.get_str(name).unwrap_or("").to_owned());
        let plans = location.pathname.with(|path| path.contains("/application/") && path.contains("/plans"));
        let from = if plans { location.search.get() } else { get("from") };
        format!("{} {from}", get("retry"))
    }
}

fn parts(address: &str) -> (String, String, String) {
    let mut parts = address.splitn(3, ' ').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}
