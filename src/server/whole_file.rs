//! Files that have their name only when they are whole: written beside it first, for nobody but their owner.

use super::{hex, random};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The path with an ending after its name, as SQLite names its files.
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Where a file is written until it is whole: beside it, under a name that nothing else has.
pub fn part_of(file: &Path) -> PathBuf {
    beside(file, &format!(".{}.part", hex(&random::bytes::<4>())))
}

/// A new file.
pub fn make(part: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(part)
}

/// Gives a whole file its name, which nothing may have.
pub fn name(part: &Path, file: &Path) -> io::Result<()> {
    match fs::hard_link(part, file) {
        Ok(()) => {}
        // Some file systems know one name a file.
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !file.exists() => fs::rename(part, file)?,
        Err(error) => return Err(error),
    }
    keep_name(file)
}

/// Gives a whole file its name, whatever had it before.
pub fn replace(part: &Path, file: &Path) -> io::Result<()> {
    fs::rename(part, file)?;
    keep_name(file)
}

/// Sees to it that the name is on the disk.
fn keep_name(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_name_is_given_once_and_taken_over_only_when_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        let part = |text: &str| {
            let part = part_of(&file);
            make(&part).unwrap().write_all(text.as_bytes()).unwrap();
            part
        };
        name(&part("first"), &file).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(name(&part("second"), &file).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&file).unwrap(), "first");
        replace(&part("third"), &file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "third");
    }
}
