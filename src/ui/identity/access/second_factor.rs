//! `/sign-in/second-factor`

use super::passkeys::UsePasskey;
use crate::api::forms::FormState;
use crate::api::identity::{CheckSecondFactor, SecondFactorPage as Page, second_factor_page};
use crate::domain::second_step::FactorKind;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Actions, Button, ButtonKind, Field, Notice};
use leptos::prelude::*;

/// The second step of signing in.
pub fn second_factor() -> AnyView {
    page(retry(), second_factor_page, |page| match page {
        Page::Open { factor, by_email, code_sent, passkey, form } => {
            view! { <Form factor by_email code_sent passkey kept=form /> }.into_any()
        }
        Page::Proofing => view! { <Proofing /> }.into_any(),
        Page::Elsewhere(to) => go(to),
    })
}

/// Nothing that they have lets them in before staff have checked who they are.
#[component]
fn Proofing() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.access_second_heading() />
        <p class="lead">{t.access_second_proofing()}</p>
        <p>{t.access_second_proofing_how()}</p>
        <p><a href="/sign-in">{t.access_second_again()}</a></p>
    }
}

#[component]
fn Form(factor: FactorKind, by_email: bool, code_sent: bool, passkey: bool, kept: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<CheckSecondFactor>(kept);
    let lead = match (factor, by_email) {
        (FactorKind::Authenticator, _) => t.access_second_app(),
        (FactorKind::Email, true) => t.access_second_email(),
        (FactorKind::Email, false) => t.access_second_passkey(),
    };
    let send = by_email.then(|| {
        let label = if code_sent { t.access_second_send_again() } else { t.access_second_send() };
        view! {
            <PlainForm action="/api/email-sign-in-code">
                <Actions>
                    <Button label kind=ButtonKind::Secondary />
                </Actions>
            </PlainForm>
        }
    });
    view! {
        <PageHeading text=t.access_second_heading() />
        <FormProblems form />
        {code_sent.then(|| view! { <Notice label=t.site_note()><p>{t.access_second_sent()}</p></Notice> })}
        <p class="lead">{lead}</p>
        <PlainForm action="/api/check-second-factor">
            <Field
                name="code"
                label=t.access_code()
                hint=t.access_code_hint()
                autocomplete="one-time-code"
                error=form.error("code")
                short=true
            />
            <Actions>
                <Button label=t.access_second_button() />
            </Actions>
        </PlainForm>
        {passkey.then(|| view! { <UsePasskey /> })}
        {send}
        <p>{t.access_second_lost()}</p>
        <p><a href="/sign-in">{t.access_second_again()}</a></p>
    }
}
