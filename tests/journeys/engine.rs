//! An exchange's engine in the place of the portal's own rules, on its good days and on its bad ones.

use crate::app::{App, Person, on_both};
use crate::applications::Desk;
use assister_portal::server::Config;
use assister_portal::server::applications::determine_due;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

const TOKEN: &str = "let-me-in";
/// A limit that a test can wait for. Whoever answers at all answers sooner.
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(30);

/// What the engine does when it is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Right,
    Silent,
    /// Begins an answer that never ends.
    Halting,
    Broken,
    NoJson,
    Huge,
    Endless,
    MissingApplicant,
    SameTwice,
    UnknownOutcome,
    NegativeCredit,
    OtherVersion,
    Redirect,
}

/// An engine of a test's own, at an address of its own.
#[derive(Clone)]
struct Misbehaving {
    url: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<(Option<String>, Value)>>>,
}

impl Misbehaving {
    async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/determine", listener.local_addr().unwrap());
        let engine = Self { url, mood: Arc::new(Mutex::new(mood)), asked: Arc::default() };
        let router = Router::new().fallback(asked).with_state(engine.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        engine
    }

    fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn asked(&self) -> Vec<(Option<String>, Value)> {
        self.asked.lock().unwrap().clone()
    }
}

fn right(question: &Value) -> Value {
    let of = |one: &Value| json!({ "applicant": one["applicant"], "outcome": "with_credit" });
    json!({
        "contract": 1, "medical_assistance": { "year": 2026, "guideline": 1_596_000 },
        "guideline": { "year": 2026, "guideline": 1_596_000 }, "limits": { "minnesotacare": 200, "tax_credit": 400 },
        "shares": 2026, "benchmark": 41_200, "credit": 12_345,
        "outcomes": question["applicants"].as_array().unwrap().iter().map(of).collect::<Vec<_>>(),
    })
}

async fn asked(State(engine): State<Misbehaving>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // Where a redirect leads.
    assert_eq!(parts.uri.path(), "/determine");
    let question: Value = serde_json::from_slice(&to_bytes(body, 1_000_000).await.unwrap()).unwrap();
    let token = parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    engine.asked.lock().unwrap().push((token, question.clone()));
    let mut answer = right(&question);
    let mood = *engine.mood.lock().unwrap();
    match mood {
        Mood::Right => {}
        Mood::Silent => pending().await,
        Mood::Halting => return Body::new(Never).into_response(),
        Mood::Broken => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::NoJson => return "<html>Welcome</html>".into_response(),
        Mood::Huge => answer["padding"] = " ".repeat(1_000_000).into(),
        Mood::Endless => return Body::new(Endless).into_response(),
        Mood::MissingApplicant => answer["outcomes"] = json!([]),
        Mood::SameTwice => {
            let one = answer["outcomes"][0].clone();
            answer["outcomes"].as_array_mut().unwrap().push(one);
        }
        Mood::UnknownOutcome => answer["outcomes"][0]["outcome"] = "rich".into(),
        Mood::NegativeCredit => answer["credit"] = (-1).into(),
        Mood::OtherVersion => answer["contract"] = 2.into(),
        Mood::Redirect => return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/elsewhere")]).into_response(),
    }
    axum::Json(answer).into_response()
}

macro_rules! body {
    ($name:ident, $next:expr) => {
        struct $name;

        impl axum::body::HttpBody for $name {
            type Data = bytes::Bytes;
            type Error = std::convert::Infallible;

            fn poll_frame(
                self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<http_body_util::__Frame, Self::Error>>> {
                $next
            }
        }
    };
}
