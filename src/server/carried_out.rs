//! What was begun is carried to its end, whether its sender waits for the answer or not.
//!
//! A browser that goes away takes its request with it: the future that works on it is dropped wherever it just waits, between two
//! steps that belong together, and on a connection whose state nobody knows then. So whatever may change something works in a task of
//! its own, which nobody drops. Who leaves while the request is still coming in has sent none: its body ends in an error.

use crate::domain::access::LOGIN_MN_ROUTES;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::panic::resume_unwind;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// How many may work on for senders who left. Of more, the one that is left is ended: who only sends and leaves piles up no work.
const MOST_LEFT: usize = 256;

static LEFT: Semaphore = Semaphore::const_new(MOST_LEFT);

/// Around everything, the request's own deadline and log line included.
pub async fn carry_out(request: Request, inner: Next) -> Response {
    // Reading is not worth finishing for nobody, except where coming back is signing in.
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD) || request.uri().path() == LOGIN_MN_ROUTES[1];
    if !changes {
        return inner.run(request).await;
    }
    let mut waiting = Waiting(Some(tokio::spawn(inner.run(request))));
    let ended = match &mut waiting.0 {
        Some(task) => task.await,
        None => return Response::default(),
    };
    waiting.0 = None;
    // Panics are caught inside. A task of a runtime that stops is cancelled, and so is whoever waits for it.
    ended.unwrap_or_else(|ended| match ended.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => Response::default(),
    })
}

/// A sender who waits; dropped before the end when they leave.
struct Waiting(Option<JoinHandle<Response>>);

impl Drop for Waiting {
    fn drop(&mut self) {
        let Some(task) = self.0.take() else { return };
        match (LEFT.try_acquire(), Handle::try_current()) {
            (Ok(place), Ok(runtime)) => {
                runtime.spawn(async move {
                    let _ended = task.await;
                    drop(place);
                });
            }
            _ => task.abort(),
        }
    }
}
