//! `/password/forgot`

use super::asked;
use crate::api::identity::{ForgotPassword, ForgotPasswordPage as Page, forgot_password_page};
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, ButtonLink, Field, InputKind, Notice, NoticeKind};
use leptos::prelude::*;

/// Asks for the email to send a link to.
pub fn forgot_password() -> AnyView {
    page(retry(), forgot_password_page, |page| if page.password { view! { <Form page /> }.into_any() } else { only_login_mn() })
}

/// What to do where there are no passwords.
pub(super) fn only_login_mn() -> AnyView {
    let t = messages();
    view! {
        <PageHeading text=t.access_forgot_heading() />
        <p>{t.login_mn_only()}</p>
        <Actions>
            <ButtonLink href="/sign-in" label=t.site_sign_in() />
        </Actions>
    }
    .into_any()
}

#[component]
fn Form(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ForgotPassword>(page.form);
    let sent = !asked("sent").is_empty();
    view! {
        <BackLink href="/sign-in" label=t.site_sign_in() />
        <PageHeading text=t.access_forgot_heading() />
        <FormProblems form />
        {sent.then(|| view! { <Notice kind=NoticeKind::Success label=t.access_forgot_sent_title()><p>{t.access_forgot_sent()}</p></Notice> })}
        <p class="lead">{t.access_forgot_lead()}</p>
        <PlainForm action="/api/forgot-password">
            <Field
                name="email"
                label=t.access_forgot_email()
                kind=InputKind::Email
                autocomplete="username"
                value=form.value("email")
                error=form.error("email")
            />
            <Button label=t.access_forgot_button() />
        </PlainForm>
    }
}
