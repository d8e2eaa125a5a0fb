//! `/resource-center/assisters/ID`: one assister, as staff see them.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::api::roster::{HistoryView, StandingView};
use crate::domain::ids::AssisterId;
use crate::domain::resource_center::AccountChange;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// An email that was changed on the roster and waits for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailWaits {
    /// What they sign in with.
    pub before: String,
    /// Since when, to read.
    pub date: String,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssisterPage {
    /// The assister.
    pub id: AssisterId,
    /// Full name.
    pub name: String,
    /// The organization's name.
    pub organization: String,
    /// The four gates, the account, whose turn it is.
    pub standing: StandingView,
    /// The user name from enrollment on.
    pub certification_email: String,
    /// Whether it is another one than they sign in with.
    pub email_waits: Option<EmailWaits>,
    /// The Assister ID.
    pub code: String,
    /// Training ID.
    pub training_id: String,
    /// A broker's National Producer Number.
    pub npn: Option<String>,
    /// A broker's license.
    pub license: Option<String>,
    /// What consumers see.
    pub phone: String,
    /// What consumers see.
    pub email: String,
    /// City.
    pub city: String,
    /// Languages spoken.
    pub languages: String,
    /// Seven digits, from enrollment on.
    pub number: Option<String>,
    /// When they were enrolled, to read.
    pub enrolled: Option<String>,
    /// When the account was set up, to read.
    pub activated: Option<String>,
    /// When the account was confirmed, to read.
    pub confirmed: Option<String>,
    /// Why staff suspended or closed the account.
    pub reason: Option<String>,
    /// What may be done to the account now.
    pub changes: Vec<AccountChange>,
    /// Enrolling, sending again or confirming that was refused.
    pub enrollment: FormState,
    /// The certification, or what was typed when it was refused.
    pub certification: FormState,
    /// What happened, latest first.
    pub history: Vec<HistoryView>,
}

/// One assister whom the caller looks after. `retry` finds a form that was refused.
#[server(name = LoadAssister, prefix = "/api", endpoint = "assister", input = Postcard, output = Postcard, client = FromPage)]
pub async fn assister(id: String, retry: String) -> Result<AssisterPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::resource_center::Becomes;
    use crate::domain::roster::Certification;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::roster::history_view;
    use crate::server::{dates, views};
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, not_found) = (context.messages(), || ApiError::new(ErrorCode::NotFound));
    let id = id.parse().map_err(|_| not_found())?;
    let record = context.store().assister_record(id, context.who.kinds()).await?.ok_or_else(not_found)?;
    let mut certification = context.kept_form(Form::Certification, &retry).await?;
    if certification == FormState::default() {
        let until = record.standing.certification.until().map(|until| until.typed()).unwrap_or_default();
        certification = certification.keep("certification", Certification::code(record.standing.certification)).keep("until", &until);
    }
    let may = |change: &AccountChange| matches!(change.of(record.standing.state, record.activated_at.is_some()), Becomes::Now(_));
    let history = context.store().assister_history(id).await?;
    let email_waits = context.store().email_waits(id).await?;
    Ok(AssisterPage {
        id,
        standing: views::standing(&record.standing, context.today()?, t),
        changes: AccountChange::ALL.into_iter().filter(may).collect(),
        enrollment: context.kept_form(Form::Enrollment, &retry).await?,
        certification,
        history: history.into_iter().map(|row| history_view(row, t)).collect(),
        number: record.number.map(|number| number.to_string()),
        enrolled: record.enrolled_at.map(dates::date),
        activated: record.activated_at.map(dates::date),
        confirmed: record.standing.confirmed_at.map(dates::date),
        reason: record.reason,
        name: record.name,
        organization: record.organization,
        certification_email: record.certification_email,
        email_waits: email_waits.map(|(before, at)| EmailWaits { before, date: dates::date(at) }),
        code: record.code,
        training_id: record.training_id.unwrap_or_default(),
        npn: record.npn,
        license: record.license,
        phone: record.phone,
        email: record.email,
        city: record.city,
        languages: record.languages,
    })
}
