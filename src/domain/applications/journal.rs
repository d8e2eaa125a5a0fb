//! Two who edit at once: what a form rests on, and who changed what of it since it was shown.
//!
//! A form carries the version of what it rests on. When that is no longer what is there, the journal is undone, change by change, until it
//! is: what was undone is what the form did not show.

use super::{Application, Fields, Page, fields, version};
use crate::domain::instant::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// So many changes are kept, the latest; a form that is older than all of them is told what is there now.
const KEPT: usize = 20;
/// And so long: what somebody took out is not kept because others might still look at it.
const KEPT_FOR: Duration = Duration::from_hours(24);

/// A change that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What it changed, as it was before; `None` where nothing was.
    before: BTreeMap<String, Option<String>>,
}

/// What somebody changed of a page since a form was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The page with the answers.
    pub page: Page,
    /// Its answers when the form was shown; empty where there were none, `None` where that is not known any more.
    pub before: Option<Fields>,
    /// Its answers now.
    pub now: Fields,
    /// Who changed it last, and when, where that is known.
    pub by: Option<(String, Instant)>,
}

/// All answers by page and field.
fn all(application: &Application) -> Fields {
    let of = |page: Page| {
        let address = page.address();
        fields(application, page).into_iter().map(move |(name, value)| (format!("{address} {name}"), value))
    };
    let members = application.members.iter().map(|member| member.id);
    let members = members.flat_map(|id| [Page::Member(Some(id)), Page::Coverage(id), Page::Status(id)]);
    let incomes = application.incomes.iter().map(|income| Page::Income(Some(income.id)));
    [Page::Help, Page::Address, Page::Taxes].into_iter().chain(members).chain(incomes).flat_map(of).collect()
}

fn key(key: &str) -> Option<(Page, &str)> {
    let (address, field) = key.split_once(' ')?;
    Some((Page::from_address(address)?, field))
}

