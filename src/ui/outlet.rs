//! The page at the address: one route for all, so that the page that is left stays until the program and the data of the next are here.

use super::going::when_loaded;
use super::page::NotFound;
use super::routes::ROUTES;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_router::ChooseView;
use leptos_router::hooks::use_location;

/// Shows the page at the address.
#[derive(Clone, Copy)]
pub struct Outlet;

/// A page: its route, if there is one, and of a route that is one page alone its path.
type Place = (Option<usize>, String);

fn place(path: &str) -> Place {
    let route = ROUTES.iter().position(|route| route.has(path));
    let own = route.is_some_and(|route| !ROUTES[route].follows_path());
    (route, if own { path.to_owned() } else { String::new() })
}

/// Each page has an owner of its own, which goes with it: until the next one is here it works as before.
async fn make(outlet: Owner, (route, _): Place) -> AnyView {
    let own = outlet.child();
    let page = match route {
        Some(route) => own.with(|| ScopedFuture::new_untracked(ROUTES[route].load())).await,
        None => own.with(|| view! { <NotFound /> }.into_any()),
    };
    OwnedView::new_with_owner(page, own).into_any()
}

impl ChooseView for Outlet {
    async fn choose(self) -> AnyView {
        let path = use_location().pathname;
        let outlet = Owner::current().unwrap_or_default();
        let now = Memo::new(move |_| path.with(|path| place(path)));
        // Begun at once: nothing can be hydrated before its program is here.
        let mut first = Some(make(outlet.clone(), now.get_untracked()).await);
        let shown = move || {
            let (now, first, outlet) = (now.get(), first.take(), outlet.clone());
            Suspend::new(async move {
                match first {
                    Some(page) => page,
                    None => when_loaded(move || make(outlet, now)).await,
                }
            })
        };
        view! { {shown} }.into_any()
    }

    async fn preload(&self) {}
}
