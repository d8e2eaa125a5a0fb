//! `/security/close`, and `/sign-in/closed` after it.

use super::UserName;
use crate::api::identity::{CloseAccount, CloseAccountPage as Page, close_account_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, ButtonKind, ButtonLink, Field, InputKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// "Close your account": what happens, and the proof that it is them.
pub fn close_account() -> AnyView {
    page(retry(), close_account_page, |page| view! { <Form page /> }.into_any())
}

#[component]
fn Form(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<CloseAccount>(page.form);
    let proof = page.password.then(|| {
        view! {
            <UserName email=page.email />
            <Field
                name="current_password"
                label=t.access_change_current()
                kind=InputKind::Password
                autocomplete="current-password"
                error=form.error("current_password")
            />
        }
    });
    view! {
        <BackLink href="/account" label=t.account_heading() />
        <PageHeading text=t.close_heading() />
        <FormProblems form />
        <p class="lead">{t.close_lead()}</p>
        <ul>
            <li>{t.close_assister()}</li>
            <li>{t.close_drafts()}</li>
            <li>{fill(t.close_kept(), &[("date", &page.kept_until)])}</li>
            <li>{fill(t.close_plan(), &[("center", t.contact_center())])}</li>
        </ul>
        <PlainForm action=CloseAccount::PATH>
            {proof}
            <Actions>
                <Button label=t.close_button() kind=ButtonKind::Danger />
                <a href="/account">{t.close_keep()}</a>
            </Actions>
        </PlainForm>
    }
}

/// The account is closed.
pub fn closed() -> AnyView {
    let t = messages();
    view! {
        <PageHeading text=t.close_done_heading() />
        <p>{t.close_done_text()}</p>
        <Actions>
            <ButtonLink href="/" label=t.errors_home() />
        </Actions>
    }
    .into_any()
}
