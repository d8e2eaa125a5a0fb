//! The key that encrypts secrets in the database: where it is, and the commands about it.
//!
//! `SECRET_KEY` holds it, or a file. Where neither is given and the database is a file, the key is in a file beside it, which the first
//! start makes: whoever copies the database alone has no key to it.

mod file;

use super::config::{Config, ConfigError};
use super::serve::{StartError, open};
use super::telemetry::say;
use super::whole_file::beside;
use super::{hex, random};
use crate::store::{KEY_BYTES, Keys, Store, StoreError, Unreadable, key_id};
use file::{Watched, read, write};
use std::io;
use std::path::{Path, PathBuf};

/// What stands beside a file of SQLite where no other key is given.
pub const KEY: &str = ".key";

/// Why there is no key to go on with.
#[derive(Debug, thiserror::Error)]
pub enum SecretKeyError {
    /// None was given, and there is no place for one.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The file beside the database can't be used.
    #[error("{}, the key of the database beside it, can't be used", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The file beside the database holds something else.
    #[error("{}, the key of the database beside it, {wrong}", .0.display(), wrong = .1)]
    Wrong(PathBuf, super::config::WrongKeys),
    /// The file beside the database is gone.
    #[error("{} is not there, and without it what is encrypted in the database can't be read: put it back, from where it was kept", .0.display())]
    Gone(PathBuf),
    /// The keys are of another database.
    #[error("DATABASE_URL names a database that was encrypted with the key {needed}, and {where_from} holds {}: add that key, after the others", .given.join(", "))]
    Unknown {
        /// The key that is needed.
        needed: String,
        /// The keys that are given.
        given: Vec<String>,
        /// Where they are given.
        where_from: String,
    },
}

/// The file of the key beside an embedded database, where no other is given.
#[must_use]
pub fn own_file(config: &Config) -> Option<PathBuf> {
    let database = Store::sqlite_path(&config.database_url).ok().flatten().filter(|_| config.secret_key.is_none())?;
    Some(beside(&database, KEY))
}

/// Refuses a database on a server for which no key is given: there is no place beside it.
///
/// # Errors
/// The variable that must be set.
pub fn is_given(config: &Config) -> Result<(), ConfigError> {
    if config.secret_key.is_some() || own_file(config).is_some() {
        return Ok(());
    }
    let problem = "(or SECRET_KEY_FILE) must be set, because DATABASE_URL is a server's: it encrypts what is secret in the database. \
                   `assister-portal secret-key new` prints one";
    Err(ConfigError::new("SECRET_KEY", problem))
}

/// A new key, as it is written.
#[must_use]
pub fn fresh() -> String {
    hex(&random::bytes::<KEY_BYTES>())
}

/// The keys that are given; `None` where one beside the database was not made yet.
///
/// # Errors
/// When a file can't be read.
pub fn given(config: &Config) -> Result<Option<Keys>, SecretKeyError> {
    let (keys, file) = match (&config.secret_key, own_file(config)) {
        (Some(given), _) => (given.keys.clone(), given.file.as_ref().map(PathBuf::from)),
        (None, Some(file)) if file.exists() => (read(&file)?, Some(file)),
        (None, _) => return Ok(None),
    };
    Ok(Some(match file {
        Some(file) => {
            let watched = Watched::new(&file);
            Keys::read_again(&keys, random::bytes, Box::new(move || watched.changed()))
        }
        None => Keys::new(&keys, random::bytes),
    }))
}

/// Where the keys are, to say.
fn where_from(config: &Config) -> String {
    let own = own_file(config).map(|file| file.display().to_string());
    let variable = if config.secret_key.as_ref().is_some_and(|given| given.file.is_some()) { "SECRET_KEY_FILE" } else { "SECRET_KEY" };
    own.unwrap_or_else(|| variable.to_owned())
}

/// The store with its keys. The first start makes one beside the database, and encrypts what is not encrypted yet.
///
/// # Errors
/// When there is no key, or not the right one; the database is closed then.
pub async fn begin(config: &Config, store: Store) -> Result<Store, StartError> {
    let begun = try_begin(config, store.clone()).await;
    if begun.is_err() {
        store.close().await;
    }
    begun
}

