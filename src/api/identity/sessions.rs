//! `/sessions`: where the person is signed in, and ending it there.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsPage {
    /// Last used first.
    pub sessions: Vec<SessionView>,
}

/// One of the person's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// What the form to end it sends. Tells nothing to anybody else, and opens nothing.
    pub key: String,
    /// When it began, for a person to read.
    pub since: String,
    /// When it was last used, for a person to read.
    pub used: String,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// The person's own sessions.
#[server(name = LoadSessions, prefix = "/api", endpoint = "sessions-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn sessions_page() -> Result<SessionsPage, ApiError> {
    use crate::server::context::{RequestContext, SignedIn};
    use crate::server::{dates, session};
    let context = RequestContext::<SignedIn>::require()?;
    let own = context.store().sessions_of(context.who.0.user, context.now).await?;
    let sessions = own.into_iter().map(|own| SessionView {
        key: session::key(&own.token_hash),
        since: dates::moment(own.created_at),
        used: dates::moment(own.last_seen_at),
        this: context.session_hash() == Some(own.token_hash),
    });
    Ok(SessionsPage { sessions: sessions.collect() })
}

/// End all of the person's own sessions, this one and the one at LoginMN behind it too.
#[server(prefix = "/api", endpoint = "sign-out-everywhere", output = Postcard, client = FromPage)]
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    use crate::domain::next::SIGNED_OUT;
    use crate::server::context::{RequestContext, SignedIn};
    use crate::server::{login_mn, sign_in};
    let context = RequestContext::<SignedIn>::require()?;
    let elsewhere = login_mn::sign_out_address(context.state(), context.info()).await;
    context.store().end_all_sessions(context.who.0.user, context.now, &context.audit()).await?;
    for (name, value) in sign_in::forget(context.state()) {
        context.add_header(name, value);
    }
    context.redirect(elsewhere.as_deref().unwrap_or(SIGNED_OUT));
    Ok(())
}

/// End one of the person's own sessions. One that is over already, or was never theirs, is simply not there afterwards.
#[server(prefix = "/api", endpoint = "end-session", output = Postcard, client = FromPage)]
pub async fn end_session(#[server(default)] key: String) -> Result<(), ApiError> {
    use crate::server::context::{RequestContext, SignedIn};
    use crate::server::session;
    let context = RequestContext::<SignedIn>::require()?;
    let own = context.store().sessions_of(context.who.0.user, context.now).await?;
    if let Some(own) = own.into_iter().find(|own| session::key(&own.token_hash) == key) {
        context.store().end_session(own.token_hash, context.now, Some(context.audit())).await?;
    }
    context.redirect("/sessions");
    Ok(())
}
