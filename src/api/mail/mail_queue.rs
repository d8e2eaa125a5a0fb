//! `/resource-center/mail`: how old the queue is and what failed. Never what a message says, and of an address only where it leads.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// How the outbox is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailQueue {
    /// How many messages wait to be sent.
    pub waiting: u32,
    /// How long the oldest of them has been waiting, to read; empty when none waits.
    pub oldest: String,
    /// How many were given up.
    pub gave_up: u32,
    /// The newest that failed and were not sent since.
    pub failed: Vec<FailedView>,
}

/// A message that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedView {
    /// What it is, to read.
    pub kind: String,
    /// The address, masked.
    pub to: String,
    /// How often it was tried.
    pub tries: u32,
    /// What went wrong and when, and what happens next, to read.
    pub story: String,
}

/// How the outbox is doing.
#[server(name = LoadMailQueue, prefix = "/api", endpoint = "mail-queue", input = Postcard, output = Postcard, client = FromPage)]
pub async fn mail_queue() -> Result<MailQueue, ApiError> {
    use crate::domain::mail::masked;
    use crate::domain::manage_assister::fill;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::{dates, mail};
    let context = RequestContext::<StaffSelf>::require()?;
    let t = context.messages();
    let figures = context.store().mail_figures().await?;
    let failed = context.store().failed_mail(context.who.kinds(), 100).await?.into_iter().map(|failed| {
        let when = dates::moment(failed.tried_at);
        let next = failed.again.map_or(t.outbox_gave_up().to_owned(), |again| fill(t.outbox_again(), &[("when", &dates::moment(again))]));
        FailedView {
            kind: t.mail_kind(failed.kind).to_owned(),
            to: masked(&failed.to),
            tries: failed.tries,
            story: fill(t.outbox_story(), &[("why", t.mail_failure(failed.why)), ("when", &when), ("next", &next)]),
        }
    });
    Ok(MailQueue {
        waiting: figures.waiting,
        oldest: figures.oldest.map(|oldest| mail::age(context.now.since(oldest), t)).unwrap_or_default(),
        gave_up: figures.gave_up,
        failed: failed.collect(),
    })
}
