//! What every form does: show what was refused, keep what was typed.

use super::page::{leave_to_somebody_else, passing};
use super::page_of::PageOf;
use super::parts::{ErrorSummary, Notice, NoticeKind};
use super::section::query_map;
use super::title::{follow_problems, say_error};
use super::{going, messages};
use crate::ON_SERVER;
use crate::api::client::{self, Answer};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{FormState, Posted};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::{ContentType as _, ServerFn};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::{FormData, UrlSearchParams};

/// The part of the address that finds a refused try; empty where there was none.
pub fn retry() -> impl Fn() -> String + Send + Sync {
    let query = query_map();
    move || query.with(|query| query.get("retry").unwrap_or_default())
}

/// What a form knows: where it goes, the refusal it was shown with, and the answer to its last posting.
#[derive(Clone, Copy)]
pub struct FormSignal {
    address: &'static str,
    kept: StoredValue<FormState>,
    sending: RwSignal<bool>,
    answer: RwSignal<Option<Result<Posted, ApiError>>>,
}

impl FormSignal {
    /// A form for the server function `F` that was first shown with `kept`.
    pub fn new<F>(kept: FormState) -> Self
    where
        F: ServerFn<Output = Posted, Error = ApiError>,
    {
        Self::to(F::PATH, kept)
    }

    /// The same by the function's address.
    pub fn to(address: &'static str, kept: FormState) -> Self {
        Self { address, kept: StoredValue::new(kept), sending: RwSignal::new(false), answer: RwSignal::new(None) }
    }

    /// What was typed when the form was first shown. What is typed later stays in the field by itself.
    pub fn value(&self, field: &str) -> String {
        self.kept.with_value(|kept| kept.value(field))
    }

    /// Being sent, or done and about to be left: pressing the button again sends nothing more.
    pub fn busy(&self) -> Signal<bool> {
        let Self { sending, answer, .. } = *self;
        Signal::derive(move || sending.get() || answer.with(|answer| matches!(answer, Some(Ok(Posted::Done)))))
    }

    /// What is wrong, field by field.
    pub fn errors(&self) -> Signal<Vec<(String, String)>> {
        let (kept, answer) = (self.kept, self.answer);
        let pairs = |state: &FormState| state.errors.iter().map(|e| (e.field.clone(), e.message.clone())).collect();
        Signal::derive(move || match answer.get() {
            Some(Ok(Posted::Refused(state))) => pairs(&state),
            Some(Ok(Posted::Done)) => Vec::new(),
            _ => kept.with_value(pairs),
        })
    }

    /// What is wrong with one field.
    pub fn error(&self, field: impl Into<String>) -> Signal<Option<String>> {
        let (errors, field) = (self.errors(), field.into());
        Signal::derive(move || errors.with(|all| all.iter().find(|(name, _)| *name == field).map(|(_, message)| message.clone())))
    }

    fn failure(&self) -> Signal<Option<ApiError>> {
        let answer = self.answer;
        Signal::derive(move || answer.get().and_then(Result::err))
    }
}

/// A form that the application sends in the browser's place, where it runs. The answer says what is wrong, or leads on.
#[component]
pub fn PostForm(
    /// Where it goes.
    form: FormSignal,
    /// Fields and buttons.
    children: Children,
) -> AnyView {
    let send = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        // What can't be read here is left to the browser.
        let Some(typed) = typed(&event) else { return };
        event.prevent_default();
        form.sending.set(true);
        spawn_local(async move {
            let answer = post(form, &typed).await;
            // The page may have been left meanwhile.
            form.answer.try_set(Some(answer));
            form.sending.try_set(false);
        });
    };
    view! { <form method="post" action=form.address novalidate on:submit=send><PageOf />{children()}</form> }.into_any()
}

/// A form that the browser sends by itself, whether the application runs or not.
#[component]
pub fn PlainForm(
    /// Where it goes.
    action: &'static str,
    /// Fields and buttons.
    children: Children,
) -> AnyView {
    view! { <form method="post" action=action novalidate><PageOf />{children()}</form> }.into_any()
}

