//! `/clients/ID`

use super::list_address;
use crate::api::clients::{AppliedView, ClientPage as Record, client};
use crate::domain::identity::AssisterKind;
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Banner, ButtonKind, ButtonLink, SummaryList, SummaryRow};
use crate::ui::section::{path_part, query_map};
use leptos::prelude::*;

/// A client's record.
#[component]
pub fn ClientPage() -> impl IntoView {
    let id = path_part(2);
    page(move || id.clone(), client, |data| view! { <RecordView data /> }.into_any())
}

#[component]
fn RecordView(data: Record) -> impl IntoView {
    let t = messages();
    let back = format!("/clients{}", query_map().with_untracked(|query| list_address(query).query()));
    let acting = fill(t.client_acting(), &[("name", &data.name)]);
    let mut rows = vec![(t.client_authorized(), data.authorized), (t.client_first_opened(), data.first_opened)];
    let several = data.applications.len() > 1;
    let applications = data.applications.into_iter().enumerate().map(|(place, one)| {
        let kind = if place == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
        let facts = facts(one.applied);
        let button = view! {
            <Actions>
                <ButtonLink href=one.address label=one.link kind />
            </Actions>
        };
        if several {
            view! { <h2>{one.heading}</h2><SummaryList>{summary(facts)}</SummaryList>{button} }.into_any()
        } else {
            rows.extend(facts);
            button.into_any()
        }
    });
    let applications = applications.collect_view();
    view! {
        <Banner label=acting.clone() text=acting name=data.name.clone() href=back link=t.client_back() />
        <PageHeading text=data.name title=t.client_title() />
        <SummaryList>{summary(rows)}</SummaryList>
        {applications}
        <Limits kind=data.kind staff_may_end=data.staff_may_end />
    }
}

/// What is said of an application.
fn facts(applied: AppliedView) -> [(&'static str, String); 3] {
    let t = messages();
    [(t.client_application(), applied.application), (t.client_determination(), applied.determination), (t.client_plan(), applied.plan)]
}

fn summary(rows: impl IntoIterator<Item = (&'static str, String)>) -> impl IntoView {
    rows.into_iter().map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view()
}

/// What an assister of this kind can't do here (rules 26 to 30).
#[component]
fn Limits(kind: AssisterKind, staff_may_end: bool) -> impl IntoView {
    let t = messages();
    let (contact, end) = match kind {
        AssisterKind::Broker => (t.client_contact_bsl(), t.client_limit_end_broker()),
        _ if staff_may_end => (t.client_contact_arc(), t.client_limit_end_other_staff()),
        AssisterKind::Navigator | AssisterKind::Cac => (t.client_contact_arc(), t.client_limit_end_other()),
    };
    let values = [("contact", contact)];
    view! {
        <section>
            <h2>{t.client_limits_heading()}</h2>
            <ul>
                <li>{t.client_limit_assistance()}</li>
                <li>{fill(t.client_limit_after(), &values)}</li>
                <li>{fill(t.client_limit_initial(), &values)}</li>
                <li>{fill(t.client_limit_notices(), &values)}</li>
                <li>{end}</li>
                <li>{t.client_limit_login()}</li>
            </ul>
        </section>
    }
}
