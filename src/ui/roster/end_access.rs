//! Agency contacts in a table, and `/agency/contacts/ID/end`: ending a colleague's access.

use crate::api::roster::{ContactView, EndAccess, EndAccessPage, EndColleague, end_colleague_page as load};
use crate::domain::ids::UserId;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, ButtonKind, Cell, Column, Notice, Piece, TextArea};
use leptos::prelude::*;

/// The columns of a table of agency contacts.
pub fn contact_columns() -> Vec<Column> {
    let t = messages();
    let columns = [
        t.agency_contacts_name(),
        t.agency_contacts_email(),
        t.agency_contacts_account(),
        t.agency_contacts_signed_in(),
        t.agency_contacts_access(),
    ];
    columns.map(Column::plain).to_vec()
}

/// The cells of an agency contact. `end` is where their access is ended; of the reader, `own`, it can't be.
pub fn contact_cells(contact: &ContactView, end: String, own: Option<UserId>) -> [Cell<'_>; 5] {
    let t = messages();
    let end = if own == Some(contact.user) {
        Cell::text(t.agency_contacts_you())
    } else {
        Cell::Several(vec![Piece::Link { href: end.into(), text: t.agency_end_access().into(), about: contact.name.as_str().into() }])
    };
    [
        Cell::text(&contact.name),
        Cell::text(&contact.email),
        Cell::text(if contact.set_up { t.agency_contacts_set_up() } else { t.agency_contacts_invited() }),
        Cell::text(contact.signed_in.as_deref().unwrap_or(t.agency_contacts_signed_in_unknown())),
        end,
    ]
}

/// "End access for NAME?", for an agency contact.
pub fn end_colleague_page(id: String) -> AnyView {
    let retry = retry();
    let address = move || format!("{id}/{}", retry());
    let load = |address: String| {
        let (user, retry) = address.split_once('/').unwrap_or((&address, ""));
        load(user.to_owned(), retry.to_owned())
    };
    page(address, load, |data| {
        let t = messages();
        let form = FormSignal::new::<EndColleague>(data.form.clone());
        let back = ("/agency/contacts".to_owned(), t.agency_contacts_back());
        view! { <EndAccessView data form text=t.agency_end_text() hint=t.agency_end_reason_hint() back /> }.into_any()
    })
}

/// "End access for NAME?": what it does, and the reason; or why there is nothing to end.
#[component]
pub fn EndAccessView(
    data: EndAccessPage,
    form: FormSignal,
    /// What it does.
    text: &'static str,
    /// Who reads the reason.
    hint: &'static str,
    /// Where the list of contacts is, and what it is called.
    back: (String, &'static str),
) -> impl IntoView {
    let t = messages();
    let no = match data.access {
        EndAccess::Open => None,
        EndAccess::Ended => Some(t.agency_end_before().to_owned()),
        EndAccess::Own => Some(fill(t.agency_end_own(), &[("arc", t.contact_arc())])),
    };
    if let Some(text) = no {
        return view! {
            <BackLink href=back.0 label=back.1 />
            <PageHeading text=t.agency_end_access() />
            <Notice label=t.site_note()><p>{text}</p></Notice>
        }
        .into_any();
    }
    let heading = fill(t.agency_end_heading(), &[("name", &data.name)]);
    view! {
        <PageHeading text=heading title=t.agency_end_access() />
        <FormProblems form />
        <p>{text}</p>
        {data.last.then(|| view! { <Notice label=t.site_note()><p>{t.resource_contact_end_last()}</p></Notice> })}
        <PostForm form>
            <input type="hidden" name="organization" value=data.organization.to_string() />
            <input type="hidden" name="user" value=data.user.to_string() />
            <TextArea name="reason" label=t.resource_reason() hint value=form.value("reason") error=form.error("reason") rows=3 />
            <Actions>
                <Button label=t.agency_end_access() kind=ButtonKind::Danger busy=form.busy() />
                <a href=back.0>{back.1}</a>
            </Actions>
        </PostForm>
    }
    .into_any()
}
