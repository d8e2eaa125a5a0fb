//! For whoever runs the service: is it alive, should it get requests.

use super::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// It can do its work: the database answers, and it is not stopping.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.draining.begun() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else if state.store.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    }
}
