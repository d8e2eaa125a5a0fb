//! The document, and what is around every page. The pages are in `routes`.

use super::going::Going;
use super::messages;
use super::outlet::Outlet;
use super::page::{NotFound, keep_with_the_frame, name};
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
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, WildcardSegment};
use std::sync::Arc;

/// Given by the server: the addresses of what every page loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFiles {
    /// The style sheet.
    pub style: String,
    /// The script that starts the program and sees to it that the page works without it.
    pub start: String,
    /// The script that the program came with.
    pub script: String,
    /// The program.
    pub program: String,
}

/// The HTML document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let files = use_context::<Arc<SiteFiles>>().unwrap_or_default();
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
                <script type="module" src=files.start.clone() data-script=files.script.clone() data-program=files.program.clone() data-nodes></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// "You're offline", which `public/start.js` shows when it is so.
#[component]
fn NoAnswer() -> AnyView {
    let t = messages();
    view! {
        <div id="offline" class="offline" role="alert" tabindex="-1" hidden>
            <p>
                <strong>{t.errors_no_answer_heading()}</strong> " "
                <span>{t.errors_no_answer_page()}</span>
                <span>{t.errors_no_answer_form()}</span>
            </p>
            <button type="button" class="button button--secondary">{t.errors_no_answer_again()}</button>
        </div>
    }
    .into_any()
}

/// Every page, between the header and the footer.
#[component]
pub fn App() -> impl IntoView {
    if ON_SERVER {
        provide_meta_context();
        name(messages().site_name());
    }
    keep_with_the_frame();
    // Known before the page is drawn, and the same until the next whole page: signing in and out make one.
    let me = SharedValue::<Me, Wire>::new_with_encoding(|| use_context::<Me>().unwrap_or_default()).into_inner();
    let (demo, signed_in) = (me.demo, me.person.is_some());
    let learner = me.person.as_ref().is_none_or(|person| matches!(person.role, Role::Assister | Role::Learner));
    if let Some(person) = me.person.as_ref().filter(|person| !ON_SERVER && !person.page_of.is_empty()) {
        run_for(&person.page_of);
    }
    provide_context(me.clone());
    Going::begin();
    view! {
        <Router>
            <SiteHeader me />
            <Main>
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=WildcardSegment("any") view=Outlet ssr=SsrMode::Async />
                </FlatRoutes>
            </Main>
            <SiteFooter signed_in learner demo />
            <SessionEnd signed_in />
            <NoAnswer />
        </Router>
    }
}
