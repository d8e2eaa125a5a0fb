//! `/account/assister/add/done`

use crate::api::manage_assister::{AddedPage, DETAILS_ADDRESS, assister_added};
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Actions, ButtonLink};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "You have authorized NAME". When that is not so any more, "Assister Details" says what is.
#[component]
pub fn Added() -> impl IntoView {
    let query = query_map();
    let receipt = move || query.with(|q| q.get("receipt").unwrap_or_default());
    page(receipt, assister_added, |data| match data {
        Some(data) => view! { <AddedView data /> }.into_any(),
        None => go(DETAILS_ADDRESS.to_owned()),
    })
}

#[component]
fn AddedView(data: AddedPage) -> impl IntoView {
    let t = messages();
    let values = [("name", data.name.as_str())];
    let heading = fill(t.added_heading(), &values);
    view! {
        <PageHeading text=heading title=t.added_title() />
        <p class="lead">{fill(t.added_text(), &values)}</p>
        <Actions>
            <ButtonLink href=format!("/account/assister/receipts/{}", data.receipt) label=t.added_receipt() />
            <a href="/account">{t.added_account()}</a>
        </Actions>
    }
}