/// What of all answers a form rests on: those of its page; for a list those of everybody or everything on it; to sign and to review all
/// of them; and to take somebody out all that goes with them.
fn rests_on(all: &Fields, page: Page, removes: bool) -> Fields {
    let theirs = |income: u16, member: u16| all.get(&format!("income/{income} member")).is_some_and(|of| *of == member.to_string());
    let on = |of: Page| match (page, of) {
        (Page::Review | Page::Sign, _) | (Page::Household, Page::Member(_)) | (Page::Incomes, Page::Income(_)) => true,
        (Page::Member(Some(id)), Page::Coverage(of) | Page::Status(of)) => removes && id == of,
        (Page::Member(Some(id)), Page::Income(Some(income))) => removes && theirs(income, id),
        _ => page == of,
    };
    let wanted = |name: &str| key(name).is_some_and(|(of, _)| on(of));
    all.iter().filter(|(name, _)| wanted(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The answers of a page among all.
fn of_page(all: &Fields, page: Page) -> Fields {
    let of =
        |(name, value): (&String, &String)| key(name).filter(|(of, _)| *of == page).map(|(_, field)| (field.to_owned(), value.clone()));
    all.iter().filter_map(of).collect()
}

impl Application {
    /// Names what a form of a page rests on; `removes`: the form that takes out what the page is about.
    #[must_use]
    pub fn seen(&self, page: Page, removes: bool) -> String {
        version(&rests_on(&all(self), page, removes))
    }

    /// What the form of a page is drawn with and sends back: what it rests on (or what it adds), and after a point all answers.
    #[must_use]
    pub fn drawn(&self, page: Page) -> String {
        let own = match page {
            Page::Member(None) | Page::Income(None) => self.next_id().to_string(),
            _ => self.seen(page, false),
        };
        format!("{own}.{}", self.seen(Page::Review, false))
    }

    /// Notes who made this of the answers `before`.
    pub fn note(&mut self, before: &Self, by: &str, at: Instant) {
        let (was, is) = (all(before), all(self));
        let names = was.keys().chain(is.keys()).filter(|name| was.get(*name) != is.get(*name));
        let before: BTreeMap<_, _> = names.map(|name| (name.clone(), was.get(name).cloned())).collect();
        self.journal.retain(|saved| at.since(saved.at) < KEPT_FOR);
        if !before.is_empty() {
            self.journal.push(Saved { by: by.to_owned(), at, before });
        }
        let over = self.journal.len().saturating_sub(KEPT);
        self.journal.drain(..over);
    }

    /// Who last changed anything of a page, where that is known.
    #[must_use]
    pub fn saved_by(&self, page: Page) -> Option<(String, Instant)> {
        let about = |name: &String| key(name).is_some_and(|(of, _)| of == page);
        let last = self.journal.iter().rev().find(|saved| saved.before.keys().any(about));
        last.map(|saved| (saved.by.clone(), saved.at))
    }

    /// What changed of what a form rests on since it was shown, page by page.
    #[must_use]
    pub fn changed_since(&self, page: Page, removes: bool, seen: &str) -> Vec<Changed> {
        let now = all(self);
        let mut then = now.clone();
        let mut undo = self.journal.iter().rev();
        let known = loop {
            if version(&rests_on(&then, page, removes)) == seen {
                break true;
            }
            let Some(saved) = undo.next() else { break false };
            for (name, value) in &saved.before {
                match value {
                    Some(value) => then.insert(name.clone(), value.clone()),
                    None => then.remove(name),
                };
            }
        };
        let mut pages: Vec<Page> = Vec::new();
        let shown = if known { rests_on(&then, page, removes) } else { Fields::new() };
        for (of, _) in shown.keys().chain(rests_on(&now, page, removes).keys()).filter_map(|name| key(name)) {
            if !pages.contains(&of) {
                pages.push(of);
            }
        }
        let changed = pages.into_iter().map(|page| Changed {
            page,
            before: known.then(|| of_page(&then, page)),
            now: of_page(&now, page),
            by: self.saved_by(page),
        });
        changed.filter(|changed| changed.before.as_ref() != Some(&changed.now)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::applications::Change;
    use crate::domain::eligibility::Filing;
    use crate::domain::instant::Date;

    const HOUR: i64 = 3_600_000_000;

    /// Saves another way to file taxes in this hour.
    fn files(application: &mut Application, filing: Filing, by: &str, hour: i64) {
        let before = application.clone();
        application.apply(Change::Filing(filing));
        application.note(&before, by, Instant::from_micros(hour * HOUR));
    }

    fn filing(fields: &Fields) -> &str {
        fields.get("filing").map_or("", String::as_str)
    }

    #[test]
    fn what_changed_is_told_from_what_was_seen_to_what_is_there() {
        let mut application = Application::of("Ann", Date { year: 1984, month: 3, day: 7 });
        let seen = application.seen(Page::Taxes, false);
        files(&mut application, Filing::Separately, "Bo", 0);
        files(&mut application, Filing::Files, "Cy", 1);
        let other = application.seen(Page::Help, false);
        let changed = application.changed_since(Page::Taxes, false, &seen);
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].before.as_ref().map(filing), filing(&changed[0].now)), (Some(""), "files"));
        assert_eq!(changed[0].by, Some(("Cy".to_owned(), Instant::from_micros(HOUR))));
        assert_eq!(application.changed_since(Page::Help, false, &other), [], "another page is another matter");
        // What was never shown is told without a before.
        let changed = application.changed_since(Page::Taxes, false, "?");
        assert_eq!((changed[0].before.as_ref(), filing(&changed[0].now)), (None, "files"));
    }

    #[test]
    fn the_journal_keeps_the_latest_changes_of_a_day() {
        let mut application = Application::of("Ann", Date { year: 1984, month: 3, day: 7 });
        for _ in 0..KEPT {
            files(&mut application, Filing::Separately, "Bo", 0);
            files(&mut application, Filing::Files, "Bo", 0);
        }
        assert_eq!(application.journal.len(), KEPT);
        files(&mut application, Filing::Files, "Bo", 1);
        assert_eq!(application.journal.len(), KEPT, "what changes nothing is no change");
        files(&mut application, Filing::Separately, "Cy", 24);
        assert_eq!(application.journal.len(), 1);
        assert_eq!(application.saved_by(Page::Taxes).map(|(by, _)| by), Some("Cy".to_owned()));
        assert_eq!(application.saved_by(Page::Help), None);
    }
}
