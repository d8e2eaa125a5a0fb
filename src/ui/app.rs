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
use crate::messages::Language;
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::location::RequestUrl;
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
    /// What the style sheet says, for pages that are somebody's first.
    pub styles: String,
}

/// When a page needs the program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// From the start.
    Now,
    /// Once all of it is there: for passkeys, and for what comes after.
    Later,
    /// Not at all.
    Never,
}

impl Needs {
    /// Of the page that is asked for. What visitors see first is light: a phone on a slow line shows it with one answer.
    fn of_page() -> Self {
        if use_context::<Me>().is_some_and(|me| me.person.is_some()) {
            return Self::Now;
        }
        // `http://leptos/sign-in?next=…`
        let url = use_context::<RequestUrl>().map(|url| url.as_ref().to_owned()).unwrap_or_default();
        let path =
            url.split(['?', '#']).next().and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        match path.unwrap_or_default() {
            "/sign-in" => Self::Later,
            "/" | "/create-account" => Self::Never,
            path if path.starts_with("/password/") => Self::Never,
            _ => Self::Now,
        }
    }
}

/// The HTML document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let files = use_context::<Arc<SiteFiles>>().unwrap_or_default();
    let needs = Needs::of_page();
    view! {
        <!DOCTYPE html>
        <html lang=Language::default().code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <AutoReload options />
                {if needs == Needs::Now { styled(&files) } else { styled_at_once(&files) }}
                {(needs != Needs::Never).then(|| started(&files, needs))}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

fn styled(files: &SiteFiles) -> AnyView {
    view! { <link rel="stylesheet" href=files.style.clone() /> }.into_any()
}

/// Without a second answer to wait for.
fn styled_at_once(files: &SiteFiles) -> AnyView {
    if files.styles.is_empty() { styled(files) } else { view! { <style nonce=use_nonce()>{files.styles.clone()}</style> }.into_any() }
}

/// Fetches `public/start.js` when the page has been seen first: until then the line is the style sheet's.
const WHEN_SEEN: &str = "requestAnimationFrame(()=>setTimeout(()=>{const s=document.createElement('script');s.type='module';\
    s.src=document.querySelector('[data-start]').dataset.start;document.head.append(s)}))";

fn started(files: &SiteFiles, needs: Needs) -> AnyView {
    let (script, program) = (files.script.clone(), files.program.clone());
    let later = (needs == Needs::Later).then_some("");
    let start = files.start.clone();
    view! {
        <script
            nonce=use_nonce()
            data-start=start
            data-script=script
            data-program=program
            data-later=later
            data-nodes
            inner_html=WHEN_SEEN
        ></script>
    }
    .into_any()
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
    let signed_in = me.person.is_some();
    if let Some(person) = me.person.as_ref().filter(|person| !ON_SERVER && !person.page_of.is_empty()) {
        run_for(&person.page_of);
    }
    provide_context(me.clone());
    Going::begin();
    view! {
        <Router>
            <SiteHeader me=me.clone() />
            <Main>
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=WildcardSegment("any") view=Outlet ssr=SsrMode::Async />
                </FlatRoutes>
            </Main>
            <SiteFooter me />
            <SessionEnd signed_in />
            <NoAnswer />
        </Router>
    }
}
