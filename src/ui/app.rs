//! The document and the routes.
//!
//! Every page is lazy: its program is fetched when somebody goes there, so that a first visit fetches the frame and one page.

use super::page::{NotFound, keep_with_the_frame};
use super::parts::Main;
use super::session_end::SessionEnd;
use super::site::{SiteFooter, SiteHeader};
use super::{messages, routes};
use crate::ON_SERVER;
use crate::api::identity::Me;
use crate::api::page_of::run_for;
use crate::api::wire::Wire;
use crate::messages::Language;
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};
use std::sync::Arc;

/// Given by the server: the addresses of what every page loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFiles {
    /// The style sheet.
    pub style: String,
    /// The script that starts the program.
    pub script: String,
    /// The program.
    pub program: String,
}

/// The HTML document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let files = use_context::<Arc<SiteFiles>>().unwrap_or_default();
    let (script, program) = (&files.script, &files.program);
    let start = format!("import start, {{ hydrate }} from {script:?};\nawait start({{ module_or_path: {program:?} }});\nhydrate();");
    view! {
        <!DOCTYPE html>
        <html lang=Language::default().code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <AutoReload options />
                <link rel="stylesheet" href=files.style.clone() />
                <link rel="modulepreload" href=files.script.clone() crossorigin="anonymous" />
                <link rel="preload" href=files.program.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module" nonce=use_nonce()>{start}</script>
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
    keep_with_the_frame();
    // Known before the page is drawn, and the same until the next whole page: signing in and out make one.
    let me = SharedValue::<Me, Wire>::new_with_encoding(|| use_context::<Me>().unwrap_or_default()).into_inner();
    let signed_in = me.person.is_some();
    if let Some(person) = me.person.as_ref().filter(|person| !ON_SERVER && !person.page_of.is_empty()) {
        run_for(&person.page_of);
    }
    provide_context(me.clone());
    view! {
        <Title text=messages().site_name() />
        <Router>
            <SiteHeader me=me.clone() />
            <Main>
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=path!("/") view={Lazy::<routes::Welcome>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view={Lazy::<routes::SignIn>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/create-account") view={Lazy::<routes::CreateAccount>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account") view={Lazy::<routes::Account>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/application") view={Lazy::<routes::Application>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/application/*any") view={Lazy::<routes::Application>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/notices") view={Lazy::<routes::Notices>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister") view={Lazy::<routes::Details>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add") view={Lazy::<routes::AddNumber>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/check") view={Lazy::<routes::AddCard>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/agree") view={Lazy::<routes::AddAgree>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/add/done") view={Lazy::<routes::Added>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/receipts/:id") view={Lazy::<routes::Receipt>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/assister/remove") view={Lazy::<routes::Remove>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients") view={Lazy::<routes::Clients>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients/:id") view={Lazy::<routes::Client>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients/:id/application") view={Lazy::<routes::ActingApplication>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/clients/:id/application/*any") view={Lazy::<routes::ActingApplication>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sessions") view={Lazy::<routes::Sessions>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/sign-in/*any") view={Lazy::<routes::Access>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/set-up/*any") view={Lazy::<routes::Access>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/password/*any") view={Lazy::<routes::Access>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/security") view={Lazy::<routes::Access>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/security/*any") view={Lazy::<routes::Access>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/agency") view={Lazy::<routes::Agency>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/agency/*any") view={Lazy::<routes::Agency>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/learning") view={Lazy::<routes::Learning>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/learning/*any") view={Lazy::<routes::Learning>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/resource-center") view={Lazy::<routes::ResourceCenter>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/resource-center/*any") view={Lazy::<routes::ResourceCenter>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/demo/mail") view={Lazy::<routes::DemoMail>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/parts") view={Lazy::<routes::Parts>::new()} ssr=SsrMode::Async />
                </FlatRoutes>
            </Main>
            <SiteFooter me />
            <SessionEnd signed_in />
        </Router>
    }
}
