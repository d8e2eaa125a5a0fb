//! What every form does: show what was refused, keep what was typed.

use super::messages;
use super::parts::{ErrorSummary, Notice, NoticeKind};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What a form knows: the refusal it was shown with, or the answer to its last posting.
#[derive(Clone, Copy)]
pub struct FormSignal {
    kept: StoredValue<FormState>,
    answer: Signal<Option<Result<Posted, ApiError>>>,
    busy: Signal<bool>,
}

impl FormSignal {
    /// A form that posts to `action` and was first shown with `kept`.
    pub fn new<S>(action: ServerAction<S>, kept: FormState) -> Self
    where
        S: ServerFn<Output = Posted, Error = ApiError> + Send + Sync + Clone + 'static,
    {
        let (value, pending) = (action.value(), action.pending());
        let busy = Signal::derive(move || pending.get() || value.with(|answer| matches!(answer, Some(Ok(Posted::Done)))));
        Self { kept: StoredValue::new(kept), answer: Signal::derive(move || value.get()), busy }
    }

    /// A form that the browser posts by itself.
    pub fn kept(kept: FormState) -> Self {
        Self { kept: StoredValue::new(kept), answer: Signal::stored(None), busy: Signal::stored(false) }
    }

    /// What was typed when the form was first shown. What is typed later stays in the field by itself.
    pub fn value(&self, field: &str) -> String {
        self.kept.with_value(|kept| kept.value(field))
    }

    /// Being sent, or done and about to be left: pressing the button again sends nothing more.
    pub fn busy(&self) -> Signal<bool> {
        self.busy
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
    pub fn error(&self, field: &'static str) -> Signal<Option<String>> {
        let errors = self.errors();
        Signal::derive(move || errors.with(|all| all.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())))
    }

    fn failure(&self) -> Signal<Option<ApiError>> {
        let answer = self.answer;
        Signal::derive(move || answer.get().and_then(Result::err))
    }
}

/// Above a form: what is wrong with it, with links to the fields; or why it could not be sent.
#[component]
pub fn FormProblems(form: FormSignal) -> impl IntoView {
    let t = messages();
    let failure = form.failure();
    view! {
        <ErrorSummary title=t.site_problem errors=form.errors() />
        {move || {
            failure
                .get()
                .map(|error| {
                    let (title, text) = match error.code {
                        ErrorCode::SignedOut => (t.session_ended_heading, t.session_ended_text),
                        ErrorCode::TooManyAttempts => (t.errors_too_many_heading, t.errors_too_many_text),
                        _ => (t.errors_unavailable_heading, t.errors_unavailable_text),
                    };
                    view! { <Notice kind=NoticeKind::Warning label=title><p>{text}</p></Notice> }
                })
        }}
    }
}
