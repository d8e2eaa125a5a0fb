//! `/create-account`. A plain form in every browser, as signing in is.

use crate::api::identity::{CreateAccount, CreateAccountPage as Page, create_account_page};
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Button, Field, InputKind};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The page on which a consumer creates an account.
#[component]
pub fn CreateAccountPage() -> impl IntoView {
    page(retry(), create_account_page, |page| view! { <CreateForm page /> }.into_any())
}

#[component]
fn CreateForm(page: Page) -> impl IntoView {
    let t = messages();
    let query = query_map();
    let next = move || query.with(|q| q.get("next").unwrap_or_default());
    let form = FormSignal::new::<CreateAccount>(page.form);
    view! {
        <PageHeading text=t.create_account_heading() />
        <FormProblems form />
        <p class="lead">{t.create_account_lead()}</p>
        <PlainForm action="/api/create-account">
            <input type="hidden" name="next" value=next />
            <Field
                name="name"
                label=t.create_account_name()
                hint=t.create_account_name_hint()
                autocomplete="name"
                value=form.value("name")
                error=form.error("name")
            />
            <Field
                name="born"
                label=t.create_account_born()
                hint=t.create_account_born_hint()
                kind=InputKind::Date
                autocomplete="bday"
                value=form.value("born")
                error=form.error("born")
            />
            <Field
                name="email"
                label=t.create_account_email()
                kind=InputKind::Email
                autocomplete="email"
                value=form.value("email")
                error=form.error("email")
            />
            <Field
                name="password"
                label=t.create_account_password()
                hint=t.create_account_password_hint()
                kind=InputKind::Password
                autocomplete="new-password"
                error=form.error("password")
            />
            <Button label=t.create_account_button() />
        </PlainForm>
        <p>{t.create_account_have_one()} " " <a href="/sign-in">{t.site_sign_in()}</a></p>
    }
}
