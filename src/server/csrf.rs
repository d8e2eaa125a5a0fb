//! Requests that change something come from pages of our own. Decided by what browsers say about where a request comes from
//! (`Sec-Fetch-Site`, else `Origin`), without tokens.

use super::AppState;
use super::error_page::{ErrorPages, Problem};
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// What answers instead of the handler.
#[derive(Clone)]
pub struct Refusal(ErrorPages);

impl tower_http::csrf::ResponseForProtectionError<axum::body::Body> for Refusal {
    fn response_for_protection_error(&mut self, error: ProtectionError) -> Response {
        tracing::warn!(kind = ?error.kind(), "refused a form from another site");
        self.0.page(Problem::OtherSite, None)
    }
}

/// The layer. The public origin is trusted by name, for proxies that change `Host`.
pub fn layer(state: &AppState) -> CsrfLayer<Refusal> {
    let layer = CsrfLayer::new();
    // `Config` gives the origin as browsers write it, so the layer takes it; without it, `Host` decides.
    let layer = layer.clone().add_trusted_origin(&state.config.public_url.origin).unwrap_or(layer);
    layer.with_rejection_response(Refusal(state.pages.clone()))
}
