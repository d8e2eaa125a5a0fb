//! Starting and stopping the service.

use super::backup::BackupError;
use super::check::Findings;
use super::config::{Config, ConfigError};
use super::connections::{self, Limits};
use super::mail::{self, Transport};
use super::passwords::HashError;
use super::secret_key::{self, SecretKeyError};
use super::step::step;
use super::telemetry::{self, say};
use super::whole_file::beside;
use super::{AppState, Clock, Passwords, applications, demo, fault, imports, leases, router, shutdown};
use crate::store::demo::ACCOUNTS;
use crate::store::{Store, StoreError, Work};
use axum_server::Handle;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// How often what is over is deleted. Nothing depends on it: what is over is refused whether it is still stored or not.
const SWEEP_EVERY: Duration = Duration::from_secs(5 * 60);

/// How long a database that can't be reached yet is waited for at the start, and the longest between two tries.
const DATABASE_WAIT: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Why the program did not start, in a sentence for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A variable can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database that `DATABASE_URL` names can't be used.
    #[error("DATABASE_URL names a database that can't be used")]
    Store(#[from] StoreError),
    /// A database was there.
    #[error("DATABASE_URL names {path}, which is not there, while {path}-wal, which belongs to it, is: restore a backup, or put both elsewhere", path = .0.display())]
    Lost(PathBuf),
    /// No database is where one has been.
    #[error("DATABASE_URL names {path}, which is not there, though a database was made there before: a new one is made by `migrate --create` only. Is the name right, and everything mounted? Else restore a backup", path = .0.display())]
    Missing(PathBuf),
    /// Secrets of the database can't be read, or not be kept.
    #[error(transparent)]
    SecretKey(#[from] SecretKeyError),
    /// The address is taken, or not ours.
    #[error("LISTEN is {0}, where the server can't listen")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// A pooler is in the way of bringing it up to date.
    #[error("the database lacks migrations of this program (the first is number {0}), and DATABASE_POOLER is on: run `migrate`")]
    Outdated(i64),
    /// Nothing was saved or restored.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Demonstration data would be mixed with real data.
    #[error("the database holds data that is not demonstration data: nothing was loaded")]
    NotEmpty,
    /// The first resource manager was not made.
    #[error("no resource manager was made: {0}")]
    Manager(&'static str),
    /// What `check` found is said already.
    #[error("{0} of this keeps the portal from starting")]
    Found(usize),
    /// Not enough memory for one password.
    #[error(transparent)]
    Passwords(#[from] HashError),
    /// The system refuses threads, signals or sockets.
    #[error("the system refused")]
    System(#[source] std::io::Error),
}

/// Whether a file of SQLite that is not there may be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Create {
    /// At the first start: none has been made there.
    First,
    /// Somebody said so.
    Told,
}

/// What stands beside a file of SQLite from when it was made or restored on, or from its first start with a version that notes it.
const MADE: &str = ".made";

/// Whether a file of SQLite has been made before.
fn has_been(file: &Path) -> bool {
    [secret_key::KEY, MADE].into_iter().any(|end| beside(file, end).exists())
}

/// Notes that a file of SQLite was made, for when it is lost; once.
fn note_made(file: &Path) {
    let mark = beside(file, MADE);
    if mark.exists() {
        return;
    }
    let words = "A database was made here. When it is lost, this keeps an empty one from taking its place unseen.\n";
    let made = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(mark);
    if let Err(error) = made.and_then(|mut made| made.write_all(words.as_bytes())) {
        tracing::warn!(%error, "that the database was made could not be noted beside it");
    }
}

/// Whether a file of SQLite that is not there may be made. It is not where one has been.
///
/// # Errors
/// Why not.
pub fn may_be_made(file: &Path, create: Create) -> Result<(), StartError> {
    // SQLite would take what an earlier database left for the new one's.
    let left = beside(file, "-wal").exists();
    // Another program may be making it at this moment.
    if (left || (create == Create::First && has_been(file))) && !file.exists() {
        return Err(if left { StartError::Lost(file.to_owned()) } else { StartError::Missing(file.to_owned()) });
    }
    Ok(())
}

/// Opens the database as it is reached.
pub async fn reach(config: &Config) -> Result<Store, StoreError> {
    if config.database_pooler { Store::open_pooled(&config.database_url).await } else { Store::open(&config.database_url).await }
}

/// Opens the database and brings its schema up to date; behind a pooler it must be so already.
pub async fn open(config: &Config) -> Result<Store, StartError> {
    open_or(config, Create::First).await
}

/// The same, perhaps of a new one. A server of databases that is just starting is waited for, and so is another program that is making the file.
async fn open_or(config: &Config, create: Create) -> Result<Store, StartError> {
    let file = Store::sqlite_path(&config.database_url)?;
    if let Some(file) = file.as_ref().filter(|file| !file.exists()) {
        may_be_made(file, create)?;
        tracing::warn!(file = %file.display(), "there is no database: a new one is made, with nothing in it");
    }
    let (mut waited, mut pause) = (Duration::ZERO, Duration::from_millis(500));
    let store = loop {
        match reach(config).await {
            Ok(store) => break store,
            Err(error) if !error.may_be_starting() || waited >= DATABASE_WAIT => return Err(error.into()),
            Err(error) => {
                let left = (DATABASE_WAIT - waited).as_secs();
                tracing::warn!(cause = %fault::causes(&error), seconds_left = left, "the database is not there yet: waiting for it");
                tokio::time::sleep(pause).await;
                waited += pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    };
    if !config.database_pooler {
        store.migrate().await?;
    } else if let Some(first) = store.first_missing_migration().await? {
        return Err(StartError::Outdated(first));
    }
    if let Some(file) = &file {
        note_made(file);
    }
    Ok(store)
}

/// The command `migrate`.
pub async fn migrate(config: &Config, create: Create) -> Result<(), StartError> {
    open_or(config, create).await?.close().await;
    say("The database is up to date.");
    Ok(())
}

/// The command `serve`: until a signal ends it.
///
/// # Errors
/// Why it can't start.
pub async fn serve(config: Config) -> Result<(), StartError> {
    Findings::of_settings(&config).say()?;
    let transport = Transport::new(&config)?;
    let limits = Limits::for_files(connections::raise_open_files());
    let store = secret_key::begin(&config, open(&config).await?).await?;
    let clock = Clock::system();
    let passwords = Passwords::new()?;
    if config.demo && store.is_empty().await? {
        demo::fill(&store, &passwords, clock.now()).await?;
    }
    let demo = store.has_demo().await?;
    Findings::of_store(&config, &store, clock.now()).await?.say()?;
    let signals = shutdown::Signals::listen().map_err(StartError::System)?;
    let refused = |error| StartError::Listen(config.listen, error);
    let listener = TcpListener::bind(config.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let state = AppState::new(store, clock, Arc::new(config), passwords, demo);
    let mut beside = JoinSet::new();
    beside.spawn(leases::work(state.clone()));
    beside.spawn(sweep(state.clone()));
    beside.spawn(applications::work(state.clone()));
    beside.spawn(imports::work(state.clone()));
    let mut postman = tokio::spawn(mail::work(state.clone(), transport));
    // Whoever waits for the announcement finds what was said before it.
    telemetry::finish();
    announce(&state, address);
    let outcome = run(state.clone(), listener, limits, signals).await;
    beside.abort_all();
    let end = async {
        // A message in the middle of being sent is finished, so that it is not sent twice. It is not waited for long: it keeps.
        state.store.mail_written().notify_waiters();
        let _ = tokio::time::timeout(Duration::from_millis(500), &mut postman).await;
        postman.abort();
        // What was in the middle of something is the next server's at once.
        if let Err(error) = state.store.release_all(state.holder).await {
            tracing::warn!(cause = %fault::causes(&error), "leases can't be given back; they end by themselves");
        }
        // Connections that are in use are given back first: no write is cut off.
        state.store.close().await;
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), end).await;
    outcome.map_err(StartError::System)
}

async fn run(state: AppState, listener: TcpListener, limits: Limits, signals: shutdown::Signals) -> std::io::Result<()> {
    let draining = state.draining.clone();
    let handle = Handle::new();
    let stop = async {
        let notice = signals.begin(&draining).await;
        tokio::time::sleep(notice).await;
        handle.graceful_shutdown(Some(shutdown::DEADLINE.saturating_sub(notice)));
        // The server ends by itself from here.
        std::future::pending().await
    };
    tokio::select! {
        ended = connections::serve(listener, router::served(state), limits, handle.clone()) => ended,
        failed = stop => failed,
    }?;
    if handle.connection_count() > 0 {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

fn announce(state: &AppState, address: SocketAddr) {
    say(format_args!("Listening on http://{address}"));
    if state.demo {
        say(format_args!("Demonstration accounts, all with the password {}:", crate::store::demo::PASSWORD));
        for account in ACCOUNTS {
            say(format_args!("  {:<24} {}", account.email, account.about));
        }
    }
}

async fn sweep(state: AppState) {
    let mut every = tokio::time::interval(SWEEP_EVERY);
    loop {
        every.tick().await;
        let round = leases::alone(&state, Work::Sweep, async |lease| {
            let (store, now) = (state.store.under(lease), state.clock.now());
            // Each by itself: what fails of one keeps no other from it.
            Ok([
                step(store.sweep(now)).await,
                step(store.sweep_imports(now)).await,
                step(store.sweep_mail(now)).await,
                step(store.count_rows()).await,
            ])
        });
        let failed = match round.await {
            Ok(swept) => swept.into_iter().flatten().filter_map(Result::err).collect(),
            Err(error) => vec![error],
        };
        for error in failed {
            tracing::warn!(cause = %fault::causes(&error), "sweeping failed; it is tried again later");
        }
    }
}
