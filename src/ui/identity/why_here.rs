//! Why somebody is on the page on which they sign in: said in fixed words, by its address, in every browser.

use crate::api::identity::Me;
use crate::domain::next::{Why, why_here};
use crate::ui::messages;
use crate::ui::parts::{Notice, NoticeKind};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The reason by the address of the page, where there is one.
#[component]
pub fn WhyHere() -> impl IntoView {
    let ended = use_context::<Me>().is_some_and(|me| me.ended);
    let reason = query_map().with_untracked(|query| why_here(|name| query.get(name), ended));
    reason.map(|why| view! { <Reason why /> })
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
