//! `/account`.

use crate::api::applications::Link;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// What the consumer's account page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPage {
    /// The consumer's own name.
    pub name: String,
    /// Who helps now, and whether they are available.
    pub assister: Option<(String, bool)>,
    /// For which year somebody applies now, and how far the application is.
    pub application: (u16, OwnApplication),
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
#[server(prefix = "/api", endpoint = "account", input = Postcard, output = Postcard)]
pub async fn account() -> Result<Reply, ApiError> {
    use crate::domain::applications::coverage_year;
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::store::Side;
    use crate::ui::draw_account;
    let context = RequestContext::<ConsumerSelf>::require()?;
    let current = context.store().current_assister(context.who.id, context.now).await?;
    let year = coverage_year(context.today()?);
    let file = context.store().application_file(Side::Consumer(context.who.id), year).await?;
    let application = match file.and_then(|file| file.application) {
        None => OwnApplication::None,
        Some(application) if application.submitted.is_none() => OwnApplication::Draft,
        Some(_) => OwnApplication::Submitted,
    };
    let (consumer, name) = (context.who.id, context.who.name.clone());
    Ok(Reply::Show(draw_account(AccountPage {
        name,
        assister: current.map(|c| (c.card.name, c.available)),
        application: (year, application),
        others: context.own_application().other_years(consumer, year).await?,
    })))
}
