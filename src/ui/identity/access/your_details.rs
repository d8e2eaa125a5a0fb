//! `/security/details`: a consumer's own name, email and phone.

use super::{UserName, asked};
use crate::api::identity::{ChangeDetails, YourDetailsPage as Page, your_details_page};
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, Field, InputKind, Notice, NoticeKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// "Your details".
pub fn your_details() -> AnyView {
    page(retry(), your_details_page, |page| view! { <Form page /> }.into_any())
}

#[component]
fn Form(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ChangeDetails>(page.form);
    let saved = (asked("saved") == "1").then(|| {
        view! { <Notice kind=NoticeKind::Success label=t.your_details_saved_title()><p>{t.your_details_saved()}</p></Notice> }
    });
    let unconfirmed = (!page.confirmed).then(|| view! { <p><a href="/security/email">{t.confirm_email_heading()}</a></p> });
    let proof = page.password.then(|| {
        view! {
            <UserName email=page.email />
            <Field
                name="current_password"
                label=t.access_change_current()
                hint=t.your_details_password_hint()
                kind=InputKind::Password
                autocomplete="current-password"
                error=form.error("current_password")
            />
        }
    });
    view! {
        <BackLink href="/account" label=t.account_heading() />
        {saved}
        <PageHeading text=t.your_details_heading() />
        <FormProblems form />
        <p class="lead">{t.your_details_lead()}</p>
        {unconfirmed}
        <PlainForm action=ChangeDetails::PATH>
            <Field
                name="name"
                label=t.create_account_name()
                autocomplete="name"
                value=form.value("name")
                error=form.error("name")
            />
            <Field
                name="email"
                label=t.create_account_email()
                hint=t.your_details_email_hint()
                kind=InputKind::Email
                autocomplete="email"
                value=form.value("email")
                error=form.error("email")
            />
            <Field
                name="phone"
                label=t.your_details_phone()
                optional=t.site_optional()
                hint=t.your_details_phone_hint()
                autocomplete="tel"
                value=form.value("phone")
                error=form.error("phone")
            />
            {proof}
            <Actions>
                <Button label=t.your_details_button() />
                <a href="/account">{t.site_cancel()}</a>
            </Actions>
        </PlainForm>
    }
}
