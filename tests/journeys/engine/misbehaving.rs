//! An engine of a test's own that behaves and misbehaves as it is told.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// What the engine does when it is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    Right,
    Silent,
    Broken,
    NoJson,
    Huge,
    MissingApplicant,
    SameTwice,
    UnknownOutcome,
    NegativeCredit,
    OtherVersion,
    Redirect,
}

/// An engine of a test's own, at an address of its own.
#[derive(Clone)]
pub struct Misbehaving {
    pub url: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// What it decided later, and after which numbers it was asked for it.
    later: Arc<Mutex<Vec<Value>>>,
    after: Arc<Mutex<Vec<i64>>>,
}

/// What it was asked: the header that lets in, and the question.
pub type Asked = (Option<String>, Value);

impl Misbehaving {
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/determine", listener.local_addr().unwrap());
        let engine = Self { url, mood: Arc::new(Mutex::new(mood)), asked: Arc::default(), later: Arc::default(), after: Arc::default() };
        let router = Router::new().route("/determine/statuses", get(statuses)).fallback(asked).with_state(engine.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        engine
    }

    pub fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Decides later.
    pub fn decides(&self, status: Value) {
        self.later.lock().unwrap().push(status);
    }

    /// After which numbers it was asked since the last time.
    pub fn asked_after(&self) -> Vec<i64> {
        std::mem::take(&mut self.after.lock().unwrap())
    }

    pub fn asked(&self) -> Vec<Asked> {
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
        Mood::Broken => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::NoJson => return "<html>Welcome</html>".into_response(),
        Mood::Huge => answer["padding"] = " ".repeat(1_000_000).into(),
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

/// What was decided later, two at a time.
async fn statuses(State(engine): State<Misbehaving>, headers: HeaderMap, Query(query): Query<BTreeMap<String, i64>>) -> Response {
    assert_eq!(headers.get(header::AUTHORIZATION).unwrap(), "Bearer let-me-in");
    let after = query["after"];
    engine.after.lock().unwrap().push(after);
    let later = engine.later.lock().unwrap().clone();
    let later: Vec<Value> = later.into_iter().filter(|status| status["number"].as_i64() > Some(after)).take(2).collect();
    let mut answer = json!({ "contract": 1, "statuses": later });
    let mood = *engine.mood.lock().unwrap();
    match mood {
        Mood::Silent => pending().await,
        Mood::Broken => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::NoJson => return "<html>Welcome</html>".into_response(),
        Mood::Huge => answer["padding"] = " ".repeat(1_000_000).into(),
        Mood::SameTwice => {
            let one = answer["statuses"][0].clone();
            answer["statuses"].as_array_mut().unwrap().push(one);
        }
        Mood::OtherVersion => answer["contract"] = 2.into(),
        Mood::Redirect => return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/elsewhere")]).into_response(),
        _ => {}
    }
    axum::Json(answer).into_response()
}

/// An address where somebody begins an answer and never ends it.
pub async fn halting() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            socket.read_u8().await.unwrap();
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"contract\":1,").await.unwrap();
            open.push(socket);
        }
    });
    url
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}
