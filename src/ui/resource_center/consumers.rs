//! `/resource-center/consumers`: "Find a consumer", and who was found.

use super::account_access::AccessLink;
use super::status::Status;
use super::suspend::{Suspend, suspend_outcome};
use crate::api::forms::FormState;
use crate::api::manage_assister::EarlierView;
use crate::api::resource_center::{
    ConsumerPage, EndAssociation, FindConsumer, FoundView, HelpedByView, RecordStatus, SuspendConsumer, consumer,
};
use crate::domain::association::EndedBy;
use crate::domain::identity::AssisterKind;
use crate::domain::manage_assister::fill;
use crate::domain::resource_center::Whose;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{
    Actions, BackLink, Button, ButtonKind, Field, History, HistoryItem, InputKind, Notice, NoticeKind, SummaryList, SummaryRow, TextArea,
};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Find a consumer".
pub fn consumers_page() -> AnyView {
    let query = query_map();
    let address = move || {
        query.with(|query| {
            let part = |name: &str| query.get(name).unwrap_or_default();
            [part("found"), part("retry"), part("year"), part("ended"), part("recorded"), part("suspended")].join("/")
        })
    };
    let load = |address: String| {
        let mut parts = address.split('/').map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        consumer(part(), part(), part())
    };
    page(address, load, |data| view! { <ConsumersView data /> }.into_any())
}

#[component]
fn ConsumersView(data: ConsumerPage) -> impl IntoView {
    match data.found {
        Some(found) => view! { <Found found /> }.into_any(),
        None => view! { <Find form=data.form expired=data.expired /> }.into_any(),
    }
}

#[component]
fn Find(form: FormState, expired: bool) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<FindConsumer>(form);
    view! {
        {expired.then(|| view! { <Notice label=t.site_note()><p>{t.resource_consumers_expired()}</p></Notice> })}
        <PageHeading text=t.resource_consumers_heading() />
        <FormProblems form />
        <p class="lead">{t.resource_consumers_lead()}</p>
        <PostForm form>
            <Field name="name" label=t.resource_consumers_name() autocomplete="off" value=form.value("name") error=form.error("name") />
            <Field
                name="born"
                label=t.resource_consumers_born()
                hint=t.create_account_born_hint()
                kind=InputKind::Date
                autocomplete="off"
                value=form.value("born")
                error=form.error("born")
            />
            <Field
                name="email"
                label=t.resource_consumers_email()
                kind=InputKind::Email
                autocomplete="off"
                value=form.value("email")
                error=form.error("email")
            />
            <Actions>
                <Button label=t.resource_consumers_button() busy=form.busy() />
            </Actions>
        </PostForm>
    }
}

#[component]
fn Found(found: FoundView) -> impl IntoView {
    let t = messages();
    let ended = query_map().with_untracked(|query| match query.get_str("ended") {
        Some("now") if found.current.is_none() => Some((NoticeKind::Success, t.resource_done(), t.resource_end_done())),
        Some("before") => Some((NoticeKind::Info, t.site_note(), t.resource_end_before())),
        _ => None,
    });
    let status = found.status;
    let latest = status.as_ref().map(|status| status.latest.to_string()).ok();
    let kept = status.as_ref().map(|status| status.form.clone()).unwrap_or_default();
    // Whoever tries again, and is refused, is not told of what they did before.
    let again = latest.is_some() && query_map().with_untracked(|query| query.get("recorded")) == latest;
    let recorded = again && kept.errors.is_empty();
    let (form, status_form) = (FormSignal::new::<EndAssociation>(found.end), FormSignal::new::<RecordStatus>(kept));
    let current = found.current.map_or_else(
        || view! { <p>{t.resource_consumer_nobody()}</p> }.into_any(),
        |current| view! { <HelpedBy current key=found.key.clone() form /> }.into_any(),
    );
    let access = found.key.clone();
    let suspend_form = FormSignal::new::<SuspendConsumer>(found.suspend);
    let suspend_key = found.key.clone();
    view! {
        <BackLink href="/resource-center/consumers" label=t.resource_consumer_another() />
        {recorded.then(|| view! { <Notice kind=NoticeKind::Success label=t.resource_done()><p>{t.status_done()}</p></Notice> })}
        {ended.map(|(kind, label, text)| view! { <Notice kind label><p>{text}</p></Notice> })}
        {suspend_outcome(found.suspended.is_some())}
        <PageHeading text=found.name title=t.resource_consumer_title() />
        <FormProblems form />
        <FormProblems form=status_form />
        <FormProblems form=suspend_form />
        <h2>{t.resource_consumer_now()}</h2>
        {current}
        <h2>{t.resource_consumer_history()}</h2>
        <Before earlier=found.earlier />
        <Actions>
            <AccessLink whose=Whose::Consumer id=access />
        </Actions>
        <Status status key=found.key form=status_form />
        <Suspend since=found.suspended key=suspend_key form=suspend_form />
    }
}

