//! How much visitors may post from one address, all of it together: generously, since an office or a library has one address.
//!
//! Counted in the database for all its servers, and in between here: of what one address posts every tenth is written down, with the nine
//! before it, so that a burst is not as many changes of the database as it is requests. What is over the limit costs it nothing.

use super::limits::{self, networks};
use super::trace::{self, Came};
use super::{AppState, RequestInfo, fault};
use crate::api::error::ApiError;
use crate::domain::access::{Action, FUNCTIONS, LOGIN_MN_ROUTES};
use crate::domain::audit::AuditAction;
use crate::domain::instant::Instant;
use axum::http::Method;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many posts of visitors one address (IPv6: a /64) may make in [`WINDOW`].
pub const MOST: u32 = 3_000;
/// How many a site (an IPv6 /48) may.
pub const MOST_SITE: u32 = 4 * MOST;
/// For how long they are counted together.
pub const WINDOW: Duration = Duration::from_secs(10 * 60);
/// Every how many are written down.
const STEP: u32 = 10;
/// So many addresses are remembered here; with one more all are forgotten, whose counts go on in the database.
const REMEMBERED: usize = 10_000;

/// What visitors post that may be done by anybody any number of times: the provider's notices, which all come from its one address, the
/// end of a session, and what only a demonstration has.
const OTHERS: [&str; 3] = ["/api/sign-out", "/api/demo-mail", "/api/parts-page"];

/// Whether a request is one of those that are counted: whatever a visitor may post that is no page's data.
#[must_use]
pub fn counts(method: &Method, path: &str) -> bool {
    static COUNTED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        let functions = FUNCTIONS.iter().filter(|(_, action)| *action == Action::Visit).map(|(path, _)| *path);
        functions.filter(|path| !path.ends_with("-page") && !OTHERS.contains(path)).chain([LOGIN_MN_ROUTES[0]]).collect()
    });
    *method == Method::POST && COUNTED.contains(path)
}

/// What was counted.
#[derive(Debug, Default)]
pub struct Posts(Mutex<Window>);

/// What was counted since a window began, by address.
#[derive(Debug, Default)]
struct Window {
    start: Option<Instant>,
    counted: BTreeMap<String, Counted>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    /// By all servers, when it was last written down.
    total: u32,
    /// Here since.
    since: u32,
    /// When it was last said that there are too many.
    said: Option<Instant>,
}

impl Posts {
    fn window(&self) -> MutexGuard<'_, Window> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more. Gives the count, and how many are to be written down now.
    fn one_more(&self, bucket: &str, start: Instant) -> (u32, u32) {
        let mut window = self.window();
        if window.start != Some(start) || window.counted.len() >= REMEMBERED {
            *window = Window { start: Some(start), counted: BTreeMap::new() };
        }
        let counted = window.counted.entry(bucket.to_owned()).or_default();
        let first = counted.total + counted.since == 0;
        counted.since += 1;
        let due = if first || counted.since >= STEP { std::mem::take(&mut counted.since) } else { 0 };
        counted.total += due;
        (counted.total + counted.since, due)
    }

    /// All servers together have counted so many.
    fn known(&self, bucket: &str, start: Instant, total: u32) {
        let mut window = self.window();
        if window.start == Some(start)
            && let Some(counted) = window.counted.get_mut(bucket)
        {
            counted.total = counted.total.max(total);
        }
    }

    /// Whether it is to be said that there are too many: once a minute.
    fn says(&self, bucket: &str, now: Instant) -> bool {
        let minute = limits::window_start(now, Duration::from_secs(60));
        self.window().counted.get_mut(bucket).is_some_and(|counted| counted.said.replace(minute) != Some(minute))
    }

    fn so_far(&self, bucket: &str, start: Instant) -> u32 {
        let window = self.window();
        let counted = window.counted.get(bucket).filter(|_| window.start == Some(start));
        counted.map_or(0, |counted| counted.total + counted.since)
    }
}

/// Counts a post of a visitor. Gives after how many seconds to come again when there were too many.
///
/// # Errors
/// When the database fails.
pub async fn too_many(state: &AppState, info: &RequestInfo) -> Result<Option<u64>, ApiError> {
    let now = state.clock.now();
    let window = limits::window_start(now, WINDOW);
    let buckets: Vec<(String, u32)> =
        networks(info.address).into_iter().map(|network| limits::key("posts", &network)).zip([MOST, MOST_SITE]).collect();
    let over = buckets.iter().find(|(bucket, most)| state.posts.so_far(bucket, window) >= *most);
    if let Some((bucket, _)) = over {
        return said(state, info, bucket, limits::until(window, WINDOW, now)).await.map(Some);
    }
    for (bucket, most) in &buckets {
        let (mut count, due) = state.posts.one_more(bucket, window);
        if due > 0 {
            count = state.store.count_attempts(bucket, window, due).await.map_err(|error| fault::store(info, &error))?;
            state.posts.known(bucket, window, count);
        }
        if count > *most {
            return said(state, info, bucket, limits::until(window, WINDOW, now)).await.map(Some);
        }
    }
    Ok(None)
}

/// There were too many: the log says so, and once a minute the trace of attacks does.
async fn said(state: &AppState, info: &RequestInfo, bucket: &str, seconds: u64) -> Result<u64, ApiError> {
    info.outcome.say(Came::Limited.code());
    if state.posts.says(bucket, state.clock.now()) {
        trace::note(state, info, (AuditAction::PostsRefused, Came::Limited), "", None).await?;
    }
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_visitors_do_is_counted_and_what_pages_load_is_not() {
        for path in ["/api/sign-in", "/api/create-account", "/api/forgot-password", "/api/request-learning-link", "/login-mn/start"] {
            assert!(counts(&Method::POST, path), "{path}");
            assert!(!counts(&Method::GET, path), "{path}");
        }
        for path in ["/api/sign-in-page", "/api/sign-out", "/api/add-entry", "/login-mn/signed-out", "/api/demo-mail"] {
            assert!(!counts(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn the_first_and_then_every_tenth_are_written_down() {
        let (posts, window) = (Posts::default(), Instant::from_micros(0));
        let due: Vec<u32> = (0..25).map(|_| posts.one_more("a", window).1).collect();
        assert_eq!(due.iter().sum::<u32>(), 21);
        assert_eq!((due[0], due[10], due[20]), (1, 10, 10));
        assert_eq!(posts.so_far("a", window), 25);
        posts.known("a", window, 500);
        assert_eq!(posts.one_more("a", window), (505, 0), "what other servers counted counts");
        assert_eq!(posts.one_more("a", Instant::from_micros(600_000_000)), (1, 1), "a new window begins anew");
    }

    #[test]
    fn what_is_over_and_what_is_too_much_is_forgotten_here() {
        let (posts, window, next) = (Posts::default(), Instant::from_micros(0), Instant::from_micros(600_000_000));
        let held = || posts.window().counted.len();
        for number in 0..100 {
            posts.one_more(&number.to_string(), window);
        }
        posts.one_more("a", next);
        assert_eq!((held(), posts.so_far("5", window), posts.so_far("5", next)), (1, 0, 0), "all of the window before");
        posts.known("a", window, 500);
        assert_eq!(posts.so_far("a", next), 1, "what was counted before the window turned is not of this one");
        for number in 1..REMEMBERED {
            posts.one_more(&number.to_string(), next);
        }
        assert_eq!(held(), REMEMBERED);
        posts.known("a", next, 500);
        assert_eq!((posts.one_more("a", next), held()), ((1, 1), 1), "the database's count is asked for again");
    }
}
