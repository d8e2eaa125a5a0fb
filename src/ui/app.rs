//! The document and the routes.
//!
//! Pages that consumers don't need on their first visit are lazy: they are fetched when somebody goes there.

use super::clients::{ClientRecordPage, ClientsPage};
use super::identity::{AgencyHome, CreateAccountPage, ResourceCenterHome, SignInPage, Welcome};
use super::manage_assister::{Account, AddAgree, AddCard, AddNumber, Added, Details, Receipt, Remove};
use super::messages;
use super::page::NotFound;
use super::parts::Main;
use super::parts_route::PartsRoute;
use super::session_end::SessionEnd;
use super::site::{SiteFooter, SiteHeader};
use crate::api::identity::me;
use crate::messages::Language;
use leptos::config::LeptosOptions;
use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
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
    let me = Resource::new_blocking(|| (), |()| me());
    // Tells tests and scripts that clicks are answered by the application from now on, and headings that a later page takes focus.
    Effect::new(|_| {
        request_animation_frame(|| {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-hydrated", "true");
            }
        });
    });
    view! {
        <Title text=messages().site_name />
        <Router>
            <SiteHeader me />
            <Main>
                <Routes fallback=|| view! { <NotFound /> }>
                    <Route path=path!("/") view=Welcome ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                    <Route path=path!("/create-account") view=CreateAccountPage ssr=SsrMode::Async />
                    <Route path=path!("/account") view=Account ssr=SsrMode::Async />
                    <Route path=path!("/account/assister") view=Details ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add") view=AddNumber ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/check") view=AddCard ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/agree") view=AddAgree ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/done") view=Added ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/receipts/:id") view=Receipt ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/remove") view=Remove ssr=SsrMode::Async />
                    <Route path=path!("/clients") view={Lazy::<ClientsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients/:id") view={Lazy::<ClientRecordPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/agency") view=AgencyHome ssr=SsrMode::Async />
                    <Route path=path!("/resource-center") view=ResourceCenterHome ssr=SsrMode::Async />
                    <Route path=path!("/parts") view={Lazy::<PartsRoute>::new()} ssr=SsrMode::Async />
                </Routes>
            </Main>
            <SiteFooter me />
            <SessionEnd me />
        </Router>
    }
}
