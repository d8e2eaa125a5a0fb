//! `/agency/payments`

use super::Worksheet;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// A month's payments: for the organization's own navigators, for staff those of all navigators. `query` is that of its address.
#[server(name = LoadPayments, prefix = "/api", endpoint = "payments", input = Postcard, output = Postcard, client = FromPage)]
pub async fn payments(query: String) -> Result<Worksheet, ApiError> {
    use crate::server::context::{PaymentReader, RequestContext};
    use crate::server::worksheets::payments;
    payments::page(&RequestContext::<PaymentReader>::require()?, &query).await
}
