//! `/set-up/account` and `/set-up/account/TOKEN`

use super::UserName;
use crate::api::forms::FormState;
use crate::api::identity::{FinishAccount, FinishAccountPage as Page, finish_account_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonKind, ButtonLink, Field, InputKind};
use leptos::prelude::*;

/// "Check your email": the same for every address.
pub fn sent() -> AnyView {
    let t = messages();
    view! {
        <PageHeading text=t.create_account_sent_heading() />
        <p class="lead">{t.create_account_sent_text()}</p>
        <p>{t.create_account_sent_nothing()}</p>
        <p><a href="/create-account">{t.create_account_sent_again()}</a></p>
    }
    .into_any()
}

/// The page of a link.
pub fn finish_account(token: String) -> AnyView {
    let retry = retry();
    page(
        move || format!("{token} {}", retry()),
        finish_account_page,
        |page| match page {
            Page::Open { token, email, form } => view! { <Form token email kept=form /> }.into_any(),
            Page::Taken => view! { <Taken /> }.into_any(),
            Page::Shut => view! { <Shut /> }.into_any(),
        },
    )
}

#[component]
fn Form(token: String, email: String, kept: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<FinishAccount>(kept);
    view! {
        <FormProblems form />
        <PageHeading text=t.create_account_finish_heading() />
        <p class="lead">{fill(t.create_account_finish_lead(), &[("email", &email)])}</p>
        <form method="post" action="/api/finish-account" novalidate>
            <input type="hidden" name="token" value=token />
            <UserName email />
            <Field
                name="password"
                label=t.create_account_password()
                kind=InputKind::Password
                autocomplete="current-password"
                error=form.error("password")
            />
            <Button label=t.create_account_button() />
        </form>
    }
}

#[component]
fn Taken() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.create_account_taken_heading() />
        <p>{t.create_account_taken_text()}</p>
        <Actions>
            <ButtonLink href="/sign-in" label=t.site_sign_in() />
            <ButtonLink href="/password/forgot" label=t.access_reset_shut_link() kind=ButtonKind::Secondary />
        </Actions>
    }
}

#[component]
fn Shut() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.create_account_shut_heading() />
        <p>{t.create_account_shut_text()}</p>
        <Actions>
            <ButtonLink href="/create-account" label=t.create_account_button() />
            <ButtonLink href="/sign-in" label=t.site_sign_in() kind=ButtonKind::Secondary />
        </Actions>
    }
}
