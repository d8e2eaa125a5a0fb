//! The document, and what is around every page. The pages are in `routes`.

use super::going::Going;
use super::messages;
use super::outlet::Outlet;
use super::page::{NotFound, keep_with_the_frame};
use super::parts::Main;
use super::session_end::SessionEnd;
use super::site::{SiteFooter, SiteHeader};
use crate::ON_SERVER;
use crate::api::identity::Me;
use crate::api::page_of::run_for;
use crate::api::wire::Wire;
use crate::domain::identity::Role;
use crate::messages::Language;
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, WildcardSegment};
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
    let (demo, signed_in) = (me.demo, me.person.is_some());
    let learner = me.person.as_ref().is_none_or(|person| matches!(person.role, Role::Assister | Role::Learner));
    if let Some(person) = me.person.as_ref().filter(|person| !ON_SERVER && !person.page_of.is_empty()) {
        run_for(&person.page_of);
    }
    provide_context(me.clone());
    let going = Going::new();
    view! {
        <Title text=messages().site_name() />
        <Router>
            <SiteHeader me />
            <Main busy=going.late>
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=WildcardSegment("any") view=Outlet ssr=SsrMode::Async />
                </FlatRoutes>
            </Main>
            <SiteFooter signed_in learner demo />
            <SessionEnd signed_in />
        </Router>
    }
}
