//! `/agency/contacts`

use super::end_access::{contact_cells, contact_columns};
use crate::api::roster::{ContactsPage, InviteContact, agency_contacts};
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Button, Field, Notice, NoticeKind, Rows, Table};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Agency contacts".
pub fn contacts_page() -> AnyView {
    let (retry, query) = (retry(), query_map());
    // An invitation changes the address, and so does ending somebody's access, and with it the list that is shown.
    let address = move || {
        let part = |name| query.with(|query| query.get(name).unwrap_or_default());
        format!("{} {} {}", retry(), part("invited"), part("as"))
    };
    page(
        address,
        |address| agency_contacts(address.split(' ').next().unwrap_or_default().to_owned()),
        |data| view! { <ContactsView data /> }.into_any(),
    )
}

#[component]
fn ContactsView(data: ContactsPage) -> impl IntoView {
    let t = messages();
    let done = query_map().with_untracked(|query| match (query.get_str("invited"), query.get_str("ended")) {
        (Some("now"), _) => Some((NoticeKind::Success, t.agency_done(), t.agency_contacts_invited_now())),
        (Some("again"), _) => Some((NoticeKind::Success, t.agency_done(), t.agency_contacts_invited_again())),
        (_, Some("now")) => Some((NoticeKind::Success, t.agency_done(), t.agency_contacts_ended())),
        (_, Some("before")) => Some((NoticeKind::Info, t.site_note(), t.agency_contacts_ended_before())),
        _ => None,
    });
    let form = FormSignal::new::<InviteContact>(data.form);
    let columns = contact_columns();
    let end = |user| format!("/agency/contacts/{user}/end");
    let rows = Rows::new(&columns, data.contacts.iter().map(|contact| contact_cells(contact, end(contact.user), Some(data.own))));
    view! {
        {done.map(|(kind, label, text)| view! { <Notice kind label><p>{text}</p></Notice> })}
        <PageHeading text=t.agency_contacts_heading() />
        <FormProblems form />
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
