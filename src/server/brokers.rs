//! Adding a broker: what is checked, and what is said when it is refused.

use super::context::{RequestContext, StaffSelf};
use super::resource_center::decided;
use super::roster::{EntryForm, taken_now};
use super::{dates, random};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::FormState;
use crate::api::resource_center::BrokerFields;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::roster::Certification;
use crate::domain::typed::{line, plain};
use crate::store::{Added, Constraint, NewEntry, StoreError};

/// More often than anybody draws an Assister ID that is taken.
const DRAWS: u8 = 5;

/// What came of adding a broker.
pub enum BrokerAdded {
    /// The broker is written down.
    Done(AssisterId),
    /// Nothing was written.
    Refused(FormState),
}

impl RequestContext<StaffSelf> {
    /// Goes on only for who looks after brokers.
    ///
    /// # Errors
    /// Not found for others.
    pub fn look_after_brokers(&self) -> Result<(), ApiError> {
        let theirs = self.who.kinds().contains(&AssisterKind::Broker);
        if theirs { Ok(()) } else { Err(ApiError::new(ErrorCode::NotFound)) }
    }
}

/// Writes a broker down under an Assister ID that nobody has.
///
/// # Errors
/// The store's.
pub async fn add_broker(context: &RequestContext<StaffSelf>, broker: &BrokerFields) -> Result<BrokerAdded, ApiError> {
    let t = context.messages();
    let kept = broker.entry.form().keep("npn", &broker.npn).keep("license", &broker.license).keep("agency", &broker.agency);
    let mut form = EntryForm::new(t, kept.keep("certification", &broker.certification).keep("until", &broker.until));
    let (npn, license, agency) = (npn(&broker.npn), words(&broker.license), words(&broker.agency));
    for (missing, field, problem) in
        [(npn.is_none(), "npn", t.resource_broker_npn_missing()), (license.is_none(), "license", t.resource_broker_license_missing())]
    {
        if missing {
            form.state.wrong(field, problem);
        }
    }
    let entry = form.entry(&broker.entry, None);
    if agency.is_none() {
        form.state.wrong("agency", t.resource_broker_agency_missing());
    }
    let decided = decided(&broker.certification, &broker.until, context.today()?, &mut form.state, t);
    let (Some(npn), Some(license), Some(entry), Some(agency), Some(decided)) = (npn, license, entry, agency, decided) else {
        return Ok(BrokerAdded::Refused(form.state));
    };
    let id = AssisterId(context.fresh_id());
    let new = NewEntry {
        id,
        organization: OrganizationId(context.fresh_id()),
        kind: AssisterKind::Broker,
        entry,
        portal_access: true,
        assister_code: String::new(),
        npn: Some(npn),
        license: Some(license),
        certified: decided.until().map(|until| (until, dates::end_of_day(until))),
        now: context.now,
    };
    match write(context, new, &agency, decided).await {
        Ok(Added::Done) => return Ok(BrokerAdded::Done(id)),
        Ok(Added::Taken(taken)) => form.taken(&taken),
        Err(StoreError::Conflict(Constraint::NpnTaken)) => form.state.wrong("npn", t.resource_broker_npn_taken()),
        Err(error) => form.taken(&taken_now(error)?),
    }
    Ok(BrokerAdded::Refused(form.state))
}

async fn write(context: &RequestContext<StaffSelf>, new: NewEntry, agency: &str, decided: Certification) -> Result<Added, StoreError> {
    let by = context.by();
    for _ in 0..DRAWS {
        let new = NewEntry { assister_code: random::assister_code(), ..new.clone() };
        match context.store().add_broker(&new, agency, decided, &by).await {
            Err(StoreError::Conflict(Constraint::AssisterCodeTaken)) => {}
            answer => return answer,
        }
    }
    Err(StoreError::Conflict(Constraint::AssisterCodeTaken))
}

/// A National Producer Number: one to ten digits.
fn npn(typed: &str) -> Option<String> {
    let npn = plain(typed);
    ((1..=10).contains(&npn.len()) && npn.bytes().all(|byte| byte.is_ascii_digit())).then_some(npn)
}

/// Something on one line, of at most 200 characters.
fn words(typed: &str) -> Option<String> {
    let words = line(typed);
    (1..=200).contains(&words.chars().count()).then_some(words)
}
