//! The pages under one address, as one route: the frame that every first visit fetches knows the address, and the pages behind it are
//! in the piece of the program that is fetched when somebody goes there.

use super::going::when_loaded;
use super::page::NotFound;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;
use std::future::ready;

/// Shows the page that `pages` gives for the parts of the address after `prefix`; "Page not found" where it gives none.
///
/// A page takes what it needs of the address as an argument: the address itself changes before the page is left.
pub fn section(prefix: &'static str, pages: fn(&[&str]) -> Option<AnyView>) -> AnyView {
    shown(Box::new(move |path| path.strip_prefix(prefix).map(|rest| rest.trim_matches('/').to_owned())), pages)
}

/// The same for pages whose addresses begin in several ways; `pages` gets all parts of them.
pub fn section_of(prefixes: &'static [&'static str], pages: fn(&[&str]) -> Option<AnyView>) -> AnyView {
    let ours = move |path: &str| prefixes.iter().any(|prefix| path.starts_with(prefix)).then(|| path.trim_matches('/').to_owned());
    shown(Box::new(ours), pages)
}

/// What the address asks of the page that is made now; once the address is another page's, it stays as it was, so that a page that is
/// left loads nothing more. leptos_router 0.8's own `use_query_map` is not told when one page follows another: a route that is gone to again with
/// another path hears of its parameters only.
pub fn query_map() -> Memo<ParamsMap> {
    let location = use_location();
    let own = location.pathname.get_untracked();
    Memo::new(move |before: Option<&ParamsMap>| match before {
        Some(before) if location.pathname.with(|path| *path != own) => before.clone(),
        _ => location.query.get(),
    })
}

/// A part of the path of the page that is made now, counted from 1; empty where there is none.
pub fn path_part(place: usize) -> String {
    use_location().pathname.with_untracked(|path| path.split('/').nth(place).unwrap_or_default().to_owned())
}

/// What an address is to a section; nothing where it is another's.
type Rest = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

fn shown(rest: Rest, pages: fn(&[&str]) -> Option<AnyView>) -> AnyView {
    let path = use_location().pathname;
    // Going elsewhere changes the address before this section is taken away: until then it shows what it showed.
    let rest = Memo::new(move |before: Option<&String>| path.with(|path| rest(path)).or_else(|| before.cloned()).unwrap_or_default());
    // Each page has an owner of its own, which goes with it: until the next one is here it works as before.
    let section = Owner::current().unwrap_or_default();
    let make = move |rest: &str| {
        let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
        let own = section.child();
        let page = own.with(|| untrack(|| pages(&parts).unwrap_or_else(|| view! { <NotFound /> }.into_any())));
        OwnedView::new_with_owner(page, own).into_any()
    };
    // Begun at once, so that who waits for the section waits for its first page.
    let mut first = Some(make(&rest.get_untracked()));
    let shown = move || {
        let (rest, first, make) = (rest.get(), first.take(), make.clone());
        Suspend::new(async move {
            match first {
                Some(page) => page,
                None => when_loaded(move || ready(make(&rest))).await,
            }
        })
    };
    view! { {shown} }.into_any()
}
