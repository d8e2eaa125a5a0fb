//! `/set-up/TOKEN`

use super::{NewPasswordFields, UserName};
use crate::api::identity::{SetUpAccount, SetUpForm, SetUpPage as Page, ShutLink, set_up_page};
use crate::api::manage_assister::AssisterView;
use crate::domain::identity::AssisterKind;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonKind, ButtonLink, Card, Field, SummaryList, SummaryRow};
use leptos::prelude::*;

/// The page of a link.
pub fn set_up(token: String) -> AnyView {
    let retry = retry();
    page(
        move || format!("{token} {}", retry()),
        set_up_page,
        |page| match page {
            Page::Open(open) => view! { <Form open=*open /> }.into_any(),
            Page::Shut(why) => view! { <Shut why /> }.into_any(),
        },
    )
}

#[component]
fn Form(open: SetUpForm) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SetUpAccount>(open.form);
    let lead = if open.password { t.access_set_up_lead() } else { t.login_mn_set_up_only() };
    view! {
        <PageHeading text=t.access_set_up_heading() caption=open.name />
        <FormProblems form />
        <p class="lead">{fill(lead, &[("email", &open.email)])}</p>
        {open.assister.map(|assister| view! { <PublicInformation assister /> })}
        <PlainForm action=if open.password { "/api/set-up-account" } else { "/login-mn/start" }>
            <input type="hidden" name="token" value=open.token />
            {open
                .number
                .then(|| {
                    view! {
                        <Field
                            name="registration_number"
                            label=t.access_set_up_number()
                            hint=t.access_set_up_number_hint()
                            autocomplete="off"
                            value=form.value("registration_number")
                            error=form.error("registration_number")
                            short=true
                        />
                    }
                })}
            {open.password.then(|| view! { <UserName email=open.email /> <NewPassword form /> })}
            {open
                .login_mn
                .then(|| {
                    view! {
                        <input type="hidden" name="purpose" value="set-up" />
                        {open.password.then(|| view! { <p>{t.login_mn_set_up_text()}</p> })}
                        <Button
                            label=t.login_mn_set_up()
                            kind=if open.password { ButtonKind::Secondary } else { ButtonKind::Primary }
                            to="/login-mn/start"
                        />
                    }
                })}
        </PlainForm>
    }
}

/// The password, where people sign in with one.
#[component]
fn NewPassword(form: FormSignal) -> impl IntoView {
    let t = messages();
    view! {
        <NewPasswordFields form label=t.access_password() again=t.access_password_again() />
        <p>{t.access_portal_only()}</p>
        <Button label=t.access_set_up_button() />
    }
}

/// What consumers will see, and whom to tell when it is wrong.
#[component]
fn PublicInformation(assister: AssisterView) -> impl IntoView {
    let t = messages();
    let broker = assister.kind == AssisterKind::Broker;
    view! {
        <Card title=t.access_set_up_check_heading()>
            <SummaryList>
                <SummaryRow label=t.details_name()>{assister.name}</SummaryRow>
                <SummaryRow label=t.details_kind()>{t.kind(assister.kind)}</SummaryRow>
                <SummaryRow label=t.details_organization()>{assister.organization}</SummaryRow>
                <SummaryRow label=t.details_number()>{assister.number}</SummaryRow>
                <SummaryRow label=t.details_phone()>{assister.phone}</SummaryRow>
                <SummaryRow label=t.details_email()>{assister.email}</SummaryRow>
            </SummaryList>
            <p>{if broker { t.access_set_up_check_broker() } else { t.access_set_up_check() }}</p>
        </Card>
    }
}

/// Why the link does not open, and what to do.
#[component]
fn Shut(why: ShutLink) -> impl IntoView {
    let t = messages();
    let (heading, text, ask) = match why {
        ShutLink::Used => (t.access_shut_used_heading(), t.access_shut_used(), false),
        ShutLink::Replaced => (t.access_shut_replaced_heading(), t.access_shut_replaced(), true),
        ShutLink::Expired => (t.access_shut_expired_heading(), "", true),
        ShutLink::Taken => (t.access_shut_taken_heading(), t.access_shut_taken(), false),
        ShutLink::Unknown => (t.access_shut_unknown_heading(), t.access_shut_unknown(), true),
    };
    view! {
        <PageHeading text=heading />
        {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
        {ask.then(|| view! { <p>{t.access_shut_ask()}</p> })}
        <Actions>
            <ButtonLink href="/sign-in" label=t.site_sign_in() kind=if ask { ButtonKind::Secondary } else { ButtonKind::Primary } />
            {(!ask).then(|| view! { <a href="/password/forgot">{t.access_forgot_heading()}</a> })}
        </Actions>
    }
}
