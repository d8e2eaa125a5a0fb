//! `/account`.

use crate::api::applications::{Fact, Link};
use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// What the consumer's account page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPage {
    /// The consumer's own name.
    pub name: String,
    /// Their email, as long as it is not confirmed.
    pub unconfirmed: Option<String>,
    /// Who helps now, and whether they are available.
    pub assister: Option<(String, bool)>,
    /// Their application.
    pub application: OwnProgress,
    /// How many notices are new.
    pub notices: u32,
}

/// The application that is applied for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnProgress {
    /// For which year.
    pub year: u16,
    /// How far it is.
    pub state: OwnApplication,
    /// What came of it, once it is submitted.
    pub facts: Vec<Fact>,
    /// The ways to the applications for other years.
    pub others: Vec<Link>,
}

/// How far the consumer's application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnApplication {
    /// Not started.
    None,
    /// Started.
    Draft,
    /// Submitted.
    Submitted,
}

/// The consumer's own account.
#[server(name = LoadAccount, prefix = "/api", endpoint = "account", input = Postcard, output = Postcard, client = FromPage)]
pub async fn account() -> Result<Reply, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::ui::draw_account;
    let context = RequestContext::<ConsumerSelf>::require()?;
    let current = context.store().current_assister(context.who.id, context.now).await?;
    let (consumer, name) = (context.who.id, context.who.name.clone());
    let details = context.store().details(context.who.user).await?;
    Ok(Reply::Show(draw_account(AccountPage {
        name,
        unconfirmed: details.filter(|details| !details.email_confirmed).map(|details| details.email),
        assister: current.map(|c| (c.card.name, c.available)),
        notices: context.store().new_notices(consumer).await?,
        application: context.own_application().own_progress().await?,
    })))
}
