//! `/clients/card`

use crate::api::clients::{OwnCardPage, own_card};
use crate::domain::identity::AssisterKind;
use crate::ui::manage_assister::AssisterSummary;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::CopyButton;
use leptos::prelude::*;

/// "My card": what consumers see of the assister, and the number to give them.
pub fn card_page() -> AnyView {
    page(String::new, |_| own_card(), |data| view! { <CardView data /> }.into_any())
}

#[component]
fn CardView(data: OwnCardPage) -> impl IntoView {
    let t = messages();
    let number = data.card.number.clone();
    let wrong = if data.card.kind == AssisterKind::Broker { t.card_own_wrong_broker() } else { t.card_own_wrong() };
    view! {
        <PageHeading text=t.nav_my_card() />
        <p class="lead">{t.card_own_lead()}</p>
        <p>
            {t.site_your_number()} " " <strong>{number.clone()}</strong> " "
            <CopyButton text=number label=t.site_copy() what=t.site_your_number() done=t.site_copied() />
        </p>
        <AssisterSummary assister=data.card more=vec![(t.card_own_certification(), data.certification)] />
        <p>{wrong}</p>
    }
}
