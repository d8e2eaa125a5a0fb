//! The pages under one address, as one route: the frame that every first visit fetches knows the address, and the pages behind it are
//! in the piece of the program that is fetched when somebody goes there.

use super::page::NotFound;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;

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
/// left loads nothing more. leptos_router 0.8's own `use_query_map` is not told when one page of a section follows another: a route that
/// is gone to again with another path hears of its parameters only.
pub fn query_map() -> Memo<ParamsMap> {
    let location = use_location();
    let own = location.pathname.get_untracked();
    Memo::new(move |before: Option<&ParamsMap>| match before {
        Some(before) if location.pathname.with(|path| *path != own) => before.clone(),
        _ => location.query.get(),
    })
}

/// What an address is to a section; nothing where it is another's.
type Rest = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

fn shown(rest: Rest, pages: fn(&[&str]) -> Option<AnyView>) -> AnyView {
    let path = use_location().pathname;
    // Going elsewhere changes the address before this section is taken away: until then it shows what it showed.
    let rest = Memo::new(move |before: Option<&String>| path.with(|path| rest(path)).or_else(|| before.cloned()).unwrap_or_default());
    let shown = move || {
        let rest = rest.get();
        let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
        pages(&parts).unwrap_or_else(|| view! { <NotFound /> }.into_any())
    };
    view! { {shown} }.into_any()
}
