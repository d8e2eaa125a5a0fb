//! `/agency/payments` and `/resource-center/payments`

use super::Worksheet;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// A month's payments for the organization's own navigators. `query` is that of its address.
#[server(prefix = "/api", endpoint = "agency-payments", input = Postcard, output = Postcard)]
pub async fn agency_payments(query: String) -> Result<Worksheet, ApiError> {
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::worksheets::payments;
    let context = RequestContext::<AgencySelf>::require()?;
    payments::page(&context, Some(context.who.organization), &query).await
}

/// A month's payments for all navigators. `query` is that of its address.
#[server(name = LoadPayments, prefix = "/api", endpoint = "payments", input = Postcard, output = Postcard)]
pub async fn payments(query: String) -> Result<Worksheet, ApiError> {
    use crate::server::context::{NavigatorStaff, RequestContext};
    use crate::server::worksheets::payments;
    let context = RequestContext::<NavigatorStaff>::require()?;
    payments::page(&context, None, &query).await
}
