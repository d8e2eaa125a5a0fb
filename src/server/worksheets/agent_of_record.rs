//! Agent of Record: from the month after the association's start to the month of its end.

use super::{FILE, READ, Style, value};
use crate::api::error::ApiError;
use crate::api::worksheets::{AGENT_OF_RECORD, Worksheet};
use crate::domain::access::AGENT_OF_RECORD_ROUTE;
use crate::domain::ids::AssociationId;
use crate::domain::worksheets::{InEffect, agent_of_record};
use crate::messages::{Language, Messages};
use crate::server::context::{AgentReader, RequestContext};
use crate::server::csv::{BOM, write_row};
use crate::server::dates;
use crate::store::{AgentOfRecord, AgentScope, Cursor, Store, StoreError};
use std::sync::Arc;

/// A page of it.
///
/// # Errors
/// When the store fails.
pub async fn page(context: &RequestContext<AgentReader>, query: &str) -> Result<Worksheet, ApiError> {
    let scope = scope(&context.who);
    let id = |name| value(query, name).and_then(|id| id.parse::<AssociationId>().ok());
    let cursor = id("after").map(Cursor::After).or_else(|| id("before").map(Cursor::Before));
    let page = context.store().agent_of_record_page(scope, cursor).await?;
    let beyond = |row: Option<&AgentOfRecord>, is_there: bool, name: &str| {
        row.filter(|_| is_there).map(|row| format!("{AGENT_OF_RECORD}?{name}={}", row.id)).unwrap_or_default()
    };
    let t = context.messages();
    let mut lead = vec![t.agent_lead().to_owned(), t.agent_rule().to_owned()];
    let none = match scope {
        AgentScope::Broker(_) => {
            lead.extend((!page.rows.is_empty()).then(|| t.agent_own().to_owned()));
            t.agent_none_own_text()
        }
        AgentScope::Everybody => t.agent_none_text(),
    };
    Ok(Worksheet {
        heading: t.agent_heading().to_owned(),
        lead,
        columns: columns(scope, t).into_iter().map(str::to_owned).collect(),
        empty: page.rows.is_empty().then(|| (t.agent_none().to_owned(), none.to_owned())),
        previous: beyond(page.rows.first(), page.previous, "before"),
        next: beyond(page.rows.last(), page.next, "after"),
        rows: Arc::new(page.rows.into_iter().map(|row| cells(row, scope, READ, t)).collect()),
        file: AGENT_OF_RECORD_ROUTE.to_owned(),
        ..Worksheet::default()
    })
}

/// Whose it is that somebody reads.
#[must_use]
pub const fn scope(reader: &AgentReader) -> AgentScope {
    match reader {
        AgentReader::Broker(who) => AgentScope::Broker(who.id),
        AgentReader::Staff(_) => AgentScope::Everybody,
    }
}

/// All of it as a file.
///
/// # Errors
/// When the store fails.
pub async fn file(store: &Store, scope: AgentScope) -> Result<Vec<u8>, StoreError> {
    let t = Language::default().messages();
    let mut file = BOM.to_vec();
    write_row(&mut file, columns(scope, t));
    for row in store.whole_agent_of_record(scope).await? {
        write_row(&mut file, cells(row, scope, FILE, t).iter().map(String::as_str));
    }
    Ok(file)
}

fn columns(scope: AgentScope, t: Messages) -> Vec<&'static str> {
    match scope {
        AgentScope::Broker(_) => {
            vec![t.agent_column_consumer(), t.agent_column_authorized(), t.agent_column_from(), t.agent_column_last()]
        }
        AgentScope::Everybody => vec![
            t.agent_column_consumer(),
            t.agent_column_broker(),
            t.agent_column_npn(),
            t.agent_column_authorized(),
            t.agent_column_ended(),
            t.agent_column_from(),
            t.agent_column_last(),
        ],
    }
}

fn cells(row: AgentOfRecord, scope: AgentScope, style: Style, t: Messages) -> Vec<String> {
    let none = || t.worksheet_none().to_owned();
    let (started, ended) = (dates::today(row.started_at), row.ended_at.and_then(dates::today));
    let (from, last) = match started.map(|started| agent_of_record(started, ended)) {
        Some(InEffect::Months { from, last }) => {
            ((style.day)(from.first_day()), last.map_or_else(|| t.agent_no_end().to_owned(), style.month))
        }
        Some(InEffect::Never) => (t.agent_never().to_owned(), none()),
        None => (none(), none()),
    };
    let day = |day: Option<_>| day.map_or_else(none, style.day);
    match scope {
        AgentScope::Broker(_) => vec![row.consumer, day(started), from, last],
        AgentScope::Everybody => {
            vec![row.consumer, row.broker, row.npn.unwrap_or_else(none), day(started), day(ended), from, last]
        }
    }
}
