//! `/account`

use crate::api::drawn::Drawn;
use crate::api::manage_assister::{AccountPage, OwnApplication, account};
use crate::domain::manage_assister::fill;
use crate::ui::drawn::drawn_page;
use crate::ui::messages;
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, Card, Heading};
use leptos::prelude::*;

/// The consumer's account.
#[component]
pub fn Account() -> impl IntoView {
    drawn_page(String::new, |_| account())
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
    let (year, application) = data.application;
    let others = data.others.into_iter().map(|link| view! { <p><a href=link.href>{link.text}</a></p> }).collect_view();
    let (applied, link) = match application {
        OwnApplication::None => (t.account_application_none(), t.account_application_link_none()),
        OwnApplication::Draft => (t.account_application_draft(), t.account_application_link_draft()),
        OwnApplication::Submitted => (t.account_application_submitted(), t.account_application_link_submitted()),
    };
    view! {
        <Heading text=t.account_heading() />
        <p class="lead">{fill(t.account_hello(), &[("name", &data.name)])}</p>
        <Card title=t.account_card_title()>
            <p>{text}</p>
            <Actions>
                <ButtonLink href="/account/assister" label=t.account_link() />
            </Actions>
        </Card>
        <Card title=t.account_application_title()>
            <p>{fill(applied, &[("year", &year.to_string())])}</p>
            <Actions>
                <ButtonLink href="/account/application" label=link />
            </Actions>
            {others}
        </Card>
        <Card title=t.notices_card_title()>
            <p>{t.notices_card_text()}</p>
            <Actions>
                <ButtonLink href="/account/notices" label=t.notices_link() kind=ButtonKind::Secondary />
            </Actions>
        </Card>
    }
}
