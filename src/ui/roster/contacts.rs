//! `/agency/contacts`

use crate::api::roster::{ContactsPage, InviteContact, agency_contacts};
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Button, Cell, Column, Field, Notice, NoticeKind, Rows, Table};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// "Agency contacts".
pub fn contacts_page() -> AnyView {
    let (retry, query) = (retry(), use_query_map());
    // An invitation changes the address, and with it the list that is shown.
    let address = move || format!("{} {}", retry(), query.with(|query| query.get("invited").unwrap_or_default()));
    page(
        address,
        |address| agency_contacts(address.split(' ').next().unwrap_or_default().to_owned()),
        |data| view! { <ContactsView data /> }.into_any(),
    )
}

#[component]
fn ContactsView(data: ContactsPage) -> impl IntoView {
    let t = messages();
    let invited = use_query_map().with_untracked(|query| match query.get_str("invited") {
        Some("now") => Some(t.agency_contacts_invited_now()),
        Some("again") => Some(t.agency_contacts_invited_again()),
        _ => None,
    });
    let form = FormSignal::new::<InviteContact>(data.form);
    let columns = [t.agency_contacts_name(), t.agency_contacts_email(), t.agency_contacts_account()].map(Column::plain).to_vec();
    let rows = Rows::new(
        &columns,
        data.contacts.into_iter().map(|contact| {
            let account = if contact.set_up { t.agency_contacts_set_up() } else { t.agency_contacts_invited() };
            [Cell::text(contact.name), Cell::text(contact.email), Cell::text(account)]
        }),
    );
    view! {
        <FormProblems form />
        {invited.map(|text| view! { <Notice kind=NoticeKind::Success label=t.agency_done()><p>{text}</p></Notice> })}
        <PageHeading text=t.agency_contacts_heading() />
        <p class="lead">{t.agency_contacts_lead()}</p>
        <Table caption=t.agency_contacts_heading() columns rows />
        <h2>{t.agency_contacts_invite()}</h2>
        <p>{t.agency_contacts_invite_text()}</p>
        <PostForm form>
            <Field name="name" label=t.agency_contacts_name() autocomplete="off" value=form.value("name") error=form.error("name") />
            <Field
                name="email"
                label=t.agency_contacts_email()
                inputmode="email"
                autocomplete="off"
                value=form.value("email")
                error=form.error("email")
            />
            <Button label=t.agency_contacts_invite() busy=form.busy() />
        </PostForm>
        <BackLink href="/agency" label=t.agency_back() />
    }
}