/// What was typed into the form that is sent.
pub fn typed(event: &SubmitEvent) -> Option<UrlSearchParams> {
    let form = event.target()?.dyn_into().ok()?;
    let typed = FormData::new_with_form(&form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&typed.into()).ok()
}

/// Posts a form and follows where the answer leads, inside of the running application. By hand, because what leptos has for it reads the
/// form into the function's arguments and writes it again: a third of the bytes that the pages with forms add to the program.
async fn post(form: FormSignal, typed: &UrlSearchParams) -> Result<Posted, ApiError> {
    let answer = sent(form.address, typed).await.map_err(|_| ApiError::new(ErrorCode::NoAnswer))?;
    // Who has gone elsewhere meanwhile is not fetched back.
    let still_there = form.sending.try_get_untracked().is_some();
    if let Some(to) = answer.redirect.as_deref().filter(|_| still_there) {
        going::follow(to);
    }
    let read = answer.read();
    if let Err(ApiError { code: ErrorCode::SomebodyElse, .. }) = read {
        leave_to_somebody_else();
    }
    read
}

async fn sent(address: &str, typed: &UrlSearchParams) -> Result<Answer, JsValue> {
    client::post(address, PostUrl::CONTENT_TYPE, typed).await
}

/// Sends a form that leads on whatever it did, and follows where it leads. Gives why it could not be sent.
pub async fn follow(address: &str, typed: &UrlSearchParams, still_there: impl Fn() -> bool) -> Option<ErrorCode> {
    let Ok(Answer { status, redirect, .. }) = sent(address, typed).await else { return Some(ErrorCode::NoAnswer) };
    match redirect {
        // Who has gone elsewhere meanwhile is not fetched back.
        Some(to) if still_there() => going::follow(&to),
        Some(_) => {}
        None if status == ErrorCode::SomebodyElse.status() => leave_to_somebody_else(),
        None => {
            let known = [ErrorCode::SignedOut, ErrorCode::TooLarge, ErrorCode::TooMany].into_iter().find(|code| code.status() == status);
            return Some(known.unwrap_or(ErrorCode::Unavailable));
        }
    }
    None
}

/// Above a form: what is wrong with it, with links to the fields. The browser's title says that something is.
#[component]
pub fn Problems(
    /// Field names and messages.
    #[prop(into)]
    errors: Signal<Vec<(String, String)>>,
) -> AnyView {
    if ON_SERVER && errors.with_untracked(|errors| !errors.is_empty()) {
        say_error();
    }
    Effect::new(move |_| {
        errors.track();
        request_animation_frame(follow_problems);
    });
    view! { <ErrorSummary title=messages().site_problem() errors /> }.into_any()
}

/// Above a form: what is wrong with it, with links to the fields; or why it could not be sent.
#[component]
pub fn FormProblems(form: FormSignal) -> impl IntoView {
    let failure = form.failure();
    view! {
        <Problems errors=form.errors() />
        {move || failure.get().map(|error| failed(error.code))}
    }
}

/// Why a form could not be sent.
pub fn failed(why: ErrorCode) -> AnyView {
    let t = messages();
    let unavailable = (t.errors_unavailable_heading(), t.errors_unavailable_text());
    let (title, text) = match why {
        ErrorCode::SignedOut => (t.session_ended_heading(), t.session_ended_form()),
        _ => passing(why).unwrap_or(unavailable),
    };
    let notice = NodeRef::<html::Div>::new();
    // It may stand far above the button that was pressed.
    Effect::new(move |_| {
        request_animation_frame(move || {
            if let Some(notice) = notice.get_untracked() {
                let _ = notice.focus();
            }
        });
    });
    view! {
        <div node_ref=notice tabindex="-1" role="alert">
            <Notice kind=NoticeKind::Warning label=title><p>{text}</p></Notice>
        </div>
    }
    .into_any()
}
