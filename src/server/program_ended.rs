//! The program ended in somebody's browser, and the page went on without it: its operator hears how often, and of whom it was nothing.

use super::seldom::Seldom;
use axum::extract::Path;
use axum::http::StatusCode;
use std::sync::LazyLock;

/// Where the page says so, and what of. `public/start.js` has the other half.
pub const PATH: &str = "/program-ended/{why}";

/// What it ends of, in the page's word and in the log's.
const WHY: [(&str, &str); 3] = [
    ("start", "it could not be fetched or started"),
    ("changed", "the page is not as it was sent: an extension, a translator or a proxy changed it"),
    ("panic", "it failed while it ran"),
];

static SAID: LazyLock<[Seldom; WHY.len()]> = LazyLock::new(Default::default);

/// Counts one more. Each reason is told once a minute.
pub async fn note(Path(why): Path<String>) -> StatusCode {
    let Some(place) = WHY.iter().position(|(word, _)| *word == why) else { return StatusCode::NOT_FOUND };
    if let Some(times) = SAID[place].happened() {
        let (word, means) = WHY[place];
        tracing::warn!(why = word, times, "the program ended in a browser: {means}");
    }
    StatusCode::NO_CONTENT
}
