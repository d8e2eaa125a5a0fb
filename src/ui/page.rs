//! What every page does: load, show, or say what is wrong; and the name in the browser's title.

use super::going::{Going, arrive, no_answer};
use super::messages;
use super::page_data::PageData;
use super::parts::{ButtonLink, Heading};
use super::title::follow_problems;
use crate::ON_SERVER;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::identity::Me;
use crate::api::page_of::SOMEBODY_ELSE;
use crate::api::wire::Wire;
use crate::domain::manage_assister::fill;
use crate::domain::next;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;

/// A page whose data come from the server: `view` shows them, and what is wrong is said in its place. `address` gives the part of the
/// address that says which data: when it changes, they are loaded anew.
pub fn page<T, F>(address: impl Fn() -> String + Send + Sync + 'static, load: fn(String) -> F, view: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    page_in_brief(address, load, |_| None, view)
}

/// The same for a page that does without some of its data in the browser, once the server has drawn it: `brief` leaves them out.
pub fn page_in_brief<T, F>(
    address: impl Fn() -> String + Send + Sync + 'static,
    load: impl Fn(String) -> F + Send + Sync + 'static,
    brief: fn(&T) -> Option<T>,
    view: fn(T) -> AnyView,
) -> AnyView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    draw(
        Box::new(address),
        Box::new(move |address| {
            let data = load(address);
            Box::pin(async move { data.await.map(|data| PageData::loaded(data, brief)) })
        }),
        Arc::new(move |data| data.read().map_or_else(|| problem(ApiError::new(ErrorCode::Internal)), view)),
    )
}

type Address = Box<dyn Fn() -> String + Send + Sync>;
type Load = Box<dyn Fn(String) -> Pin<Box<dyn Future<Output = Loaded> + Send>> + Send + Sync>;
type Loaded = Result<PageData, ApiError>;
type View = Arc<dyn Fn(PageData) -> AnyView + Send + Sync>;

/// Keeps what all pages have in common in the frame's own part of the program. It is in nobody's way there, since every first visit
/// needs it, and smaller than as a piece of its own.
pub fn keep_with_the_frame() {
    let kept: fn(Address, Load, View) -> AnyView = draw;
    black_box(kept);
}

/// What all pages have in common, once in the program.
fn draw(address: Address, load: Load, view: View) -> AnyView {
    let load = Arc::new(load);
    let load = move |address: String| {
        let load = Arc::clone(&load);
        async move {
            loop {
                match load(address.clone()).await {
                    // The page that is shown stays, and says so.
                    Err(error) if !ON_SERVER && error.code == ErrorCode::NoAnswer => no_answer().await,
                    loaded => return loaded,
                }
            }
        }
    };
    let data = ArcResource::<Loaded, Wire>::new_with_options(address, load, true);
    let drawn = move || {
        let (data, view) = (data.clone(), Arc::clone(&view));
        Suspend::new(async move {
            match data.await {
                Ok(data) => view(data),
                Err(error) => problem(error),
            }
        })
    };
    // What is shown stays until other data are here, which is said in the browser alone: on the server it would be said when the page is over.
    if ON_SERVER {
        return view! { <Transition>{drawn}</Transition> }.into_any();
    }
    let pending = use_context::<Going>().map_or_else(|| RwSignal::new(false), |going| going.data);
    view! { <Transition set_pending=pending>{drawn}</Transition> }.into_any()
}

/// The page's heading and its name in the browser's title. On a page that was reached without a reload the heading takes focus, so
/// that it is read out and the keyboard goes on from there.
#[component]
pub fn PageHeading(
    /// What the page is about.
    #[prop(into)]
    text: String,
    /// What stands above it in small.
    #[prop(into, optional)]
    caption: String,
    /// The name in the browser's title, where the heading holds a person's name: titles end up in histories.
    #[prop(into, optional)]
    title: String,
) -> impl IntoView {
    page_title(if title.is_empty() { &text } else { &title });
    view! { <Heading text caption /> }
}

/// The page's name in the browser's title, for a page whose heading is drawn already. The heading takes focus as any other does.
pub fn page_title(title: &str) {
    let title = fill(messages().site_title(), &[("page", title)]);
    if ON_SERVER {
        name(&title);
        return;
    }
    Effect::new(move |_| {
        document().set_title(&title);
        // By the next frame the page stands in the document in the place of the one before.
        request_animation_frame(arrive);
        request_animation_frame(follow_problems);
    });
}

/// The title of a page with this name, as the server writes it.
pub fn plain_title(page: &str) -> String {
    plain(&fill(messages().site_title(), &[("page", page)]))
}

