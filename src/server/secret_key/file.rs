//! A file of keys: read, written so that it is whole or not there, and looked at again when it has changed.

use super::SecretKeyError;
use crate::server::config::read_keys;
use crate::server::hex;
use crate::server::whole_file::{self, make, part_of};
use crate::store::KEY_BYTES;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What stands above the keys, for whoever finds the file.
const ABOUT: &str = "# What encrypts secrets in the database of the Assister Portal beside this file. Without it they can't be read.\n\
                     # Keep a copy, apart from the backups of the database. The first key encrypts; the others are from before.\n";

/// The keys of a file.
pub(super) fn read(file: &Path) -> Result<Vec<[u8; KEY_BYTES]>, SecretKeyError> {
    let text = fs::read_to_string(file).map_err(|error| SecretKeyError::File(file.to_owned(), error))?;
    read_keys(&text).map_err(|wrong| SecretKeyError::Wrong(file.to_owned(), wrong))
}

/// Writes keys for the owner of the file alone; `false` when the file is there and is not to be replaced.
pub(super) fn write(file: &Path, keys: &[[u8; KEY_BYTES]], replace: bool) -> Result<bool, SecretKeyError> {
    let part = part_of(file);
    let written = write_by(file, &part, keys, replace);
    let _ = fs::remove_file(&part);
    written.map_err(|error| SecretKeyError::File(file.to_owned(), error))
}

fn write_by(file: &Path, part: &Path, keys: &[[u8; KEY_BYTES]], replace: bool) -> io::Result<bool> {
    let mut made = make(part)?;
    let lines: String = keys.iter().map(|key| hex(key) + "\n").collect();
    made.write_all(format!("{ABOUT}{lines}").as_bytes())?;
    made.sync_all()?;
    match if replace { whole_file::replace(part, file) } else { whole_file::name(part, file) } {
        Err(error) if !replace && error.kind() == ErrorKind::AlreadyExists => Ok(false),
        named => named.map(|()| true),
    }
}

/// A file of keys that another program may change.
pub(super) struct Watched {
    file: PathBuf,
    seen: Mutex<Option<Look>>,
}

/// By which a change is seen.
type Look = (u64, u64, i64, i64);

fn look(file: &Path) -> Option<Look> {
    let found = file.metadata().ok()?;
    Some((found.ino(), found.len(), found.mtime(), found.mtime_nsec()))
}

impl Watched {
    pub(super) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), seen: Mutex::default() }
    }

    /// The keys when they have changed since. A file that can't be read now changes nothing.
    pub(super) fn changed(&self) -> Option<Vec<[u8; KEY_BYTES]>> {
        let now = look(&self.file)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == Some(now) {
            return None;
        }
        let keys = read(&self.file).map_err(|error| tracing::warn!(cause = %error, "the keys have changed, and can't be read")).ok();
        *seen = Some(now);
        keys
    }
}
