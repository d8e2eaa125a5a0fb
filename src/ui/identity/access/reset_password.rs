//! `/password/reset/TOKEN`, and `/password/done` after it.

use super::forgot_password::only_login_mn;
use super::{NewPasswordFields, UserName};
use crate::api::forms::FormState;
use crate::api::identity::{ResetPassword, ResetPasswordPage as Page, reset_password_page};
use crate::ui::forms::{FormProblems, FormSignal, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::page_of::PageOf;
use crate::ui::parts::{Actions, Button, ButtonLink};
use leptos::prelude::*;

/// The page of a link.
pub fn reset_password(token: String) -> AnyView {
    let retry = retry();
    page(
        move || format!("{token} {}", retry()),
        reset_password_page,
        |page| match page {
            Page::Open { token, email, form } => view! { <Form token email kept=form /> }.into_any(),
            Page::Shut => view! { <Shut /> }.into_any(),
            Page::LoginMn => only_login_mn(),
        },
    )
}

/// The way on from there.
pub fn done() -> AnyView {
    let t = messages();
    view! {
        <PageHeading text=t.access_done_heading() />
        <p>{t.access_done_text()}</p>
        <Actions>
            <ButtonLink href="/sign-in" label=t.site_sign_in() />
        </Actions>
    }
    .into_any()
}

#[component]
fn Form(token: String, email: String, kept: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ResetPassword>(kept);
    view! {
        <FormProblems form />
        <PageHeading text=t.access_reset_heading() />
        <p class="lead">{t.access_reset_lead()}</p>
        <form method="post" action="/api/reset-password" novalidate>
            <PageOf />
            <input type="hidden" name="token" value=token />
            <UserName email />
            <NewPasswordFields form label=t.access_new_password() again=t.access_new_password_again() />
            <Button label=t.access_reset_button() />
        </form>
    }
}

#[component]
fn Shut() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.access_reset_shut_heading() />
        <p>{t.access_reset_shut()}</p>
        <Actions>
            <ButtonLink href="/password/forgot" label=t.access_reset_shut_link() />
        </Actions>
    }
}
