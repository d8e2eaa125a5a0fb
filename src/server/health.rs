//! For whoever runs the service: is it alive, should it get requests.

use super::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// It can do its work: the database answers, has this program's tables and can be written, and the program is not stopping. If not,
/// why, in a sentence without secrets: an operator asks for it, but anybody can.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, String) {
    if state.draining.begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match state.store.readiness(state.clock.now()).await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(why) => {
            tracing::warn!(%why, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n"))
        }
    }
}