async fn try_begin(config: &Config, store: Store) -> Result<Store, StartError> {
    let store = with_keys(config, store).await?;
    match store.begin_sealing().await {
        Ok(0) => {}
        Ok(done) => tracing::info!(values = done, "secrets that stood in the database as they are were encrypted"),
        Err(StoreError::Sealed { why: Unreadable::UnknownKey(needed), .. }) => {
            let given = given(config)?.map(|keys| keys.ids()).unwrap_or_default();
            return Err(SecretKeyError::Unknown { needed, given, where_from: where_from(config) }.into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(store)
}

async fn with_keys(config: &Config, store: Store) -> Result<Store, StartError> {
    is_given(config)?;
    if let (None, Some(file)) = (given(config)?, own_file(config)) {
        // Another program may have made both at this moment.
        if store.is_sealed().await? && !file.exists() {
            return Err(SecretKeyError::Gone(file).into());
        }
        if write(&file, &[random::bytes()], false)? {
            tracing::warn!(
                file = %file.display(),
                "a key was made that encrypts what is secret in the database: keep a copy of it apart from the backups"
            );
        }
    }
    Ok(match given(config)? {
        Some(keys) => store.sealed_with(keys),
        None => store,
    })
}

/// Says that a backup is one half of what there is, and where the other half is.
pub fn say_what_a_backup_needs(config: &Config) {
    match own_file(config) {
        Some(file) => say(format_args!(
            "Its secrets are encrypted, with the key in {}: keep a copy of that file apart. Without it nobody's second step can be read.",
            file.display()
        )),
        None => say("Its secrets are encrypted with SECRET_KEY, which is not in it: without that key nobody's second step can be read."),
    }
}

/// The command `secret-key rotate`.
///
/// # Errors
/// When the keys are not those of the database; when the database or a file fails. What was encrypted before that can be read.
pub async fn rotate(config: &Config) -> Result<(), StartError> {
    let store = begin(config, open(config).await?).await?;
    let rotated = rotate_in(config, &store).await;
    store.close().await;
    rotated
}

async fn rotate_in(config: &Config, store: &Store) -> Result<(), StartError> {
    let own = own_file(config);
    if let Some(file) = &own {
        let mut keys = read(file)?;
        // What servers still wrote with the key before the present one was found by the last rotation.
        let used = store.sealed_values().await?.used_keys;
        let present = keys.first().map(key_id);
        keys.retain(|key| used.contains(&key_id(key)) || present.as_ref() == Some(&key_id(key)));
        keys.insert(0, random::bytes());
        write(file, &keys, true)?;
    }
    let came = store.reseal().await?;
    let values = store.sealed_values().await?;
    let first = given(config)?.and_then(|keys| keys.current()).unwrap_or_default();
    say(format_args!("{} values were encrypted with the key {first}; {} are encrypted in all.", came.done, values.readable));
    if came.left > 0 {
        say(format_args!("{} values can't be read, and stay as they are: `check` says which keys they need.", came.left));
    }
    match own {
        Some(file) => say(format_args!("The key is in {}: keep a copy of the file apart from the backups.", file.display())),
        None => {
            let keys = given(config)?.map(|keys| keys.ids()).unwrap_or_default();
            let spare: Vec<_> = keys.into_iter().filter(|key| !values.used_keys.contains(key)).collect();
            if !spare.is_empty() {
                say(format_args!(
                    "No value needs the key {} any more: take it out of {} once every server has read the new one.",
                    spare.join(", "),
                    where_from(config)
                ));
            }
        }
    }
    Ok(())
}

/// What is to be said of the keys and of what they encrypt: doubts, and errors that keep the portal from starting.
///
/// # Errors
/// When the database fails.
pub async fn look_at(config: &Config, store: Store) -> Result<(Vec<String>, Vec<StartError>), StoreError> {
    let (mut doubts, mut errors) = (Vec::new(), Vec::new());
    let keys = match given(config) {
        Ok(keys) => keys,
        Err(error) => return Ok((doubts, vec![error.into()])),
    };
    let ids = keys.as_ref().map(Keys::ids).unwrap_or_default();
    let store = match keys {
        Some(keys) => store.sealed_with(keys),
        None => store,
    };
    let values = store.sealed_values().await?;
    for needed in values.unknown_keys {
        errors.push(match own_file(config).filter(|file| !file.exists()) {
            Some(file) => SecretKeyError::Gone(file).into(),
            None => SecretKeyError::Unknown { needed, given: ids.clone(), where_from: where_from(config) }.into(),
        });
    }
    if values.plain > 0 {
        doubts.push(format!("{} secrets stand in the database as they are: the next start encrypts them", values.plain));
    }
    if values.damaged > 0 {
        doubts.push(format!("{} encrypted secrets in the database are damaged, or stand where they don't belong", values.damaged));
    }
    if values.with_older_keys > 0 {
        let older = values.with_older_keys;
        doubts
            .push(format!("{older} secrets are encrypted with a key from before: `secret-key rotate` encrypts them with the present one"));
    }
    Ok((doubts, errors))
}

/// Whether a file of keys may be read by others than its owner.
pub fn open_to_others(config: &Config) -> impl Iterator<Item = PathBuf> {
    let files = config.secret_files().map(PathBuf::from).chain(own_file(config));
    files.filter(|file: &PathBuf| crate::store::is_open_to_others(Path::new(file)))
}