/// leptos_meta 0.8 writes a title unescaped, so nothing that could be markup gets there.
fn plain(title: &str) -> String {
    title.replace(['<', '>', '&'], "")
}

/// Writes a title into the server's page.
pub fn name(title: &str) {
    let text = plain(title);
    // The component has told the head of the document; it is nothing itself.
    let _ = view! { <Title text /> };
}

/// Go elsewhere instead: from the server by a redirect, in the browser by the router. The address that led here is not gone back to:
/// it would only lead here again.
pub fn go(to: String) -> AnyView {
    view! { <Redirect path=to options=NavigateOptions { replace: true, ..NavigateOptions::default() } /> }.into_any()
}

/// What to show instead of a page.
pub fn problem(error: ApiError) -> AnyView {
    match error.code {
        ErrorCode::SignedOut => view! { <ToSignIn /> }.into_any(),
        ErrorCode::SomebodyElse => view! { <SomebodyElse /> }.into_any(),
        ErrorCode::NotFound | ErrorCode::BadRequest => view! { <NotFound /> }.into_any(),
        _ => view! { <Trouble error /> }.into_any(),
    }
}

/// The address of a page.
pub fn here(path: String, search: String) -> String {
    if search.is_empty() { path } else { format!("{path}?{}", search.trim_start_matches('?')) }
}

/// Leads to the sign-in page and back again.
#[component]
fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let wanted = untrack(|| here(location.pathname.get(), location.search.get()));
    let to = next::way_in(&wanted, use_context::<Me>().is_some_and(|me| me.ended || me.person.is_some()));
    // In the browser a whole new page: nothing of the old session stays in memory.
    let again = to.clone();
    Effect::new(move |_| {
        let _ = window().location().assign(&again);
    });
    if let Some(redirect) = use_context::<leptos_router::location::RequestUrl>().map(|_| to.clone()) {
        return view! { <Redirect path=redirect /> }.into_any();
    }
    view! { <p><a href=to rel="external">{messages().site_sign_in()}</a></p> }.into_any()
}

/// Leaves the page that is somebody else's, and all that is on it, for good.
pub fn leave_to_somebody_else() {
    let _ = window().location().replace(SOMEBODY_ELSE);
}

#[component]
fn SomebodyElse() -> impl IntoView {
    Effect::new(|_| leave_to_somebody_else());
    status(ErrorCode::SomebodyElse.status());
    view! { <p><a href=SOMEBODY_ELSE rel="external">{messages().errors_somebody_else_heading()}</a></p> }
}

/// "Page not found", with the status that says so.
#[component]
pub fn NotFound() -> impl IntoView {
    status(404);
    let t = messages();
    view! {
        <PageHeading text=t.errors_not_found_heading() />
        <p>{t.errors_not_found_text()}</p>
        <ButtonLink href="/" label=t.errors_home() />
    }
}

/// Something that is not the person's fault.
#[component]
fn Trouble(error: ApiError) -> impl IntoView {
    status(error.code.status());
    let t = messages();
    let reference = error.reference.unwrap_or_default();
    let internal = (t.errors_internal_heading(), t.errors_internal_text());
    let (heading, text) = passing(error.code).unwrap_or(internal);
    let text = fill(text, &[("reference", &reference)]);
    view! {
        <PageHeading text=heading />
        <p>{text}</p>
    }
}

/// What to say of what passes by itself, or by sending less: heading and text.
pub fn passing(code: ErrorCode) -> Option<(&'static str, &'static str)> {
    let t = messages();
    Some(match code {
        ErrorCode::Unavailable => (t.errors_unavailable_heading(), t.errors_unavailable_text()),
        ErrorCode::TooLarge => (t.errors_too_large_heading(), t.errors_too_large_text()),
        ErrorCode::Busy => (t.errors_busy_heading(), t.errors_busy_text()),
        ErrorCode::TooMany => (t.errors_too_many_heading(), t.errors_too_many_text()),
        ErrorCode::NoAnswer => (t.errors_no_answer_heading(), t.errors_no_answer_text()),
        ErrorCode::SignedOut | ErrorCode::SomebodyElse | ErrorCode::NotFound | ErrorCode::BadRequest | ErrorCode::Internal => return None,
    })
}

/// Sets the response's status, where there is a response.
fn status(code: u16) {
    if let Some(set) = use_context::<SetStatus>() {
        (set.0)(code);
    }
}

/// Given by the server: sets the status of the response.
#[derive(Clone, Copy)]
pub struct SetStatus(pub fn(u16));
