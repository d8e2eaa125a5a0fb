//! What every request can reach.

use super::error_page::ErrorPages;
use super::site::Site;
use super::{Clock, Config, Draining, Passwords};
use crate::store::Store;
use crate::ui::SiteFiles;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::Arc;

/// What every request can reach; cheap to clone. Server functions get it through `RequestContext` only.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The configuration.
    pub config: Arc<Config>,
    /// Hashing.
    pub passwords: Passwords,
    /// Where the browser's files are.
    pub leptos: LeptosOptions,
    /// What every page loads.
    pub files: Arc<SiteFiles>,
    /// Whether demonstration data is present: the sign-in page lists the accounts.
    pub demo: bool,
    /// Pages for when the application can't answer.
    pub pages: ErrorPages,
    /// Whether the server is stopping.
    pub draining: Draining,
}

impl AppState {
    /// Puts the parts together, and looks up how the browser's files were built.
    #[must_use]
    pub fn new(store: Store, clock: Clock, config: Arc<Config>, passwords: Passwords, demo: bool) -> Self {
        let site = Site::find(&config);
        let pages = ErrorPages::new(&site.files.style);
        Self {
            store,
            clock,
            config,
            passwords,
            leptos: site.options,
            files: Arc::new(site.files),
            demo,
            pages,
            draining: Draining::default(),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
