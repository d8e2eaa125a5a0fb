//! Pages leave whole: one body with its length, and what leptos appends for hydration inside of the document instead of after it.

use super::nodes;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Where leptos' document ends. Its closing marks and the appended scripts follow.
const END_OF_BODY: &str = "</body>";
const END: &str = "</body></html>";
const BODY: &str = "<body>";
/// Where the script that starts the program is told of how many nodes the body consists.
const NODES: &str = " data-nodes>";

/// Whether an answer is a page.
pub fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Around the pages. They are rendered to the end before the first byte leaves (`SsrMode::Async`), so waiting for all costs nothing,
/// and one write is cheaper than many.
pub async fn finish(request: Request, inner: Next) -> Response {
    let response = inner.run(request).await;
    if !is_html(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Rendering has no limit of its own: a page is as long as what it shows.
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    // Between the mark and the scripts are other closing marks only, and no script holds one: what leptos serializes has no `<`.
    let page = match std::str::from_utf8(&page).ok().and_then(|text| text.rsplit_once(END_OF_BODY)) {
        Some((document, rest)) => Body::from(whole(document, rest.find("<script").map_or("", |at| &rest[at..]))),
        None => Body::from(page),
    };
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, page)
}

fn whole(document: &str, scripts: &str) -> String {
    let parts = document.split_once(BODY).and_then(|(head, body)| Some((head.split_once(NODES)?, body)));
    // Without the program there is nobody to read what it would be told.
    let Some(((before, after), body)) = parts else { return [document, END].concat() };
    // The text where the two meet is one node, and there is none.
    let nodes = (nodes::count(body) + nodes::count(scripts)).to_string();
    [before, " data-nodes=\"", &nodes, "\">", after, BODY, body, scripts, END].concat()
}
