//! Why somebody is on the page on which they sign in: said in fixed words, by its address, in every browser.

use crate::api::identity::Me;
use crate::domain::next::{Why, why};
use crate::ui::messages;
use crate::ui::parts::{Notice, NoticeKind};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The reason by the address of the page, where there is one. What was typed and refused says why by itself: then there is none.
#[component]
pub fn WhyHere() -> impl IntoView {
    let ended = use_context::<Me>().is_some_and(|me| me.ended);
    let reason = query_map().with_untracked(|query| why_by(|name| query.get(name), ended));
    reason.map(|why| view! { <Reason why /> })
}

/// The reason by what an address says.
pub fn why_by(query: impl Fn(&str) -> Option<String>, ended: bool) -> Option<Why> {
    let word = |name| query(name).unwrap_or_default();
    // What LoginMN was told on the way out, it says on the way back.
    let reason = query("why").or_else(|| query("state")).unwrap_or_default();
    why(&reason, &word("next"), ended).filter(|_| word("retry").is_empty())
}

/// Says it.
#[component]
pub fn Reason(why: Why) -> AnyView {
    let t = messages();
    let (kind, label, text) = match why {
        Why::Ended => (NoticeKind::Info, t.session_ended_heading(), t.session_ended_text()),
        Why::SignedOut => (NoticeKind::Success, t.session_out_heading(), t.session_out_text()),
        Why::Again => (NoticeKind::Info, t.sign_in_again_heading(), t.sign_in_again_text()),
        Why::Needed => (NoticeKind::Info, t.sign_in_needed_heading(), t.sign_in_needed_text()),
    };
    view! { <Notice kind label><p>{text}</p></Notice> }.into_any()
}
