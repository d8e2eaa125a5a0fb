//! `/clients/ID`

use super::list_address;
use crate::api::clients::{AppliedView, ClientPage as Record, client};
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
        <PageHeading text=data.name title=fill(t.client_title_of(), &[("initials", &data.initials)]) />
        <SummaryList>{summary(rows)}</SummaryList>
        {applications}
        <section inner_html=data.limits></section>
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
