//! The way between the pages of the resource center that stand under one link of the bar.

use crate::api::identity::Me;
use crate::api::worksheets::{AGENT_OF_RECORD, PAYMENTS};
use crate::domain::identity::Role;
use crate::domain::resource_center::Queue;
use crate::ui::messages;
use crate::ui::parts::{Tab, Tabs};
use leptos::prelude::*;

/// A page of the resource center that has a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One of the queues.
    Queue(Queue),
    /// The search over assisters.
    Assisters,
    /// Staff accounts.
    Staff,
    /// Trainings from another learning system.
    TrainingImport,
    /// Agent of Record of all brokers.
    AgentOfRecord,
    /// Payments for all navigators.
    Payments,
}

impl Place {
    const fn address(self) -> &'static str {
        match self {
            Self::Queue(Queue::Ready) => "/resource-center",
            Self::Queue(Queue::ToConfirm) => "/resource-center?queue=confirm",
            Self::Assisters => "/resource-center/assisters",
            Self::Staff => "/resource-center/staff",
            Self::TrainingImport => "/resource-center/training-import",
            Self::AgentOfRecord => AGENT_OF_RECORD,
            Self::Payments => PAYMENTS,
        }
    }

    /// The places under the same link of the bar.
    const fn beside(self) -> &'static [Self] {
        match self {
            Self::Queue(_) => &[Self::Queue(Queue::Ready), Self::Queue(Queue::ToConfirm)],
            Self::Assisters | Self::Staff | Self::TrainingImport => &[Self::Assisters, Self::Staff, Self::TrainingImport],
            Self::AgentOfRecord | Self::Payments => &[Self::AgentOfRecord, Self::Payments],
        }
    }

    fn text(self) -> &'static str {
        let t = messages();
        match self {
            Self::Queue(Queue::Ready) => t.resource_tab_ready(),
            Self::Queue(Queue::ToConfirm) => t.resource_tab_confirm(),
            Self::Assisters => t.resource_tab_assisters(),
            Self::Staff => t.resource_tab_staff(),
            Self::TrainingImport => t.resource_tab_training(),
            Self::AgentOfRecord => t.agent_heading(),
            Self::Payments => t.payments_heading(),
        }
    }
}

/// The tabs beside a page, for whoever is signed in; none where it stands alone. `counts` says how many wait in the queues.
#[component]
pub fn CenterTabs(current: Place, #[prop(optional)] counts: (u32, u32)) -> impl IntoView {
    let role = use_context::<Me>().and_then(|me| me.person).map(|person| person.role);
    let count = |place| match place {
        Place::Queue(Queue::Ready) => counts.0.to_string(),
        Place::Queue(Queue::ToConfirm) => counts.1.to_string(),
        _ => String::new(),
    };
    let shown = current.beside().iter().copied().filter(|place| may_see(role, *place));
    let tabs: Vec<_> = shown
        .map(|place| Tab {
            href: place.address().to_owned(),
            text: place.text().to_owned(),
            count: count(place),
            current: current == place,
        })
        .collect();
    (tabs.len() > 1).then(|| view! { <Tabs label=messages().resource_tabs() tabs /> })
}

/// Which tabs are shown; the server refuses by itself what is not for somebody.
fn may_see(role: Option<Role>, place: Place) -> bool {
    match place {
        Place::Staff => role == Some(Role::ResourceManager),
        // ARC looks after navigators and CACs, BSL after brokers.
        Place::AgentOfRecord => role != Some(Role::Arc),
        Place::Payments => role != Some(Role::Bsl),
        _ => true,
    }
}
