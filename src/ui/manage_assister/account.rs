//! `/account`

use crate::api::applications::Section;
use crate::api::drawn::Drawn;
use crate::api::manage_assister::{AccountPage, LoadAccount, OwnApplication, OwnProgress};
use crate::domain::manage_assister::fill;
use crate::ui::applications::section;
use crate::ui::drawn::drawn_page;
use crate::ui::messages;
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, Card, Heading, Notice, NoticeKind};
use leptos::prelude::*;

/// The consumer's account.
#[component]
pub fn Account() -> impl IntoView {
    drawn_page(String::new, |_| LoadAccount {})
}

/// Draws it.
#[must_use]
pub fn draw_account(data: AccountPage) -> Drawn {
    Drawn { title: messages().account_heading().to_owned(), html: view! { <AccountView data /> }.to_html() }
}

#[component]
fn AccountView(data: AccountPage) -> impl IntoView {
    let t = messages();
    let text = match &data.assister {
        None => t.account_nobody().to_owned(),
        Some((name, true)) => fill(t.account_helped(), &[("name", name)]),
        Some((name, false)) => fill(t.account_helped_unavailable(), &[("name", name)]),
    };
    let OwnProgress { year, state, facts, others } = data.application;
    let others = others.into_iter().map(|link| view! { <p><a href=link.href>{link.text}</a></p> }).collect_view();
    let (applied, link) = match state {
        OwnApplication::None => (t.account_application_none(), t.account_application_link_none()),
        OwnApplication::Draft => (t.account_application_draft(), t.account_application_link_draft()),
        OwnApplication::Submitted => (t.account_application_submitted(), t.account_application_link_submitted()),
    };
    let new = match data.notices {
        0 => None,
        1 => Some(t.notices_new_one().to_owned()),
        n => Some(fill(t.notices_new_many(), &[("n", &n.to_string())])),
    };
    let unconfirmed = data.unconfirmed.map(|email| {
        view! {
            <Notice kind=NoticeKind::Warning label=t.confirm_email_heading()>
                <p>{fill(t.confirm_email_own_text(), &[("email", &email)])}</p>
                <p><a href="/security/email">{t.confirm_email_help()}</a></p>
            </Notice>
        }
    });
    view! {
        <Heading text=t.account_heading() />
        <p class="lead">{fill(t.account_hello(), &[("name", &data.name)])}</p>
        {unconfirmed}
        <Card title=t.account_card_title()>
            <p>{text}</p>
            <Actions>
                <ButtonLink href="/account/assister" label=t.account_link() />
            </Actions>
        </Card>
        <Card title=t.account_application_title()>
            <p>{fill(applied, &[("year", &year.to_string())])}</p>
            {section(Section { facts, ..Section::default() })}
            <Actions>
                <ButtonLink href="/account/application" label=link />
            </Actions>
            {others}
        </Card>
        <Card title=t.notices_card_title()>
            {new.map(|new| view! { <p><strong>{new}</strong></p> })}
            <p>{t.notices_card_text()}</p>
            <Actions>
                <ButtonLink href="/account/notices" label=t.notices_link() kind=ButtonKind::Secondary />
            </Actions>
        </Card>
        <p><a href="/security/details">{t.your_details_heading()}</a></p>
        <p><a href="/security">{t.access_security_heading()}</a></p>
        <p><a href="/security/close">{t.account_close_link()}</a></p>
    }
}
