//! `/resource-center/staff`, `/resource-center/staff/add` and `/resource-center/staff/ID`, for the resource manager.

use super::account_access::AccessLink;
use super::tabs::{CenterTabs, Place};
use crate::api::forms::FormState;
use crate::api::resource_center::{
    AddStaff, InviteStaff, RemoveStaff, StaffAccountPage, StaffAccountsPage, add_staff_page as load_add, staff_account, staff_accounts,
};
use crate::domain::identity::Role;
use crate::domain::resource_center::Whose;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{
    Actions, BackLink, Button, ButtonKind, ButtonLink, Cell, Choice, Column, Field, InputKind, Notice, NoticeKind, Radios, Rows,
    SummaryList, SummaryRow, Table,
};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Staff accounts".
pub fn staff_page() -> AnyView {
    page(String::new, |_| staff_accounts(), |data| view! { <StaffView data /> }.into_any())
}

#[component]
fn StaffView(data: StaffAccountsPage) -> impl IntoView {
    let t = messages();
    let done = query_map().with_untracked(|query| {
        let added = query.get_str("added").is_some_and(|id| data.accounts.iter().any(|account| account.user.to_string() == id));
        if added {
            return Some(t.resource_staff_added());
        }
        let organization = query.get_str("organization").map(|_| t.resource_organization_added());
        organization.or_else(|| query.get_str("removed").map(|_| t.resource_staff_removed()))
    });
    let columns = [t.resource_staff_name(), t.resource_staff_email(), t.resource_staff_role(), t.resource_staff_state()];
    let columns = columns.map(Column::plain).to_vec();
    let rows = Rows::new(
        &columns,
        data.accounts.iter().map(|account| {
            [
                Cell::link(format!("/resource-center/staff/{}", account.user), &account.name),
                Cell::text(&account.email),
                Cell::text(t.role(account.role, None)),
                Cell::text(if account.set_up { t.resource_staff_set_up() } else { t.resource_staff_invited() }),
            ]
        }),
    );
    let contact_columns = [t.resource_staff_name(), t.resource_staff_email(), t.details_organization(), t.resource_staff_state()];
    let contact_columns = contact_columns.map(Column::plain).to_vec();
    let contacts = Rows::new(
        &contact_columns,
        data.contacts.iter().map(|contact| {
            [
                Cell::link(format!("/resource-center/access/{}/{}", Whose::Colleague.code(), contact.user), &contact.name),
                Cell::text(&contact.email),
                Cell::text(&contact.organization),
                Cell::text(if contact.set_up { t.resource_staff_set_up() } else { t.resource_staff_invited() }),
            ]
        }),
    );
    view! {
        {done.map(|text| view! { <Notice kind=NoticeKind::Success label=t.resource_done()><p>{text}</p></Notice> })}
        <PageHeading text=t.resource_staff_heading() />
        <CenterTabs current=Place::Staff />
        <Actions>
            <ButtonLink href="/resource-center/staff/add" label=t.resource_staff_add() />
            <ButtonLink href="/resource-center/organizations/add" label=t.resource_organization_add() kind=ButtonKind::Secondary />
        </Actions>
        <Table caption=t.resource_staff_heading() columns rows />
        <h2>{t.resource_contacts_heading()}</h2>
        <Table caption=t.resource_contacts_heading() columns=contact_columns rows=contacts />
    }
}

/// "Add a staff account".
pub fn add_staff_page() -> AnyView {
    page(retry(), load_add, |form| view! { <AddView form /> }.into_any())
}

#[component]
fn AddView(form: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<AddStaff>(form);
    let roles = [Role::Arc, Role::Bsl, Role::ResourceManager].map(|role| Choice::new(role.code(), t.role(role, None))).to_vec();
    view! {
        <BackLink href="/resource-center/staff" label=t.resource_staff_back() />
        <PageHeading text=t.resource_staff_add() />
        <FormProblems form />
        <p class="lead">{t.resource_staff_add_lead()}</p>
        <PostForm form>
            <Field name="name" label=t.resource_staff_name() autocomplete="off" value=form.value("name") error=form.error("name") />
            <Field
                name="email"
                label=t.resource_staff_email()
                kind=InputKind::Email
                autocomplete="off"
                value=form.value("email")
                error=form.error("email")
            />
            <Radios name="role" legend=t.resource_staff_role() choices=roles value=form.value("role") error=form.error("role") />
            <Actions>
                <Button label=t.resource_staff_add_button() busy=form.busy() />
                <a href="/resource-center/staff">{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}

/// One staff account.
pub fn staff_account_page(id: String) -> AnyView {
    let query = query_map();
    let address = move || {
        query.with(|query| {
            let part = |name: &str| query.get(name).unwrap_or_default();
            [id.as_str(), &part("retry"), &part("as")].join("/")
        })
    };
    let load = |address: String| {
        let mut parts = address.split('/').map(str::to_owned);
        staff_account(parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    };
    page(address, load, |data| view! { <AccountView data /> }.into_any())
}

#[component]
fn AccountView(data: StaffAccountPage) -> impl IntoView {
    let t = messages();
    let account = data.account;
    let done = query_map().with_untracked(|query| match query.get_str("done") {
        Some("sent") if !account.set_up => Some((NoticeKind::Success, t.resource_done(), t.resource_staff_sent())),
        Some("refused") => Some((NoticeKind::Warning, t.site_note(), t.resource_done_refused())),
        _ => None,
    });
    let remove = FormSignal::new::<RemoveStaff>(data.form);
    let invite = FormSignal::new::<InviteStaff>(FormState::default());
    let id = account.user.to_string();
    let access = id.clone();
    let state = if account.set_up { t.resource_staff_set_up() } else { t.resource_staff_invited() };
    let rows = [
        (t.resource_staff_email(), account.email),
        (t.resource_staff_role(), t.role(account.role, None).to_owned()),
        (t.resource_staff_created(), account.created),
        (t.resource_staff_state(), state.to_owned()),
    ];
    let rows = rows.into_iter().map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view();
    let invite = (!account.set_up).then(|| {
        let id = id.clone();
        view! {
            <FormProblems form=invite />
            <PostForm form=invite>
                <input type="hidden" name="user" value=id />
                <Actions>
                    <Button label=t.resource_staff_invite() kind=ButtonKind::Secondary busy=invite.busy() />
                </Actions>
            </PostForm>
        }
    });
    view! {
        <BackLink href="/resource-center/staff" label=t.resource_staff_back() />
        {done.map(|(kind, label, text)| view! { <Notice kind label><p>{text}</p></Notice> })}
        <PageHeading text=account.name title=t.resource_staff_title() />
        <FormProblems form=remove />
        <SummaryList>{rows}</SummaryList>
        <Actions>
            <AccessLink whose=Whose::Colleague id=access />
        </Actions>
        {invite}
        {if data.own {
            view! { <p>{t.resource_staff_own()}</p> }.into_any()
        } else {
            view! {
                <p>{t.resource_staff_remove_text()}</p>
                <PostForm form=remove>
                    <input type="hidden" name="user" value=id />
                    <Actions>
                        <Button label=t.resource_staff_remove() kind=ButtonKind::Danger busy=remove.busy() />
                    </Actions>
                </PostForm>
            }
                .into_any()
        }}
    }
}
