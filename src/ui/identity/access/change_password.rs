//! `/password/change`

use super::{NewPasswordFields, UserName};
use crate::api::identity::{ChangePassword, ChangePasswordPage as Page, change_password_page};
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Button, Field, InputKind, Notice, NoticeKind};
use leptos::prelude::*;

/// A new password by who knows the present one.
pub fn change_password() -> AnyView {
    page(retry(), change_password_page, |page| view! { <Form page /> }.into_any())
}

#[component]
fn Form(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ChangePassword>(page.form);
    let expired = page.expired;
    view! {
        {(!expired).then(|| view! { <BackLink href="/security" label=t.access_security_heading() /> })}
        <PageHeading text=t.access_change_heading() />
        <FormProblems form />
        {expired
            .then(|| {
                view! { <Notice kind=NoticeKind::Warning label=t.access_change_expired_title()><p>{t.access_change_expired()}</p></Notice> }
            })}
        <p class="lead">{t.access_change_lead()}</p>
        <PlainForm action="/api/change-password">
            <UserName email=page.email />
            <Field
                name="current_password"
                label=t.access_change_current()
                kind=InputKind::Password
                autocomplete="current-password"
                error=form.error("current_password")
            />
            <NewPasswordFields form label=t.access_new_password() again=t.access_new_password_again() />
            <Button label=t.access_change_button() />
        </PlainForm>
    }
}
