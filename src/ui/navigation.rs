//! Where people of each role go from every page: the links of the bar, of the menu behind their name, and of the footer. Who may not
//! open a page is not shown its link; the server refuses by itself.
//!
//! To add a page: its line in the role's list. The server draws the links; in the browser only the mark of the current one moves.

use super::messages;
use super::parts::{BarItem, waiting_text};
use crate::api::identity::{Me, Person};
use crate::api::worksheets::{AGENT_OF_RECORD, PAYMENTS};
use crate::domain::access::{Action, Decision, Relation, decide, staff_kinds};
use crate::domain::identity::{AssisterKind, Role};
use leptos::prelude::*;
use leptos::web_sys::Element;

/// Whom to call, and when. Written by the server alone, as are the other pages of texts.
pub const HELP: &str = "/help";
/// What becomes of what one enters.
pub const PRIVACY: &str = "/privacy";
/// How the portal can be used by everyone, and where it can't.
pub const ACCESSIBILITY: &str = "/accessibility";
/// What can't be done here.
pub const LIMITS: &str = "/limits";

/// What is marked while it is the page on screen.
const MARKED: &str = ":is(.bar, .menu) a";

/// The links of the bar; none for visitors.
pub fn places(me: &Me) -> Vec<BarItem> {
    let Some(person) = &me.person else { return Vec::new() };
    match person.role {
        Role::Consumer => consumer(),
        Role::Assister => assister(person),
        Role::Learner => vec![to(messages().nav_learning(), Role::Learner.home(), ""), help()],
        Role::AgencyContact => agency(),
        Role::Arc | Role::Bsl | Role::ResourceManager => staff(person.role, me.waiting),
    }
}

/// The links of the menu behind one's name.
pub fn own_places(role: Role) -> Vec<BarItem> {
    let t = messages();
    let account = [
        to(t.your_details_heading(), "/security/details", "/security/email"),
        to(t.access_security_heading(), "/security", "/password/change"),
    ];
    let has_account = may(role, Action::UseOwnAccount);
    account.into_iter().filter(|_| has_account).chain([to(t.sessions_heading(), "/sessions", "")]).collect()
}

/// The links of the footer.
pub fn texts() -> [(&'static str, &'static str); 4] {
    let t = messages();
    [(t.nav_contact(), HELP), (t.nav_privacy(), PRIVACY), (t.nav_accessibility(), ACCESSIBILITY), (t.nav_limits(), LIMITS)]
}

fn to(text: &'static str, href: &'static str, also: &'static str) -> BarItem {
    BarItem { text, href, also, ..BarItem::default() }
}

fn help() -> BarItem {
    BarItem { whole: true, ..to(messages().nav_help(), HELP, LIMITS) }
}

fn may(role: Role, action: Action) -> bool {
    decide(Some(role), action, Relation::OwnInProgress) == Decision::Allow
}

fn consumer() -> Vec<BarItem> {
    let t = messages();
    vec![
        to(t.nav_home(), Role::Consumer.home(), ""),
        to(t.nav_my_assister(), "/account/assister", ""),
        to(t.nav_application(), "/account/application", ""),
        to(t.nav_notices(), "/account/notices", ""),
    ]
}

fn assister(person: &Person) -> Vec<BarItem> {
    let t = messages();
    let broker = person.assister.as_ref().is_some_and(|(kind, _)| *kind == AssisterKind::Broker);
    let mut places = vec![to(t.nav_clients(), Role::Assister.home(), "")];
    if broker {
        places.push(to(t.agent_heading(), AGENT_OF_RECORD, ""));
    }
    places.extend([to(t.nav_my_card(), "/clients/card", ""), help()]);
    places
}

fn agency() -> Vec<BarItem> {
    let t = messages();
    vec![
        to(t.nav_roster(), Role::AgencyContact.home(), ""),
        to(t.nav_import(), "/agency/import", "/agency/imports"),
        to(t.nav_contacts(), "/agency/contacts", ""),
        to(t.nav_payments(), PAYMENTS, ""),
    ]
}

fn staff(role: Role, waiting: Option<u32>) -> Vec<BarItem> {
    let t = messages();
    let mut places = vec![
        BarItem { waiting, ..to(t.nav_queues(), "/resource-center", "") },
        to(
            t.nav_people(),
            "/resource-center/assisters",
            "/resource-center/brokers /resource-center/staff /resource-center/training-import /resource-center/access",
        ),
        to(t.nav_consumers(), "/resource-center/consumers", "/resource-center/access/consumer"),
    ];
    if may(role, Action::SeeOrganizations) {
        places.push(to(t.nav_organizations(), "/resource-center/organizations", ""));
    }
    if may(role, Action::ManagePlans) {
        places.push(to(t.nav_plans(), "/resource-center/plans", ""));
    }
    places.push(to(t.nav_mail(), "/resource-center/mail", ""));
    // ARC looks after navigators and CACs, BSL after brokers: a worksheet each, and the resource manager has both.
    let sheets = if staff_kinds(role).contains(&AssisterKind::Broker) { (AGENT_OF_RECORD, PAYMENTS) } else { (PAYMENTS, "") };
    places.push(to(t.nav_worksheets(), sheets.0, sheets.1));
    places
}

/// In the browser: marks the links that the page with this path belongs to, and closes what was open.
pub fn follow(path: &str) {
    while let Some(open) = found(":is(.bar, .menu) details[open]") {
        let _ = open.remove_attribute("open");
    }
    while let Some(before) = found(":is(.bar, .menu) a[aria-current]") {
        let _ = before.remove_attribute("aria-current");
    }
    let mut of = path;
    while !of.is_empty() {
        let mut any = false;
        // What can't be written into a selector is no address of ours.
        while let Some(link) = found(&format!("{MARKED}[data-for~='{of}']:not([aria-current])")) {
            let here = link.get_attribute("href").is_some_and(|href| href == path);
            let _ = link.set_attribute("aria-current", if here { "page" } else { "true" });
            any = true;
        }
        if any {
            return;
        }
        of = &of[..of.rfind('/').unwrap_or_default()];
    }
}

/// In the browser: says how many wait, where that was looked up anew.
pub fn say_waiting(waiting: u32) {
    for list in ["wide", "narrow"] {
        let Some(count) = document().get_element_by_id(&format!("waiting-{list}")) else { continue };
        let _ = if waiting == 0 { count.set_attribute("hidden", "") } else { count.remove_attribute("hidden") };
        if let Some(number) = count.first_element_child() {
            number.set_text_content(Some(&waiting_text(waiting)));
        }
    }
}

fn found(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}
