//! Applications: what their server functions have in common. The consumer and their assister come to the same pages; an [`Applicant`] is
//! whoever came, made from the principal, and every read and change asks anew whether an assister still may.

mod answers;
mod brief;
mod determine;
mod later;
mod meanwhile;
mod next;
mod notices;
mod pages;
mod plans;
mod questions;
mod record;
mod result;
mod save;
mod status;
mod words;

#[cfg(test)]
mod tests;

pub use determine::{determine_due, tell_of_older_figures, work};
pub use later::take_statuses;
pub use pages::draw;
pub use save::{Typed, TypedSignature};
pub use status::{Looked, TypedStatus};
pub use words::kind;

use super::context::{AssisterSelf, ConsumerSelf, RequestContext};
use super::dates;
use crate::api::applications::Link;
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::applications::coverage_year;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::{AssociationId, UserId};
use crate::domain::manage_assister::fill;
use crate::store::{ApplicationFile, Saver, Side, StoredApplication};

/// The address of the consumer's own application.
const OWN: &str = "/account/application";

/// The address of an application, by that of the one that is applied for now, and the year where it is another one.
fn of_year(now: String, year: Option<u16>) -> String {
    match year {
        None => now,
        Some(year) => format!("{now}/{year}"),
    }
}

/// Whoever works on an application: the consumer themselves, or the assister whom they authorized.
#[derive(Clone)]
pub struct Applicant {
    /// The account.
    pub user: UserId,
    /// Consumer or assister.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// An assister's kind.
    pub kind: Option<AssisterKind>,
    /// Whose application, and by what right.
    pub side: Side,
    /// For which year it is, where that is another one than somebody applies for now.
    pub year: Option<u16>,
}

impl Applicant {
    /// The association by which an assister comes.
    #[must_use]
    pub const fn client(&self) -> Option<AssociationId> {
        match self.side {
            Side::Consumer(_) => None,
            Side::Assister { association, .. } => Some(association),
        }
    }

    /// The address of the application; its pages are under it.
    #[must_use]
    pub fn base(&self) -> String {
        let now = self.client().map_or_else(|| OWN.to_owned(), |id| format!("/clients/{id}/application"));
        of_year(now, self.year)
    }

    fn saver(&self) -> Saver {
        Saver { name: self.name.clone(), role: self.role, kind: self.kind }
    }
}

impl RequestContext<ConsumerSelf> {
    /// The consumer, at their own application.
    #[must_use]
    pub fn own_application(self) -> RequestContext<Applicant> {
        self.with(|who| Applicant {
            user: who.user,
            role: Role::Consumer,
            side: Side::Consumer(who.id),
            name: who.name,
            kind: None,
            year: None,
        })
    }
}

impl RequestContext<AssisterSelf> {
    /// The assister, at the application of the client with this record.
    ///
    /// # Errors
    /// Not found for what is no ID. Whether the record is theirs is asked with every read and change.
    pub fn client_application(self, id: &str) -> Result<RequestContext<Applicant>, ApiError> {
        let association = id.parse().map_err(|_| ApiError::new(ErrorCode::NotFound))?;
        Ok(self.with(|who| Applicant {
            user: who.user,
            role: Role::Assister,
            side: Side::Assister { assister: who.id, association },
            name: who.name,
            kind: Some(who.kind),
            year: None,
        }))
    }
}

impl RequestContext<Applicant> {
    /// The same, for the application of this year: as an address or a form says it, where it is not the one that somebody applies for now.
    #[must_use]
    pub fn of_year(mut self, year: &str) -> Self {
        let now = self.today().map(coverage_year).ok();
        self.who.year = year.parse().ok().filter(|year| Some(*year) != now);
        self
    }

    /// For which year the application is.
    fn year(&self) -> Result<u16, ApiError> {
        self.who.year.map_or_else(|| self.today().map(coverage_year), Ok)
    }

    /// The file of the year; not found for an assister whom it is not open to, or not any more.
    async fn file(&self) -> Result<ApplicationFile, ApiError> {
        self.store().application_file(self.who.side, self.year()?).await?.ok_or(ApiError::new(ErrorCode::NotFound))
    }

    /// The sentence above every page of an assister, with the name in it and the way out.
    fn acting(&self, file: &ApplicationFile) -> Option<(String, String, Link)> {
        let t = self.messages();
        let id = self.who.client()?;
        let back = Link { href: format!("/clients/{id}"), text: t.client_back_to_record().to_owned() };
        Some((fill(t.client_acting(), &[("name", &file.name)]), file.name.clone(), back))
    }

    /// Who saved last, and when; before the first question is answered, who started it.
    fn saved_line(&self, application: &StoredApplication) -> String {
        let t = self.messages();
        let StoredApplication { saver, saved_at, answers, .. } = application;
        let template = if answers.help.is_none() { t.application_started() } else { t.application_saved() };
        let values = [("name", saver.name.as_str()), ("role", t.role(saver.role, saver.kind)), ("moment", &dates::moment(*saved_at))];
        fill(template, &values)
    }
}
