//! Notices, to read. They are the consumer's alone (rule 29).

use crate::api::applications::{Fact, Link, Screen, Section};
use crate::domain::applications::NoticeKind;
use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use crate::server::dates;
use crate::store::Notice;

/// `/account/notices`
#[must_use]
pub fn notices_screen(notices: Vec<Notice>, t: Messages) -> Screen {
    let none = if notices.is_empty() { vec![t.notices_none().to_owned()] } else { Vec::new() };
    let facts = notices.into_iter().map(|kept| line(kept, t)).collect();
    Screen {
        back: Some(Link { href: "/account".to_owned(), text: t.application_back_to_account().to_owned() }),
        heading: t.notices_heading().to_owned(),
        lead: none,
        sections: vec![Section { facts, ..Section::default() }],
        ..Screen::default()
    }
}

fn line(kept: Notice, t: Messages) -> Fact {
    let template = match kept.kind {
        NoticeKind::Submitted => t.notices_submitted(),
        NoticeKind::Determined => t.notices_determined(),
        NoticeKind::DeterminedAgain => t.notices_determined_again(),
        NoticeKind::Enrolled => t.notices_enrolled(),
        NoticeKind::AssisterAdded => t.notices_assister_added(),
        NoticeKind::AssisterChanged => t.notices_assister_changed(),
        NoticeKind::AssisterRemoved => t.notices_assister_removed(),
    };
    let (href, text) = match kept.kind {
        NoticeKind::AssisterAdded | NoticeKind::AssisterChanged | NoticeKind::AssisterRemoved => {
            ("/account/assister", t.notices_see_assister())
        }
        _ => ("/account/application", t.notices_see_application()),
    };
    let change = Some(Link { href: href.to_owned(), text: text.to_owned() });
    Fact { label: dates::moment(kept.at), value: fill(template, &[("name", &kept.about)]), change, ..Fact::default() }
}