#[component]
fn HelpedBy(current: HelpedByView, key: String, form: FormSignal) -> impl IntoView {
    let t = messages();
    let rows = [
        (t.details_name(), current.name),
        (t.details_kind(), t.kind(current.kind).to_owned()),
        (t.details_organization(), current.organization),
        (t.resource_consumer_since(), current.since),
    ];
    // Of an assister whom others look after only the kind is told.
    let others = rows[0].1.is_empty().then(|| view! { <p>{others(current.kind)}</p> });
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view();
    let end = current.may_end.map(|may| {
        if !may {
            return view! { <p>{t.resource_end_not_allowed()}</p> }.into_any();
        }
        view! {
            <h2>{t.resource_end_heading()}</h2>
            <p>{t.resource_end_text()}</p>
            <PostForm form>
                <input type="hidden" name="found" value=key />
                <input type="hidden" name="association" value=current.association.to_string() />
                <TextArea
                    name="reason"
                    label=t.resource_reason()
                    hint=t.resource_end_reason_hint()
                    value=form.value("reason")
                    error=form.error("reason")
                    rows=3
                />
                <Actions>
                    <Button label=t.resource_end_button() kind=ButtonKind::Danger busy=form.busy() />
                </Actions>
            </PostForm>
        }
        .into_any()
    });
    view! {
        <SummaryList>{rows}</SummaryList>
        {others}
        {(!current.available).then(|| view! { <p>{t.resource_consumer_unavailable()}</p> })}
        {end}
    }
}

/// Who looks after an assister of this kind.
fn others(kind: AssisterKind) -> &'static str {
    let t = messages();
    if kind == AssisterKind::Broker { t.resource_consumer_of_bsl() } else { t.resource_consumer_of_arc() }
}

#[component]
fn Before(earlier: Vec<EarlierView>) -> impl IntoView {
    let t = messages();
    if earlier.is_empty() {
        return view! { <p>{t.resource_consumer_history_none()}</p> }.into_any();
    }
    let items = earlier
        .into_iter()
        .map(|earlier| {
            let dates = fill(t.details_history_dates(), &[("start", &earlier.start), ("end", &earlier.end)]);
            let ended = match earlier.ended_by {
                EndedBy::ConsumerRemoved => t.resource_consumer_ended_removed(),
                EndedBy::ConsumerChanged => t.resource_consumer_ended_changed(),
                EndedBy::Staff => t.details_ended_staff(),
            };
            let (title, about) = if earlier.name.is_empty() {
                (t.kind(earlier.kind).to_owned(), others(earlier.kind).to_owned())
            } else {
                (earlier.name, format!("{}, {}", t.kind(earlier.kind), earlier.organization))
            };
            view! {
                <HistoryItem title when=dates>
                    <p>{about}</p>
                    <p>{ended}</p>
                    {earlier.reason.map(|reason| view! { <p>{fill(t.details_ended_reason(), &[("reason", &reason)])}</p> })}
                </HistoryItem>
            }
        })
        .collect_view();
    view! { <History>{items}</History> }.into_any()
}
