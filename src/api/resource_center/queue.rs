//! `/resource-center`: a page of a queue.

use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::AssisterId;
use crate::domain::query;
use crate::domain::resource_center::Queue;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the address of a queue says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueAddress {
    /// Which queue.
    pub queue: Queue,
    /// The page after this assister.
    pub after: Option<AssisterId>,
    /// The page before this assister.
    pub before: Option<AssisterId>,
}

impl QueueAddress {
    /// Reads what [`query`](Self::query) wrote; what it never writes is passed over.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query::pairs(query) {
            match name {
                "queue" => address.queue = Queue::from_code(Some(&value)),
                "after" => address.after = value.parse().ok(),
                "before" => address.before = value.parse().ok(),
                _ => {}
            }
        }
        address
    }

    /// The query of the address, with its question mark; nothing where all is the default.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        if self.queue != Queue::default() {
            parts.push(format!("queue={}", self.queue.code()));
        }
        for (name, id) in [("after", self.after), ("before", self.before)] {
            parts.extend(id.map(|id| format!("{name}={id}")));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// A page of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePage {
    /// Which page of which queue.
    pub address: QueueAddress,
    /// Whose queues these are.
    pub role: Role,
    /// How many are ready to be enrolled.
    pub ready: u32,
    /// How many accounts are to be confirmed.
    pub to_confirm: u32,
    /// Who waits, the longest first.
    pub rows: Vec<WaitingView>,
    /// Before whom the page before ends, if there is one.
    pub previous: Option<AssisterId>,
    /// After whom the page after begins, if there is one.
    pub next: Option<AssisterId>,
    /// The day on which the caller's password expires, when that is soon.
    pub password_expires: Option<String>,
}

/// Somebody in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingView {
    /// The assister.
    pub id: AssisterId,
    /// Full name.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name.
    pub organization: String,
    /// Since when, to read.
    pub since: String,
}

/// A page of the caller's queues. `query` is that of its address.
#[server(name = LoadQueue, prefix = "/api", endpoint = "queue", input = Postcard, output = Postcard, client = FromPage)]
pub async fn queue(query: String) -> Result<Reply, ApiError> {
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::dates;
    use crate::store::Cursor;
    use crate::ui::draw_queue;
    let context = RequestContext::<StaffSelf>::require()?;
    let (store, kinds) = (context.store(), context.who.kinds());
    let address = QueueAddress::parse(&query);
    let from = address.after.map(Cursor::After).or(address.before.map(Cursor::Before));
    let page = store.queue_page(address.queue, kinds, from, context.now).await?;
    let (first, last) = (page.rows.first().map(|row| row.id), page.rows.last().map(|row| row.id));
    let rows = page.rows.into_iter().map(|row| WaitingView {
        id: row.id,
        name: row.name,
        kind: row.standing.kind,
        organization: row.organization,
        since: row.since.map(dates::date).unwrap_or_default(),
    });
    Ok(Reply::Show(draw_queue(QueuePage {
        address,
        role: context.who.role,
        ready: store.queue_count(Queue::Ready, kinds, context.now).await?,
        to_confirm: store.queue_count(Queue::ToConfirm, kinds, context.now).await?,
        rows: rows.collect(),
        password_expires: context.password_reminder(),
        previous: first.filter(|_| page.previous),
        next: last.filter(|_| page.next),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let id: AssisterId = "01900000-0000-7000-8000-000000000000".parse().unwrap();
        for address in [QueueAddress::default(), QueueAddress { queue: Queue::ToConfirm, after: None, before: Some(id) }] {
            assert_eq!(QueueAddress::parse(&address.query()), address);
        }
        assert_eq!(QueueAddress::parse("?queue=x&after=nguyen&other").query(), "");
    }
}
