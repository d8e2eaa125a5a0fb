//! `/clients/agent-of-record` and `/resource-center/agent-of-record`

use super::Worksheet;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// A page of the broker's own worksheet. `query` is that of its address.
#[server(prefix = "/api", endpoint = "own-agent-of-record", input = Postcard, output = Postcard)]
pub async fn own_agent_of_record(query: String) -> Result<Worksheet, ApiError> {
    use crate::server::context::{BrokerSelf, RequestContext};
    use crate::server::worksheets::agent_of_record;
    use crate::store::AgentScope;
    let context = RequestContext::<BrokerSelf>::require()?;
    agent_of_record::page(&context, AgentScope::Broker(context.who.0.id), &query).await
}

/// A page of the worksheet of all brokers. `query` is that of its address.
#[server(prefix = "/api", endpoint = "agents-of-record", input = Postcard, output = Postcard)]
pub async fn agents_of_record(query: String) -> Result<Worksheet, ApiError> {
    use crate::server::context::{BrokerStaff, RequestContext};
    use crate::server::worksheets::agent_of_record;
    use crate::store::AgentScope;
    let context = RequestContext::<BrokerStaff>::require()?;
    agent_of_record::page(&context, AgentScope::Everybody, &query).await
}
