//! `/sign-in/sent` and `/sign-in/finish/TOKEN`

use crate::api::identity::{FinishSignInPage as Page, finish_sign_in_page};
use crate::ui::forms::PlainForm;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonLink};
use leptos::prelude::*;

/// "Check your email": the same whether a link was sent or not.
pub fn sent() -> AnyView {
    let t = messages();
    view! {
        <PageHeading text=t.access_finish_sent_heading() />
        <p class="lead">{t.access_finish_sent_text()}</p>
        <p>{t.access_finish_sent_nothing()}</p>
        <p><a href="/sign-in">{t.access_finish_sent_again()}</a></p>
    }
    .into_any()
}

/// The button that a link leads to, or what to do when it does not open.
pub fn finish_sign_in(token: String) -> AnyView {
    page(
        move || token.clone(),
        finish_sign_in_page,
        |page| match page {
            Page::Open { token } => view! { <Finish token /> }.into_any(),
            Page::Shut => view! { <Shut /> }.into_any(),
        },
    )
}

#[component]
fn Finish(token: String) -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.access_finish_heading() />
        <p class="lead">{t.access_finish_lead()}</p>
        <PlainForm action="/api/finish-sign-in">
            <input type="hidden" name="token" value=token />
            <Button label=t.sign_in_button() />
        </PlainForm>
    }
}

#[component]
fn Shut() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.access_finish_shut_heading() />
        <p>{t.access_finish_shut_text()}</p>
        <Actions>
            <ButtonLink href="/sign-in" label=t.site_sign_in() />
        </Actions>
    }
}
