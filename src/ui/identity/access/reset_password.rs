//! `/password/reset/TOKEN`, and `/password/done` after it.

use super::forgot_password::only_login_mn;
use super::{NewPasswordFields, UserName};
use crate::api::forms::FormState;
use crate::api::identity::{OtherWaysView, ResetPassword, ResetPasswordPage as Page, reset_password_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonLink, Checkbox, FieldGroup};
use leptos::prelude::*;

/// The page of a link.
pub fn reset_password(token: String) -> AnyView {
    let retry = retry();
    page(
        move || format!("{token} {}", retry()),
        reset_password_page,
        |page| match page {
            Page::Open { token, email, ways, form } => view! { <Form token email ways kept=form /> }.into_any(),
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
fn Form(token: String, email: String, ways: OtherWaysView, kept: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ResetPassword>(kept);
    view! {
        <PageHeading text=t.access_reset_heading() />
        <FormProblems form />
        <p class="lead">{t.access_reset_lead()}</p>
        <PlainForm action="/api/reset-password">
            <input type="hidden" name="token" value=token />
            <UserName email />
            <NewPasswordFields form label=t.access_new_password() again=t.access_new_password_again() />
            <OtherWays ways form />
            <Button label=t.access_reset_button() />
        </PlainForm>
    }
}

/// What else lets somebody into the account: what is not kept is removed, so that nobody gets in by what they left there before.
#[component]
fn OtherWays(ways: OtherWaysView, form: FormSignal) -> impl IntoView {
    let t = messages();
    let kept = |name: &str| form.value(name) == "yes";
    let login_mn = ways.login_mn.map(|date| {
        let label = fill(t.access_ways_login_mn(), &[("date", &date)]);
        view! { <Checkbox name="keep_login_mn" label checked=kept("keep_login_mn") /> }
    });
    let browsers = (ways.browsers > 0).then(|| {
        let label = fill(t.access_ways_browsers(), &[("n", &ways.browsers.to_string())]);
        view! { <Checkbox name="keep_browsers" label checked=kept("keep_browsers") /> }
    });
    let choice = (login_mn.is_some() || browsers.is_some()).then(|| {
        view! { <FieldGroup legend=t.access_ways_legend() hint=t.access_ways_hint()>{login_mn} {browsers}</FieldGroup> }
    });
    let passkeys = (ways.passkeys > 0).then(|| {
        view! { <p>{fill(t.access_ways_passkeys(), &[("n", &ways.passkeys.to_string())])}</p> }
    });
    view! {
        {choice}
        {ways.app.then(|| view! { <p>{t.access_ways_app()}</p> })}
        {passkeys}
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
