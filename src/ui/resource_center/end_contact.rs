//! `/resource-center/organizations/ID/contacts/ID/end`: ending an agency contact's access.

use crate::api::resource_center::{EndContact, end_contact_page as load, organization_address};
use crate::ui::forms::{FormSignal, retry};
use crate::ui::messages;
use crate::ui::page::page;
use crate::ui::roster::EndAccessView;
use leptos::prelude::*;

/// "End access for NAME?", for staff.
pub fn end_contact_page(organization: String, user: String) -> AnyView {
    let retry = retry();
    let address = move || [organization.as_str(), &user, &retry()].join("/");
    let load = |address: String| {
        let mut parts = address.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        load(next(), next(), next())
    };
    page(address, load, |data| {
        let t = messages();
        let form = FormSignal::new::<EndContact>(data.form.clone());
        let back = (organization_address(data.organization), t.resource_contact_end_back());
        view! { <EndAccessView data form text=t.resource_contact_end_text() hint=t.resource_contact_end_hint() back /> }.into_any()
    })
}
