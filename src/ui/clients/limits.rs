//! What can't be done here, beside the client it can't be done for.

use crate::domain::identity::AssisterKind;
use crate::domain::manage_assister::fill;
use crate::ui::applications::linked;
use crate::ui::messages;
use crate::ui::navigation::LIMITS;
use leptos::prelude::*;

/// What an assister of this kind can't do here (rules 26 to 31), with whom to contact instead. The server draws it: the links to phone
/// numbers are nothing that a first visit should fetch a program for.
#[must_use]
pub fn draw_limits(kind: AssisterKind, staff_may_end: bool) -> String {
    let t = messages();
    let (contact, end) = match kind {
        AssisterKind::Broker => (t.contact_bsl(), t.client_limit_end_broker()),
        _ if staff_may_end => (t.contact_arc(), t.client_limit_end_other_staff()),
        AssisterKind::Navigator | AssisterKind::Cac => (t.contact_arc(), t.client_limit_end_other()),
    };
    let limits = [
        t.client_limit_assistance(),
        t.client_limit_after(),
        t.client_limit_initial(),
        t.client_limit_notices(),
        end,
        t.client_limit_login(),
    ];
    let items = limits.map(|limit| view! { <li>{linked(fill(limit, &[("contact", contact)]))}</li> });
    view! {
        <h2>{t.client_limits_heading()}</h2>
        <ul>{items.into_iter().collect_view()}</ul>
        <p><a href=LIMITS rel="external">{t.nav_limits()}</a></p>
    }
    .to_html()
}
