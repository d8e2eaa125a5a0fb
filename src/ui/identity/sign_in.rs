//! `/sign-in`. A plain form in every browser: what comes after it is a new page with a new session, and nothing of the old one.

use super::why_here::WhyHere;
use crate::api::identity::{SignIn, SignInPage as Page, sign_in_page};
use crate::domain::next;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Button, Cell, Column, Field, InputKind, Rows, Table};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    page(retry(), sign_in_page, |page| view! { <SignInForm page /> }.into_any())
}

/// Where they go from here, when it is a page of ours.
fn next() -> String {
    let said = query_map().with_untracked(|query| query.get("next").unwrap_or_default());
    next::safe(&said).unwrap_or_default().to_owned()
}

#[component]
fn SignInForm(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SignIn>(page.form);
    view! {
        <PageHeading text=t.sign_in_heading() />
        <FormProblems form />
        <WhyHere />
        {page.login_mn.then(|| view! {
            <PlainForm action="/login-mn/start">
                <input type="hidden" name="next" value=next() />
                <Button label=t.login_mn_button() />
            </PlainForm>
        })}
        {page
            .password
            .then(|| {
                view! {
                    <PasswordForm form />
                    <p><a href="/password/forgot">{t.sign_in_forgot()}</a></p>
                }
            })}
        <p>{t.sign_in_new_here()} " " <a href=next::create_account(&next())>{t.sign_in_create()}</a></p>
        <p class="aside">{t.sign_in_note()}</p>
        {page.demo_password.map(|password| view! { <DemoAccounts accounts=page.demo password /> })}
    }
}

#[component]
fn PasswordForm(form: FormSignal) -> impl IntoView {
    let t = messages();
    view! {
        <PlainForm action="/api/sign-in">
            <input type="hidden" name="next" value=next() />
            <Field
                name="email"
                label=t.sign_in_email()
                kind=InputKind::Email
                autocomplete="username"
                value=form.value("email")
                error=form.error("email")
            />
            <Field name="password" label=t.sign_in_password() kind=InputKind::Password autocomplete="current-password" error=form.error("password") />
            <Button label=t.sign_in_button() />
        </PlainForm>
    }
}

#[component]
fn DemoAccounts(accounts: Vec<crate::api::identity::DemoAccount>, password: String) -> impl IntoView {
    let t = messages();
    let columns = [t.sign_in_demo_email(), t.sign_in_demo_who(), t.sign_in_demo_number()].map(Column::plain).to_vec();
    let rows = Rows::new(
        &columns,
        accounts.iter().map(|account| {
            let number = account.number.as_deref().unwrap_or(t.clients_none_yet());
            [Cell::text(&account.email), Cell::text(&account.who), Cell::text(number)]
        }),
    );
    view! {
        <section class="demo-accounts">
            <h2>{t.sign_in_demo_heading()}</h2>
            <p>{t.sign_in_demo_password()} " " <code>{password}</code></p>
            <Table caption=t.sign_in_demo_heading() columns rows />
        </section>
    }
}
