//! Notices, to read. They are the consumer's alone (rule 29).

use super::pages::DETERMINATION;
use super::plans::ENROLLED;
use super::{OWN, of_year};
use crate::api::applications::{Ask, Fact, FormView, Link, Screen, Section};
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::applications::{Doer, NoticeKind, Outcomes, coverage_year};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use crate::server::context::{ConsumerSelf, RequestContext};
use crate::server::{dates, views};
use crate::store::Notice;

impl RequestContext<ConsumerSelf> {
    /// `/account/notices`. What others did is marked as new until the consumer says that they read it.
    ///
    /// # Errors
    /// The store's.
    pub async fn notices_screen(&self) -> Result<Screen, ApiError> {
        let (t, consumer, year) = (self.messages(), self.who.id, coverage_year(self.today()?));
        let read = self.store().notices_read(consumer).await?;
        let notices = self.store().notices(consumer).await?;
        let is_new = |notice: &Notice| notice.by.0 != Doer::Consumer && read.is_none_or(|read| read < notice.at);
        let line = |notice: &Notice| Fact {
            label: dates::moment(notice.at),
            strong: if is_new(notice) { t.notices_new().to_owned() } else { String::new() },
            value: said(notice, t),
            change: link(notice, year, t),
        };
        let form = notices.iter().find(|notice| is_new(notice)).map(|latest| FormView {
            ask: Ask::ReadNotices,
            for_client: false,
            hidden: vec![("to".to_owned(), latest.at.as_micros().to_string())],
            fields: Vec::new(),
            button: t.notices_mark_read().to_owned(),
            removes: false,
            cancel: None,
            state: FormState::default(),
        });
        let facts = notices.iter().map(line).collect();
        Ok(Screen {
            back: Some(Link { href: "/account".to_owned(), text: t.application_back_to_account().to_owned() }),
            heading: t.notices_heading().to_owned(),
            lead: if notices.is_empty() { vec![t.notices_none().to_owned()] } else { Vec::new() },
            sections: vec![Section { facts, ..Section::default() }],
            form,
            ..Screen::default()
        })
    }

    /// Notes that the consumer read what came up to this moment; nothing that is still to come.
    ///
    /// # Errors
    /// The store's.
    pub async fn mark_notices_read(&self, to: &str) -> Result<Posted, ApiError> {
        // A moment before all others is none that a database can hold.
        if let Some(to) = to.parse().ok().filter(|to| *to > 0) {
            self.store().notices_were_read(self.who.id, Instant::from_micros(to).min(self.now)).await?;
        }
        // An address of its own, so that the page is loaded anew.
        self.done(&format!("/account/notices?from={}", self.now.as_micros()))
    }
}

/// What happened, and by whom.
fn said(notice: &Notice, t: Messages) -> String {
    let (doer, name) = &notice.by;
    let by = match doer {
        Doer::Consumer => "",
        Doer::Assister => name.as_str(),
        Doer::Staff => t.notices_by_staff(),
        Doer::Engine => t.notices_by_engine(),
        Doer::BuiltIn => t.notices_by_portal(),
    };
    let template = match (notice.kind, *doer == Doer::Consumer) {
        (NoticeKind::Submitted, true) => t.notices_submitted(),
        (NoticeKind::Submitted, false) => t.notices_submitted_by(),
        (NoticeKind::Determined, _) => t.notices_determined(),
        (NoticeKind::DeterminedAgain, _) => t.notices_determined_again(),
        (NoticeKind::OlderFigures, _) => t.notices_older_figures(),
        (NoticeKind::Enrolled, true) if notice.before.is_empty() => t.notices_enrolled(),
        (NoticeKind::Enrolled, false) if notice.before.is_empty() => t.notices_enrolled_by(),
        (NoticeKind::Enrolled, true) if notice.before == notice.about => t.notices_plan_again(),
        (NoticeKind::Enrolled, false) if notice.before == notice.about => t.notices_plan_again_by(),
        (NoticeKind::Enrolled, true) => t.notices_plan_changed(),
        (NoticeKind::Enrolled, false) => t.notices_plan_changed_by(),
        (NoticeKind::AssisterAdded, _) => t.notices_assister_added(),
        (NoticeKind::AssisterChanged, _) => t.notices_assister_changed(),
        (NoticeKind::AssisterRemoved, true) => t.notices_assister_removed(),
        (NoticeKind::AssisterRemoved, false) => t.notices_assister_removed_by(),
    };
    let about = match notice.kind {
        NoticeKind::Determined | NoticeKind::DeterminedAgain => &views::in_short(t, &Outcomes::read(&notice.about)),
        _ => &notice.about,
    };
    let year = notice.year.map(|year| year.to_string()).unwrap_or_default();
    let date = notice.first_day.map(dates::calendar).unwrap_or_default();
    fill(
        template,
        &[("by", by), ("about", about), ("before", &notice.before), ("year", &year), ("date", &date), ("contact", t.contact_center())],
    )
}

/// Where it is to be seen.
fn link(notice: &Notice, year: u16, t: Messages) -> Option<Link> {
    let (page, text) = match notice.kind {
        NoticeKind::Submitted => (DETERMINATION, t.notices_see_application()),
        NoticeKind::Determined | NoticeKind::DeterminedAgain | NoticeKind::OlderFigures => (DETERMINATION, t.notices_see_result()),
        NoticeKind::Enrolled => (ENROLLED, t.notices_see_plan()),
        NoticeKind::AssisterAdded | NoticeKind::AssisterChanged | NoticeKind::AssisterRemoved => {
            return Some(Link { href: "/account/assister".to_owned(), text: t.notices_see_assister().to_owned() });
        }
    };
    let base = of_year(OWN.to_owned(), Some(notice.year?).filter(|of| *of != year));
    Some(Link { href: format!("{base}/{page}"), text: text.to_owned() })
}
