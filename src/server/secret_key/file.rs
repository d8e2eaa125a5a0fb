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
    /// As it was when it was last read.
    seen: Mutex<Option<Look>>,
}

/// By which a change is seen. What copies a file often gives it the time that it has where it came from, but for when that was done.
type Look = (u64, u64, [(i64, i64); 2]);

fn look(file: &Path) -> Option<Look> {
    let found = file.metadata().ok()?;
    Some((found.ino(), found.len(), [(found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec())]))
}

impl Watched {
    pub(super) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), seen: Mutex::default() }
    }

    /// The keys when they have changed since. A file that can't be read now changes nothing, and is read when it can be.
    pub(super) fn changed(&self) -> Option<Vec<[u8; KEY_BYTES]>> {
        let now = look(&self.file)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == Some(now) {
            return None;
        }
        let keys = read(&self.file).map_err(|error| tracing::warn!(cause = %error, "the keys have changed, and can't be read")).ok()?;
        *seen = Some(now);
        Some(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::random;
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    /// Writes into the file as it is there, as of this time. So long after the last change that the system tells them apart.
    fn put(file: &Path, text: &str, at: SystemTime) {
        std::thread::sleep(Duration::from_millis(50));
        fs::write(file, text).unwrap();
        File::options().write(true).open(file).unwrap().set_modified(at).unwrap();
    }

    #[test]
    fn keys_that_could_not_be_read_once_are_read_when_they_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let (file, at) = (folder.path().join("key"), SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let [one, other] = [random::bytes::<KEY_BYTES>(), random::bytes()];
        let watched = Watched::new(&file);
        assert_eq!(watched.changed(), None, "it is not there");
        put(&file, &hex(&one), at);
        assert_eq!((watched.changed(), watched.changed()), (Some(vec![one]), None));
        // Half of what is being copied there, and the whole of it with the time that it has where it came from.
        put(&file, &hex(&other).replace(|_| true, "x"), at);
        assert_eq!((watched.changed(), watched.changed()), (None, None));
        put(&file, &hex(&other), at);
        assert_eq!((watched.changed(), watched.changed()), (Some(vec![other]), None));
        fs::remove_file(&file).unwrap();
        assert_eq!(watched.changed(), None, "it is gone: what was read stays");
    }
}
