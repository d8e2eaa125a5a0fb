//! The peer: the same client list by hand, axum and askama, with the same queries on the same database.

use askama::Template;
use assister_portal::api::clients::AppliedView;
use assister_portal::domain::clients::{Counts, List, Sort};
use assister_portal::domain::identity::Scope;
use assister_portal::domain::instant::Instant as When;
use assister_portal::messages::Language;
use assister_portal::server::{cookies, dates, views};
use assister_portal::store::{ListQuery, Store};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Html;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use std::error::Error;
use std::time::SystemTime;

#[derive(Template)]
#[template(path = "clients.html")]
struct ClientsPage {
    name: String,
    number: String,
    counts: Counts,
    total: u32,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    id: String,
    name: String,
    authorized: String,
    applied: AppliedView,
}

/// Serves `/clients` until the process ends.
pub async fn serve() -> Result<(), Box<dyn Error>> {
    let store = Store::open(&std::env::var("DATABASE_URL")?).await?;
    let listener = tokio::net::TcpListener::bind(std::env::var("LISTEN")?).await?.tap_io(|io| {
        let _ = io.set_nodelay(true);
    });
    axum::serve(listener, Router::new().route("/clients", get(clients)).with_state(store)).await?;
    Ok(())
}

async fn clients(State(store): State<Store>, headers: HeaderMap) -> Result<Html<String>, StatusCode> {
    let failed = |_| StatusCode::INTERNAL_SERVER_ERROR;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let now = When::from_micros(i64::try_from(now.as_micros()).unwrap_or(0));
    let token = cookies::find(&headers, "session").tokens.into_iter().next().ok_or(StatusCode::UNAUTHORIZED)?;
    let session = store.session(cookies::hash(&token), now).await.map_err(failed)?.ok_or(StatusCode::UNAUTHORIZED)?;
    let principal = session.principal.ok_or(StatusCode::UNAUTHORIZED)?;
    let Scope::Assister { id, number, .. } = principal.scope else { return Err(StatusCode::NOT_FOUND) };
    let query = ListQuery { list: List::All, sort: Sort::Name, search: None, cursor: None };
    let page = store.client_page(id, query).await.map_err(failed)?;
    let today = dates::today(now).ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    let rows: Vec<Row> = page
        .rows
        .into_iter()
        .map(|row| {
            let applied = views::applied(&row.applied, today, Language::default().messages());
            Row { id: row.association.to_string(), name: row.name, authorized: dates::date(row.authorized_at), applied }
        })
        .collect();
    let next = rows.last().filter(|_| page.next).map(|row| row.id.clone());
    let html = ClientsPage { name: principal.name, number: number.to_string(), counts: page.counts, total: page.total, rows, next };
    html.render().map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
