//! `/account`

use crate::api::manage_assister::{AccountPage, account};
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, ButtonLink, Card};
use leptos::prelude::*;

/// The consumer's account.
#[component]
pub fn Account() -> impl IntoView {
    page(String::new, |_| account(), |data| view! { <AccountView data /> }.into_any())
}

#[component]
fn AccountView(data: AccountPage) -> impl IntoView {
    let t = messages();
    let text = match &data.assister {
        None => t.account_nobody().to_owned(),
        Some((name, true)) => fill(t.account_helped(), &[("name", name)]),
        Some((name, false)) => fill(t.account_helped_unavailable(), &[("name", name)]),
    };
    view! {
        <PageHeading text=t.account_heading() />
        <p class="lead">{fill(t.account_hello(), &[("name", &data.name)])}</p>
        <Card title=t.account_card_title()>
            <p>{text}</p>
            <Actions>
                <ButtonLink href="/account/assister" label=t.account_link() />
            </Actions>
        </Card>
    }
}
