//! The addresses that give worksheets as files. Taking one along is noted, as opening a record is.

use super::{agent_of_record, payments};
use crate::api::worksheets::{AGENT_OF_RECORD, PAYMENTS};
use crate::domain::access::{AGENT_OF_RECORD_ROUTE, PAYMENTS_ROUTE};
use crate::domain::audit::{Actor, Subject};
use crate::domain::identity::Role;
use crate::server::context::{AgentReader, PaymentReader};
use crate::server::error_page::Problem;
use crate::server::{AppState, RequestInfo, fault, uploads};
use crate::store::StoreError;
use axum::Router;
use axum::extract::{Extension, RawQuery, State};
use axum::response::Response;
use axum::routing::get;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new().route(AGENT_OF_RECORD_ROUTE, get(agents)).route(PAYMENTS_ROUTE, get(month))
}

async fn agents(State(state): State<AppState>, Extension(info): Extension<RequestInfo>) -> Response {
    let reader = match uploads::caller::<AgentReader>(&state, &info, AGENT_OF_RECORD) {
        Ok(reader) => reader,
        Err(refused) => return *refused,
    };
    let (actor, of) = match &reader {
        AgentReader::Broker(who) => {
            (Actor { user: who.user, role: Role::Assister }, Subject { assister: Some(who.id), ..Subject::default() })
        }
        AgentReader::Staff(who) => (Actor { user: who.user, role: who.role }, Subject::default()),
    };
    let file = match noted(&state, &info, actor, of).await {
        Ok(()) => agent_of_record::file(&state.store, agent_of_record::scope(&reader)).await,
        Err(error) => Err(error),
    };
    given(&state, &info, "agent-of-record-worksheet.csv", file)
}

async fn month(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, RawQuery(query): RawQuery) -> Response {
    let reader = match uploads::caller::<PaymentReader>(&state, &info, PAYMENTS) {
        Ok(reader) => reader,
        Err(refused) => return *refused,
    };
    let Some(month) = payments::asked(&query.unwrap_or_default(), state.clock.now()) else {
        return state.pages.page(Problem::NotFound, None);
    };
    let actor = match &reader {
        PaymentReader::Agency(who) => Actor { user: who.user, role: Role::AgencyContact },
        PaymentReader::Staff(who) => Actor { user: who.user, role: who.role },
    };
    let organization = payments::organization(&reader);
    let file = match noted(&state, &info, actor, Subject { organization, ..Subject::default() }).await {
        Ok(()) => payments::file(&state.store, organization, month).await,
        Err(error) => Err(error),
    };
    given(&state, &info, &format!("payments-worksheet-{}.csv", month.code()), file)
}

async fn noted(state: &AppState, info: &RequestInfo, actor: Actor, of: Subject) -> Result<(), StoreError> {
    let now = state.clock.now();
    state.store.note_export(of, now, &info.audit(actor.user, actor.role, now)).await
}

fn given(state: &AppState, info: &RequestInfo, name: &str, file: Result<Vec<u8>, StoreError>) -> Response {
    match file {
        Ok(file) => uploads::csv_file(name, file),
        Err(error) => state.pages.api_error(&fault::store(info, &error)),
    }
}
