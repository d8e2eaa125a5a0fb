//! `/resource-center/assisters/ID/suspend`, `/reinstate` and `/close`.

use super::assister_account::label;
use crate::api::resource_center::{AccountChangePage, ChangeAccount, account_change_page as load, assister_page_address};
use crate::domain::manage_assister::fill;
use crate::domain::resource_center::AccountChange;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonKind, Notice, NoticeKind, TextArea};
use leptos::prelude::*;

/// "Suspend NAME?" and its like.
pub fn account_change_page(id: String, change: String) -> AnyView {
    let retry = retry();
    let address = move || [id.as_str(), &change, &retry()].join("/");
    let load = |address: String| {
        let mut parts = address.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        load(next(), next(), next())
    };
    page(address, load, |data| match data {
        Some(data) => view! { <ChangeView data /> }.into_any(),
        None => view! { <NotNow /> }.into_any(),
    })
}

/// The account's state does not allow it (any more).
#[component]
fn NotNow() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.resource_account_heading() />
        <Notice kind=NoticeKind::Warning label=t.site_note()><p>{t.resource_done_refused()}</p></Notice>
    }
}

#[component]
fn ChangeView(data: AccountChangePage) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ChangeAccount>(data.form);
    let (heading, text, kind) = match data.change {
        AccountChange::Suspend => (t.resource_suspend_heading(), t.resource_suspend_text(), ButtonKind::Danger),
        AccountChange::Reinstate => (t.resource_reinstate_heading(), t.resource_reinstate_text(), ButtonKind::Primary),
        AccountChange::Close => (t.resource_close_heading(), t.resource_close_text(), ButtonKind::Danger),
    };
    let values = [("name", data.name.as_str())];
    let (heading, back) = (fill(heading, &values), fill(t.resource_back_to_assister(), &values));
    view! {
        <PageHeading text=heading title=label(data.change) />
        <FormProblems form />
        <p>{text}</p>
        <PostForm form>
            <input type="hidden" name="assister" value=data.id.to_string() />
            <input type="hidden" name="change" value=data.change.code() />
            <TextArea
                name="reason"
                label=t.resource_reason()
                hint=t.resource_reason_hint()
                value=form.value("reason")
                error=form.error("reason")
                rows=3
            />
            <Actions>
                <Button label=label(data.change) kind busy=form.busy() />
                <a href=assister_page_address(data.id)>{back}</a>
            </Actions>
        </PostForm>
    }
}
