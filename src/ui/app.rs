//! The document and the routes.
//!
//! Every page is lazy: its program is fetched when somebody goes there, so that a first visit fetches the frame and one page.

use super::page::NotFound;
use super::parts::Main;
use super::session_end::SessionEnd;
use super::site::{SiteFooter, SiteHeader};
use super::{messages, routes};
use crate::api::identity::Me;
use crate::messages::Language;
use leptos::config::LeptosOptions;
use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

/// The HTML document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=Language::default().code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <AutoReload options=options.clone() />
                <HashedStylesheet options=options.clone() id="site-style" />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Every page, between the header and the footer.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Known before the page is drawn, and the same until the next whole page: signing in and out make one.
    let me = SharedValue::new(|| use_context::<Me>().unwrap_or_default()).into_inner();
    let (demo, signed_in) = (me.demo, me.person.is_some());
    view! {
        <Title text=messages().site_name />
        <Router>
            <SiteHeader me />
            <Main>
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=path!("/") view={Lazy::<routes::Welcome>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view={Lazy::<routes::SignIn>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/create-account") view={Lazy::<routes::CreateAccount>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account") view={Lazy::<routes::Account>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister") view={Lazy::<routes::Details>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add") view={Lazy::<routes::AddNumber>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/check") view={Lazy::<routes::AddCard>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/agree") view={Lazy::<routes::AddAgree>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/done") view={Lazy::<routes::Added>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/receipts/:id") view={Lazy::<routes::Receipt>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/remove") view={Lazy::<routes::Remove>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients") view={Lazy::<routes::Clients>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients/:id") view={Lazy::<routes::Client>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sessions") view={Lazy::<routes::Sessions>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/agency") view={Lazy::<routes::AgencyHome>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/resource-center") view={Lazy::<routes::ResourceCenter>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/parts") view={Lazy::<routes::Parts>::new()} ssr=SsrMode::Async />
                </FlatRoutes>
            </Main>
            <SiteFooter signed_in demo />
            <SessionEnd signed_in />
        </Router>
    }
}
