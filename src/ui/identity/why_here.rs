//! Why somebody is on the page on which they sign in: said in fixed words, by its address, in every browser.

use crate::api::identity::Me;
use crate::domain::next::{Why, why};
use crate::ui::messages;
use crate::ui::parts::{Notice, NoticeKind};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The reason, where there is one. Goes above what was typed and refused, which says why by itself: then there is none.
#[component]
pub fn WhyHere() -> impl IntoView {
    let said = |query: &leptos_router::params::ParamsMap| {
        let word = |name| query.get(name).unwrap_or_default();
        // What LoginMN was told on the way out, it says on the way back.
        let reason = query.get("why").or_else(|| query.get("state")).unwrap_or_default();
        let ended = use_context::<Me>().is_some_and(|me| me.ended);
        why(&reason, &word("next"), ended).filter(|_| word("retry").is_empty())
    };
    query_map().with_untracked(said).map(notice)
}

fn notice(why: Why) -> AnyView {
    let t = messages();
    let (kind, label, text) = match why {
        Why::Ended => (NoticeKind::Info, t.session_ended_heading(), t.session_ended_text()),
        Why::SignedOut => (NoticeKind::Success, t.session_out_heading(), t.session_out_text()),
        Why::Again => (NoticeKind::Info, t.sign_in_again_heading(), t.sign_in_again_text()),
        Why::Needed => (NoticeKind::Info, t.sign_in_needed_heading(), t.sign_in_needed_text()),
    };
    view! { <Notice kind label><p>{text}</p></Notice> }.into_any()
}
