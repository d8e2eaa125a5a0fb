//! On the page of a consumer who was found: suspending the account, and ending the suspension.

use crate::domain::manage_assister::fill;
use crate::domain::resource_center::Suspension;
use crate::ui::forms::{FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::parts::{Actions, Button, ButtonKind, Notice, NoticeKind, TextArea};
use crate::ui::section::query_map;
use leptos::either::Either;
use leptos::prelude::*;

/// What the page says was done, as long as it is so.
pub fn suspend_outcome(suspended: bool) -> Option<AnyView> {
    let t = messages();
    let (kind, label, text) = query_map().with_untracked(|query| match (query.get_str("suspended"), suspended) {
        (Some("begin"), true) => Some((NoticeKind::Success, t.resource_done(), t.resource_consumer_suspend_done())),
        (Some("end"), false) => Some((NoticeKind::Success, t.resource_done(), t.resource_consumer_unsuspend_done())),
        (Some("before"), _) => Some((NoticeKind::Info, t.site_note(), t.resource_consumer_suspend_before())),
        _ => None,
    })?;
    Some(view! { <Notice kind label><p>{text}</p></Notice> }.into_any())
}

/// The form.
#[component]
pub fn Suspend(since: Option<String>, key: String, form: FormSignal) -> impl IntoView {
    let t = messages();
    let suspended = since.is_some();
    let (heading, text, button, kind, change) = match since {
        None => (
            t.resource_consumer_suspend_heading(),
            t.resource_consumer_suspend_text().to_owned(),
            t.resource_consumer_suspend_button(),
            ButtonKind::Danger,
            Suspension::Begin,
        ),
        Some(since) => (
            t.resource_consumer_suspended_heading(),
            fill(t.resource_consumer_suspended_text(), &[("since", &since)]),
            t.resource_consumer_unsuspend_button(),
            ButtonKind::Primary,
            Suspension::End,
        ),
    };
    let ask = view! {
        <PostForm form>
            <input type="hidden" name="found" value=key />
            <input type="hidden" name="change" value=change.code() />
            <TextArea
                name="suspend_why"
                label=t.resource_consumer_suspend_reason()
                hint=t.resource_consumer_suspend_reason_hint()
                value=form.value("suspend_why")
                error=form.error("suspend_why")
                rows=3
            />
            <Actions>
                <Button label=button kind busy=form.busy() />
            </Actions>
        </PostForm>
    };
    // Two forms, not one that changes: a reason that was typed for the one is none for the other.
    let ask = if suspended { Either::Left(ask) } else { Either::Right(ask) };
    view! {
        <h2>{heading}</h2>
        <p>{text}</p>
        {ask}
    }
}
