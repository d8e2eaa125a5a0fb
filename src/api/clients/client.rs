//! `/clients/ID`: the record.

use super::AppliedView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What a record shows: what rule 22 allows and nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientPage {
    /// The client's name.
    pub name: String,
    /// The date of authorization, to read.
    pub authorized: String,
    /// When the assister first opened the record, to read.
    pub first_opened: String,
    /// The applications: the one that is applied for now first, started or not, then those of other years.
    pub applications: Vec<RecordApplication>,
    /// What names the client in the browser's title: titles end up in histories.
    pub initials: String,
    /// What can't be done here, as markup.
    pub limits: String,
}

/// A client's application for a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordApplication {
    /// For which year, to read.
    pub heading: String,
    /// How far it is.
    pub applied: AppliedView,
    /// Its address.
    pub address: String,
    /// What the link to it says.
    pub link: String,
}

/// Open a client's record. The first time moves the client from New to In Progress, with its audit row: the one thing that looking at a
/// page changes, because the rule is about looking (19). It takes the record's own address, which only this assister has ever been shown.
#[server(prefix = "/api", endpoint = "client", input = Postcard, output = Postcard, client = FromPage)]
pub async fn client(id: String) -> Result<ClientPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::resource_center::may_end_association;
    use crate::domain::text::initials;
    use crate::server::context::{AssisterSelf, RequestContext};
    use crate::server::dates;
    use crate::ui::draw_limits;
    let context = RequestContext::<AssisterSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let association = id.parse().map_err(|_| not_found())?;
    context.by_person()?;
    let record = context.store().open_client(context.who.id, association, context.now, context.audit()).await?.ok_or_else(not_found)?;
    let kind = context.who.kind;
    let staff_may_end = may_end_association(kind, context.state().config.staff_may_end_navigator_associations);
    Ok(ClientPage {
        applications: context.client_application(&id)?.of_record(&record)?,
        initials: initials(&record.consumer_name),
        name: record.consumer_name,
        authorized: dates::date(record.authorized_at),
        first_opened: dates::moment(record.first_opened_at),
        limits: draw_limits(kind, staff_may_end),
    })
}
