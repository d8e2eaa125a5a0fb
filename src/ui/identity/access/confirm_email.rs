//! `/set-up/email/TOKEN`, and `/set-up/email/done` after it; `/security/email`, where the link is sent again.

use super::asked;
use crate::api::identity::{
    ConfirmAddress, ConfirmAddressPage as LinkPage, EmailPage as Page, SendEmailLink, confirm_address_page, email_page,
};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, ButtonKind, ButtonLink, Notice, NoticeKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// The page of a link: a button, because whatever looks at an address in a mail confirms nothing.
pub fn confirm_email(token: String) -> AnyView {
    page(
        move || token.clone(),
        confirm_address_page,
        |page| match page {
            LinkPage::Open { token, email } => view! { <Confirm token email /> }.into_any(),
            LinkPage::Taken { email } => view! { <Taken email /> }.into_any(),
            LinkPage::Shut => view! { <Shut /> }.into_any(),
        },
    )
}

/// The way on from there.
pub fn done() -> AnyView {
    let t = messages();
    view! {
        <PageHeading text=t.confirm_email_done_heading() />
        <p>{t.confirm_email_done_text()}</p>
        <Actions>
            <ButtonLink href="/account" label=t.confirm_email_done_link() />
        </Actions>
    }
    .into_any()
}

/// Whether one's own email is confirmed.
pub fn email() -> AnyView {
    page(retry(), email_page, |page| view! { <Own page /> }.into_any())
}

#[component]
fn Confirm(token: String, email: String) -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.confirm_email_heading() />
        <p class="lead">{fill(t.confirm_email_text(), &[("email", &email)])}</p>
        <PlainForm action=ConfirmAddress::PATH>
            <input type="hidden" name="token" value=token />
            <Actions>
                <Button label=t.confirm_email_button() />
            </Actions>
        </PlainForm>
        <p>{t.confirm_email_not_yours()}</p>
    }
}

#[component]
fn Taken(email: String) -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.confirm_email_taken_heading() />
        <p>{fill(t.confirm_email_taken(), &[("email", &email)])}</p>
        <Actions>
            <ButtonLink href="/sign-in" label=t.sign_in_button() />
            <ButtonLink href="/password/forgot" label=t.sign_in_forgot() kind=ButtonKind::Secondary />
        </Actions>
    }
}

#[component]
fn Shut() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.confirm_email_shut_heading() />
        <p>{t.confirm_email_shut()}</p>
        <Actions>
            <ButtonLink href="/security/email" label=t.confirm_email_shut_link() />
        </Actions>
    }
}

#[component]
fn Own(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SendEmailLink>(page.form);
    let email = [("email", page.email.as_str())];
    let said = match (asked("sent").as_str(), asked("changed").as_str()) {
        _ if page.confirmed => None,
        ("1", _) => Some(fill(t.confirm_email_sent(), &email)),
        (_, "1") => Some(fill(t.confirm_email_changed(), &email)),
        _ => None,
    };
    let shown = if page.confirmed {
        view! {
            <p class="lead">{fill(t.confirm_email_own_done(), &email)}</p>
            <p><a href="/account">{t.confirm_email_done_link()}</a></p>
        }
        .into_any()
    } else {
        view! {
            <p class="lead">{fill(t.confirm_email_own_text(), &email)}</p>
            <p>{t.confirm_email_own_spam()}</p>
            <PlainForm action=SendEmailLink::PATH>
                <Actions>
                    <Button label=t.confirm_email_send() kind=ButtonKind::Secondary />
                </Actions>
            </PlainForm>
            <p>{t.confirm_email_own_wrong()} " " <a href="/security/details">{t.your_details_heading()}</a></p>
        }
        .into_any()
    };
    view! {
        <BackLink href="/account" label=t.account_heading() />
        {said.map(|text| view! { <Notice kind=NoticeKind::Success label=t.confirm_email_sent_title()><p>{text}</p></Notice> })}
        <PageHeading text=t.confirm_email_heading() />
        <FormProblems form />
        {shown}
    }
}
