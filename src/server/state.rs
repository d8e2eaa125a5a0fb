//! What every request can reach.

use super::anonymous::Posts;
use super::engine::Engine;
use super::error_page::ErrorPages;
use super::frames::Frames;
use super::login_mn::LoginMn;
use super::site::Site;
use super::trace::TraceKey;
use super::{Clock, Config, Draining, Passwords, random};
use crate::store::Store;
use crate::ui::SiteFiles;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::ops::Deref;
use std::sync::Arc;
use uuid::Uuid;

/// What every request can reach; cheap to clone: each layer around a request does. Server functions get it through `RequestContext` only.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The parts of it.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The configuration.
    pub config: Arc<Config>,
    /// Hashing.
    pub passwords: Passwords,
    /// The State's single sign-on, when it is configured.
    pub login_mn: Option<LoginMn>,
    /// What determines applications.
    pub engine: Engine,
    /// Where the browser's files are.
    pub leptos: LeptosOptions,
    /// What every page loads.
    pub files: Arc<SiteFiles>,
    /// Whether demonstration data is present: the sign-in page lists the accounts.
    pub demo: bool,
    /// Pages for when the application can't answer.
    pub pages: ErrorPages,
    /// The frames of pages.
    pub frames: Frames,
    /// Whether the server is stopping.
    pub draining: Draining,
    /// What visitors posted, by address.
    pub posts: Posts,
    /// The key of the hashes of what was tried.
    pub trace_key: TraceKey,
    /// This running program, as its leases name it.
    pub holder: Uuid,
}

impl AppState {
    /// Puts the parts together, and looks up how the browser's files were built.
    #[must_use]
    pub fn new(store: Store, clock: Clock, config: Arc<Config>, passwords: Passwords, demo: bool) -> Self {
        let site = Site::find(&config);
        let pages = ErrorPages::new(&site.files.style, config.hours());
        Self(Arc::new(Parts {
            login_mn: LoginMn::new(&config, clock.clone()),
            engine: Engine::new(&config),
            holder: random::uuid_v7(clock.now()),
            store,
            clock,
            config,
            passwords,
            leptos: site.options,
            files: Arc::new(site.files),
            demo,
            pages,
            frames: Frames::default(),
            draining: Draining::default(),
            posts: Posts::default(),
            trace_key: TraceKey::default(),
        }))
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
