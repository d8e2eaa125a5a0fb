//! The home of the roles whose own pages are still to come.

use crate::api::error::ApiError;
use crate::domain::identity::Role;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What a role's home shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Whose home.
    pub role: Role,
}

/// The home at `address`; not found for everybody whose home it is not.
#[server(name = LoadHome, prefix = "/api", endpoint = "home", input = Postcard, output = Postcard)]
pub async fn home(address: String) -> Result<Home, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{RequestContext, SignedIn};
    let context = RequestContext::<SignedIn>::require()?;
    let role = context.who.0.role();
    if role.home() == address { Ok(Home { role }) } else { Err(ApiError::new(ErrorCode::NotFound)) }
}
