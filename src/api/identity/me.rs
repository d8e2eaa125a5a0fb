//! Who is signed in, for the header; and staying signed in.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::identity::{AssisterKind, Role};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What every page's header and footer show. The server puts it into the page's context; visitors have one too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The signed-in person, if any.
    pub person: Option<Person>,
    /// Whether demo data is present: the footer says so, and `/parts` exists.
    pub demo: bool,
    /// How many wait in the queues of staff, as far as the bar counts.
    pub waiting: Option<u32>,
    /// The browser sent a session that is over, or is not ours.
    pub ended: bool,
}

/// A signed-in person, to themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What says that a page is theirs, see [`PAGE_OF`](crate::api::page_of::PAGE_OF).
    pub page_of: String,
    /// Their own name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// An assister's kind and reference number.
    pub assister: Option<(AssisterKind, String)>,
}

/// Asked by the dialog that announces the end of a session. The request itself keeps the session alive.
#[server(prefix = "/api", endpoint = "stay-signed-in", input = Postcard, output = Postcard, client = FromPage)]
pub async fn stay_signed_in() -> Result<(), ApiError> {
    use crate::server::context::{RequestContext, SignedIn};
    RequestContext::<SignedIn>::require()?.stay_signed_in().await
}

/// Whether the design parts are shown: in development builds and with demo data.
#[server(name = LoadPartsPage, prefix = "/api", endpoint = "parts-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn parts_page() -> Result<(), ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    if context.demo() || context.state().config.development { Ok(()) } else { Err(ApiError::new(ErrorCode::NotFound)) }
}
