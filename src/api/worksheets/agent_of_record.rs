//! `/clients/agent-of-record`

use super::Worksheet;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// A page of the worksheet: a broker's own, for staff that of all brokers. `query` is that of its address.
#[server(prefix = "/api", endpoint = "agent-of-record", input = Postcard, output = Postcard, client = FromPage)]
pub async fn agent_of_record(query: String) -> Result<Worksheet, ApiError> {
    use crate::server::context::{AgentReader, RequestContext};
    use crate::server::worksheets::agent_of_record;
    agent_of_record::page(&RequestContext::<AgentReader>::require()?, &query).await
}
