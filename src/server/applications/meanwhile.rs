//! What somebody is told whose page was changed by somebody else while it was open.

use super::save::Typed;
use super::{Applicant, answers, words};
use crate::api::applications::{AskField, AskKind, Link, Tell};
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::domain::applications::{Application, Changed, Fields, Page, Source};
use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::ApplicationFile;

/// What a form that comes back says first. In a kept form a text is of several lines: what happened, then what changed, one by one.
pub(super) fn told(t: Messages, kept: &FormState) -> Option<Tell> {
    let titles = [
        ("meanwhile", t.application_meanwhile_title()),
        ("changed", t.application_meanwhile_list_title()),
        ("gone", t.application_gone_title()),
        ("moved", t.application_moved_title()),
        ("unsigned", t.application_unsigned_title()),
    ];
    titles.into_iter().find_map(|(key, title)| {
        let said = kept.value(key);
        let mut lines = said.lines().map(str::to_owned);
        let text = lines.next()?;
        let list = lines.map(|text| Link { text, ..Link::default() }).collect();
        Some(Tell { warning: true, title: title.to_owned(), text, list, ..Tell::default() })
    })
}

impl RequestContext<Applicant> {
    /// The form again, with what changed since it was shown.
    pub(super) async fn meanwhile(&self, page: Page, typed: &Typed, answers: &Application) -> Result<FormState, ApiError> {
        let (t, removes) = (self.messages(), typed.removes());
        let file = self.file().await?;
        let changed = answers.changed_since(page, removes, typed.rests_on());
        let is_list = matches!(page, Page::Household | Page::Incomes);
        let first = match changed.first().and_then(|changed| changed.by.as_ref()) {
            _ if removes => t.application_meanwhile_removal().to_owned(),
            _ if is_list => t.application_meanwhile_list().to_owned(),
            Some((name, at)) => fill(t.application_meanwhile(), &[("name", name), ("moment", &dates::moment(*at))]),
            None => t.application_meanwhile_somebody().to_owned(),
        };
        let mut lines = vec![first];
        for changed in &changed {
            let fields = self.changes(&file, answers, changed);
            if changed.page == page { lines.extend(fields) } else { lines.push(self.change(answers, changed, &fields)) }
        }
        let state = typed.kept(page, &answers.drawn(page));
        let key = if removes || is_list { "changed" } else { "meanwhile" };
        Ok(state.tell(key, lines.join("\n")))
    }

    /// What of the whole application changed since a form was shown: what that means, then each change.
    pub(super) async fn all_changes(&self, first: &str, answers: &Application, whole: &str) -> Result<String, ApiError> {
        let file = self.file().await?;
        let mut lines = vec![first.to_owned()];
        // What is too long ago to be known is not told change by change.
        let changes = answers.changed_since(Page::Review, false, whole);
        for changed in changes.iter().filter(|changed| changed.before.is_some()) {
            lines.push(self.change(answers, changed, &self.changes(&file, answers, changed)));
        }
        Ok(lines.join("\n"))
    }

    /// What somebody is told who changed what somebody else took out.
    pub(super) fn gone(&self, page: Page, answers: &Application) -> String {
        let t = self.messages();
        match answers.saved_by(page) {
            Some((name, at)) => fill(t.application_gone(), &[("name", &name), ("moment", &dates::moment(at))]),
            None => t.application_gone_somebody().to_owned(),
        }
    }

    /// The answers of a page that changed.
    fn changes(&self, file: &ApplicationFile, answers: &Application, changed: &Changed) -> Vec<String> {
        let t = self.messages();
        let asked = self.asked(file, answers, changed.page).form.map(|form| form.fields).unwrap_or_default();
        let line = |field: &AskField| {
            let of = |fields: &Fields| text(t, field, fields.get(&field.name).map_or("", String::as_str));
            let (before, now) = (changed.before.as_ref().map(of), of(&changed.now));
            let line = match before {
                Some(before) if before == now => return None,
                Some(before) => fill(t.application_meanwhile_field(), &[("label", &field.label), ("before", &before), ("now", &now)]),
                None => fill(t.application_meanwhile_field_now(), &[("label", &field.label), ("now", &now)]),
            };
            // Some labels are questions.
            Some(line.replacen("?:", "?", 1))
        };
        asked.iter().filter_map(line).collect()
    }

    /// Who added, took out or changed what.
    fn change(&self, answers: &Application, changed: &Changed, fields: &[String]) -> String {
        let t = self.messages();
        let (what, changes) = (what(t, answers, changed), fields.join("; "));
        let Some((name, at)) = &changed.by else {
            return fill(t.application_meanwhile_now(), &[("what", &what), ("changes", &changes)]);
        };
        let listed = changed.page.listed_on() != changed.page;
        let template = match &changed.before {
            Some(before) if before.is_empty() && listed => t.application_meanwhile_added(),
            _ if changed.now.is_empty() && listed => t.application_meanwhile_removed(),
            _ => t.application_meanwhile_changed(),
        };
        fill(template, &[("name", name), ("what", &what), ("moment", &dates::moment(*at)), ("changes", &changes)])
    }
}

/// Whom or what a change is about; perhaps it is there no more.
fn what(t: Messages, answers: &Application, changed: &Changed) -> String {
    let fields = if changed.now.is_empty() { changed.before.as_ref() } else { Some(&changed.now) };
    let get = |name: &str| fields.and_then(|fields| fields.get(name)).map_or("", String::as_str);
    match changed.page {
        Page::Member(_) => get("name").to_owned(),
        Page::Income(_) => {
            let member = get("member").parse().ok().and_then(|id| answers.member(id)).map_or("", |member| member.name.as_str());
            let source = Source::from_code(get("source")).map_or("", |source| words::source(t, source));
            if member.is_empty() { source.to_owned() } else { fill(t.application_income_of(), &[("name", member), ("source", source)]) }
        }
        page => answers::label(t, answers, page),
    }
}

/// An answer, as the page says it.
fn text(t: Messages, field: &AskField, value: &str) -> String {
    let chosen = |all: &[(String, String)]| all.iter().find(|(code, _)| code == value).map(|(_, text)| text.clone());
    let text = match &field.kind {
        _ if value.is_empty() => None,
        AskKind::One(all, _) | AskKind::List(all) => chosen(all),
        AskKind::Check => Some(words::yes_no(t, value == "yes").to_owned()),
        AskKind::Text | AskKind::Own(_) | AskKind::Zip(_) | AskKind::Date | AskKind::Number => Some(value.to_owned()),
    };
    text.map_or_else(|| t.application_meanwhile_nothing().to_owned(), |text| text.trim_end_matches('.').to_owned())
}
