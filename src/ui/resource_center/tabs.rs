//! The way between the pages of the resource center.

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
    /// The organizations whose rosters staff look after.
    Organizations,
    /// Finding a consumer.
    Consumers,
    /// Staff accounts.
    Staff,
    /// Trainings from another learning system.
    TrainingImport,
    /// The catalogs of plans.
    Plans,
    /// Agent of Record of all brokers.
    AgentOfRecord,
    /// Payments for all navigators.
    Payments,
    /// How mail leaves the portal.
    Mail,
}

impl Place {
    fn address(self) -> &'static str {
        match self {
            Self::Queue(Queue::Ready) => "/resource-center",
            Self::Queue(Queue::ToConfirm) => "/resource-center?queue=confirm",
            Self::Assisters => "/resource-center/assisters",
            Self::Organizations => "/resource-center/organizations",
            Self::Consumers => "/resource-center/consumers",
            Self::Staff => "/resource-center/staff",
            Self::TrainingImport => "/resource-center/training-import",
            Self::Plans => "/resource-center/plans",
            Self::AgentOfRecord => AGENT_OF_RECORD,
            Self::Payments => PAYMENTS,
            Self::Mail => "/resource-center/mail",
        }
    }
}

/// The tabs of whoever is signed in. `counts` says how many wait in the queues, where that is known.
#[component]
pub fn CenterTabs(current: Option<Place>, #[prop(optional)] counts: Option<(u32, u32)>) -> impl IntoView {
    let t = messages();
    let role = use_context::<Me>().and_then(|me| me.person).map(|person| person.role);
    let (ready, confirm) = counts.map(|(ready, confirm)| (ready.to_string(), confirm.to_string())).unwrap_or_default();
    let all = [
        (Place::Queue(Queue::Ready), t.resource_tab_ready(), ready),
        (Place::Queue(Queue::ToConfirm), t.resource_tab_confirm(), confirm),
        (Place::Assisters, t.resource_tab_assisters(), String::new()),
        (Place::Organizations, t.resource_tab_organizations(), String::new()),
        (Place::Consumers, t.resource_tab_consumers(), String::new()),
        (Place::Staff, t.resource_tab_staff(), String::new()),
        (Place::TrainingImport, t.resource_tab_training(), String::new()),
        (Place::Plans, t.resource_tab_plans(), String::new()),
        (Place::AgentOfRecord, t.agent_heading(), String::new()),
        (Place::Payments, t.payments_heading(), String::new()),
        (Place::Mail, t.resource_tab_mail(), String::new()),
    ];
    let tabs = all
        .into_iter()
        .filter(|(place, ..)| may_see(role, *place))
        .map(|(place, text, count)| Tab { href: place.address().to_owned(), text: text.to_owned(), count, current: current == Some(place) })
        .collect::<Vec<_>>();
    view! { <Tabs label=t.resource_tabs() tabs /> }
}

/// Which tabs are shown; the server refuses by itself what is not for somebody.
fn may_see(role: Option<Role>, place: Place) -> bool {
    match place {
        Place::Staff | Place::Plans => role == Some(Role::ResourceManager),
        // ARC looks after navigators and CACs, BSL after brokers.
        Place::AgentOfRecord => role != Some(Role::Arc),
        Place::Payments => role != Some(Role::Bsl),
        Place::Organizations => matches!(role, Some(Role::Arc | Role::ResourceManager)),
        _ => true,
    }
}
