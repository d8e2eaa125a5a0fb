//! The addresses that give worksheets as files. Taking one along is noted, as opening a record is.

use super::{agent_of_record, payments};
use crate::api::worksheets::{AGENCY_PAYMENTS, AGENTS_OF_RECORD, OWN_AGENT_OF_RECORD, PAYMENTS};
use crate::domain::access::{AGENCY_PAYMENTS_ROUTE, AGENTS_OF_RECORD_ROUTE, OWN_AGENT_OF_RECORD_ROUTE, PAYMENTS_ROUTE};
use crate::domain::audit::{Actor, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::OrganizationId;
use crate::server::context::{AgencySelf, BrokerSelf, BrokerStaff, NavigatorStaff};
use crate::server::error_page::Problem;
use crate::server::{AppState, RequestInfo, fault, uploads};
use crate::store::{AgentScope, StoreError};
use axum::Router;
use axum::extract::{Extension, RawQuery, State};
use axum::response::Response;
use axum::routing::get;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(OWN_AGENT_OF_RECORD_ROUTE, get(own_agent_of_record))
        .route(AGENTS_OF_RECORD_ROUTE, get(agents_of_record))
        .route(AGENCY_PAYMENTS_ROUTE, get(agency_payments))
        .route(PAYMENTS_ROUTE, get(all_payments))
}

async fn own_agent_of_record(State(state): State<AppState>, Extension(info): Extension<RequestInfo>) -> Response {
    match uploads::caller::<BrokerSelf>(&state, &info, OWN_AGENT_OF_RECORD) {
        Ok(BrokerSelf(who)) => {
            let subject = Subject { assister: Some(who.id), ..Subject::default() };
            agents(&state, &info, Actor { user: who.user, role: Role::Assister }, subject, AgentScope::Broker(who.id)).await
        }
        Err(refused) => *refused,
    }
}

async fn agents_of_record(State(state): State<AppState>, Extension(info): Extension<RequestInfo>) -> Response {
    match uploads::caller::<BrokerStaff>(&state, &info, AGENTS_OF_RECORD) {
        Ok(BrokerStaff(who)) => {
            agents(&state, &info, Actor { user: who.user, role: who.role }, Subject::default(), AgentScope::Everybody).await
        }
        Err(refused) => *refused,
    }
}

async fn agency_payments(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, RawQuery(query): RawQuery) -> Response {
    match uploads::caller::<AgencySelf>(&state, &info, AGENCY_PAYMENTS) {
        Ok(who) => month(&state, &info, Actor { user: who.user, role: Role::AgencyContact }, Some(who.organization), query).await,
        Err(refused) => *refused,
    }
}

async fn all_payments(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, RawQuery(query): RawQuery) -> Response {
    match uploads::caller::<NavigatorStaff>(&state, &info, PAYMENTS) {
        Ok(NavigatorStaff(who)) => month(&state, &info, Actor { user: who.user, role: who.role }, None, query).await,
        Err(refused) => *refused,
    }
}

async fn agents(state: &AppState, info: &RequestInfo, actor: Actor, of: Subject, scope: AgentScope) -> Response {
    let file = match noted(state, info, actor, of).await {
        Ok(()) => agent_of_record::file(&state.store, scope).await,
        Err(error) => Err(error),
    };
    given(state, info, "agent-of-record.csv", file)
}

async fn month(
    state: &AppState,
    info: &RequestInfo,
    actor: Actor,
    organization: Option<OrganizationId>,
    query: Option<String>,
) -> Response {
    let Some(month) = payments::asked(&query.unwrap_or_default(), state.clock.now()) else {
        return state.pages.page(Problem::NotFound, None);
    };
    let file = match noted(state, info, actor, Subject { organization, ..Subject::default() }).await {
        Ok(()) => payments::file(&state.store, organization, month).await,
        Err(error) => Err(error),
    };
    given(state, info, &format!("payments-{}.csv", month.code()), file)
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
