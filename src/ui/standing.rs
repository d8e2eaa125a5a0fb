//! The tracker: the four gates, which is missing, and whose turn it is.

use super::messages;
use super::parts::{SummaryList, SummaryRow, Tag, TagKind};
use crate::api::roster::StandingView;
use crate::domain::roster::{AccountState, Gate};
use leptos::prelude::*;

/// Gates, account and turn, as a list.
#[component]
pub fn Tracker(standing: StandingView) -> AnyView {
    let t = messages();
    let gates = Gate::ALL.map(|gate| {
        let holds = standing.gates.hold(gate);
        let (text, kind) = if holds { (t.standing_gate_holds(), TagKind::Success) } else { (t.standing_gate_missing(), TagKind::Warning) };
        view! { <SummaryRow label=t.gate(gate)><Tag text kind /></SummaryRow> }
    });
    let holds = (!standing.holds.is_empty())
        .then(|| view! { <ul>{standing.holds.iter().map(|hold| view! { <li>{t.hold(*hold)}</li> }).collect_view()}</ul> });
    view! {
        <SummaryList>
            {gates.collect_view()}
            <SummaryRow label=t.tracker_certification()>{standing.certification}</SummaryRow>
            <SummaryRow label=t.tracker_account()>
                <Tag text=t.account_state(standing.account) kind=account_kind(standing.account) />
                {holds}
            </SummaryRow>
            <SummaryRow label=t.tracker_turn()>{t.turn(standing.turn, standing.kind)}</SummaryRow>
        </SummaryList>
    }
    .into_any()
}

/// How an account's state is marked.
pub const fn account_kind(state: AccountState) -> TagKind {
    match state {
        AccountState::Active => TagKind::Success,
        AccountState::Suspended => TagKind::Warning,
        AccountState::NotEnrolled | AccountState::Enrolled | AccountState::Closed => TagKind::Neutral,
    }
}
