//! `/resource-center/access/WHOSE/ID`: the sessions, the second step and LoginMN of an account.

use crate::api::resource_center::{AccountAccessPage, ChangeAccountAccess, account_access, assister_page_address};
use crate::domain::resource_center::{AccessChange, Whose};
use crate::domain::second_step::FactorKind;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{
    Actions, BackLink, Button, ButtonKind, ButtonLink, Choice, Notice, NoticeKind, Radios, SummaryList, SummaryRow, TextArea,
};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The way there, from the account's own page.
#[component]
pub fn AccessLink(whose: Whose, id: String) -> impl IntoView {
    let href = format!("/resource-center/access/{}/{id}", whose.code());
    view! { <ButtonLink href label=messages().resource_access_link() kind=ButtonKind::Secondary /> }
}

/// "Sign-in and sessions" of an account.
pub fn account_access_page(whose: String, id: String) -> AnyView {
    let query = query_map();
    // Every answer to the form has another address, so that what it changed is loaded.
    let address = move || {
        let part = |name: &str| query.with(|query| query.get(name).unwrap_or_default());
        [whose.as_str(), &id, &part("retry"), &part("as")].join("/")
    };
    let load = |address: String| {
        let mut parts = address.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        account_access(next(), next(), next())
    };
    page(address, load, |data| view! { <AccessView data /> }.into_any())
}

fn back(data: &AccountAccessPage) -> String {
    match data.whose {
        Whose::Assister => data.id.parse().map_or_else(|_| "/resource-center/assisters".to_owned(), assister_page_address),
        Whose::Colleague => "/resource-center/staff".to_owned(),
        Whose::Consumer => format!("/resource-center/consumers?found={}", data.id),
    }
}

#[component]
fn AccessView(data: AccountAccessPage) -> impl IntoView {
    let t = messages();
    let done = query_map().with_untracked(|query| match query.get_str("done") {
        Some("signed-out") if data.sessions == 0 || data.own => Some(t.resource_access_signed_out()),
        Some("removed") if data.factor.is_none() && data.passkeys == 0 => Some(t.resource_access_removed()),
        Some("proofed") if !data.waits_for_proof => Some(t.resource_access_proofed_done()),
        Some("unlinked") if !data.login_mn => Some(t.resource_access_unlinked()),
        _ => None,
    });
    let back = back(&data);
    let factor = match data.factor {
        Some(FactorKind::Authenticator) => t.access_security_second_app(),
        Some(FactorKind::Email) => t.access_security_second_email(),
        None if data.waits_for_proof => t.resource_access_waits(),
        None => t.access_security_second_none(),
    };
    let rows = [
        (t.resource_staff_email(), data.email),
        (t.resource_staff_role(), t.role(data.role, data.kind).to_owned()),
        (t.details_organization(), data.organization.unwrap_or_default()),
        (t.access_security_second(), factor.to_owned()),
        (t.passkeys_heading(), data.passkeys.to_string()),
        (t.resource_access_login_mn(), if data.login_mn { t.resource_access_linked() } else { "" }.to_owned()),
        (t.resource_access_sessions(), data.sessions.to_string()),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view();
    let form = FormSignal::new::<ChangeAccountAccess>(data.form);
    let mut choices = vec![Choice::new(AccessChange::SignOut.code(), t.resource_access_sign_out())];
    if !data.own && (data.factor.is_some() || data.passkeys > 0) {
        choices.push(Choice::new(AccessChange::RemoveSecondStep.code(), t.resource_access_remove()));
    }
    if !data.own && data.waits_for_proof {
        choices.push(Choice::new(AccessChange::Proofed.code(), t.resource_access_proofed()));
    }
    if !data.own && data.login_mn {
        choices.push(Choice::new(AccessChange::UnlinkLoginMn.code(), t.resource_access_unlink()));
    }
    view! {
        <BackLink href=back label=t.site_back() />
        {done.map(|text| view! { <Notice kind=NoticeKind::Success label=t.resource_done()><p>{text}</p></Notice> })}
        <PageHeading text=data.name caption=t.resource_access_link() title=t.resource_access_link() />
        <FormProblems form />
        <SummaryList>{rows}</SummaryList>
        <p>{t.resource_access_text()}</p>
        <PostForm form>
            <input type="hidden" name="whose" value=data.whose.code() />
            <input type="hidden" name="id" value=data.id />
            <Radios
                name="change"
                legend=t.resource_access_legend()
                choices
                value=form.value("change")
                error=form.error("change")
            />
            <TextArea
                name="reason"
                label=t.resource_reason()
                hint=t.resource_access_reason_hint()
                value=form.value("reason")
                error=form.error("reason")
                rows=3
            />
            <Actions>
                <Button label=t.resource_access_button() kind=ButtonKind::Danger busy=form.busy() />
            </Actions>
        </PostForm>
    }
}
