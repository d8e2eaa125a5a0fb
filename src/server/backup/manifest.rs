//! The end of a backup: what kind it is, sums of its tables, and a hash of every byte before it. One flipped bit anywhere is found out.
//!
//! It is text, so that `tail` shows it, and it stands after the copy or the archive: SQLite and `pg_restore` read neither to the end.

use crate::server::hex;
use crate::store::{DbKind, TableSum};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};

/// The first line.
const FIRST: &str = "\nassister-portal backup 1\n";
/// The last line: how long all of it is.
const LAST_BYTES: u64 = 41;
/// More than any manifest has.
const MOST_BYTES: u64 = 1024 * 1024;
/// How much is read at once.
const PIECE: usize = 256 * 1024;

fn last(length: u64) -> String {
    format!("assister-portal backup ends {length:012}\n")
}

const fn kind_name(kind: DbKind) -> &'static str {
    match kind {
        DbKind::Sqlite => "sqlite",
        DbKind::Postgres => "postgres",
    }
}

/// What a whole backup holds.
pub(super) struct Manifest {
    lines: Vec<String>,
}

/// Why a file is not a whole backup.
#[derive(Debug, thiserror::Error)]
pub enum NotWhole {
    /// It does not end as one.
    #[error("it does not end as a backup does: it is something else, cut off, or of a version that wrote no checksums")]
    NoEnd,
    /// Something in it was changed.
    #[error("its checksum is wrong: it was damaged since it was made")]
    Changed,
    /// It can't be read.
    #[error("it can't be read")]
    Reading(#[source] io::Error),
}

impl Manifest {
    /// Puts the end to a copy or an archive that is whole.
    pub(super) fn write(file: &mut File, kind: DbKind, tables: &[TableSum]) -> io::Result<()> {
        let body = file.seek(SeekFrom::End(0))?;
        let mut text = format!("{FIRST}kind {}\nbytes {body}\n", kind_name(kind));
        for table in tables {
            text += &format!("table {table}\n");
        }
        file.seek(SeekFrom::Start(0))?;
        let mut hash = hash_of(file, body, &mut io::sink())?;
        hash.update(text.as_bytes());
        text += &format!("sha256 {}\n", hex(&hash.finalize()));
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        file.seek(SeekFrom::End(0))?;
        file.write_all(text.as_bytes())?;
        file.write_all(last(length).as_bytes())
    }

    /// Reads a whole file and gives its end; what comes before that goes to `copy`.
    pub(super) fn check(file: &mut File, copy: &mut impl Write) -> Result<Self, NotWhole> {
        let (text, body) = end_of(file)?;
        let (rest, sum) = text.rsplit_once("sha256 ").ok_or(NotWhole::NoEnd)?;
        file.seek(SeekFrom::Start(0)).map_err(NotWhole::Reading)?;
        let mut hash = hash_of(file, body, copy).map_err(NotWhole::Reading)?;
        hash.update(rest.as_bytes());
        if sum != format!("{}\n", hex(&hash.finalize())) {
            return Err(NotWhole::Changed);
        }
        let lines: Vec<String> = rest.strip_prefix(FIRST).ok_or(NotWhole::NoEnd)?.lines().map(str::to_owned).collect();
        if !lines.contains(&format!("bytes {body}")) {
            return Err(NotWhole::Changed);
        }
        Ok(Self { lines })
    }

    /// Whether it is of this kind of database.
    pub(super) fn is_of(&self, kind: DbKind) -> bool {
        self.lines.contains(&format!("kind {}", kind_name(kind)))
    }

    /// The first table that does not hold what it held when it was saved.
    pub(super) fn other_table(&self, tables: &[TableSum]) -> Option<String> {
        let now: Vec<String> = tables.iter().map(|table| format!("table {table}")).collect();
        let then = self.lines.iter().filter(|line| line.starts_with("table "));
        let name = |line: &String| line.split(' ').nth(1).unwrap_or_default().to_owned();
        let gone = then.clone().find(|line| !now.contains(line)).map(name);
        gone.or_else(|| now.iter().find(|line| !self.lines.contains(line)).map(name))
    }
}

/// The manifest's text, and where it begins.
fn end_of(file: &mut File) -> Result<(String, u64), NotWhole> {
    let whole = file.seek(SeekFrom::End(0)).map_err(NotWhole::Reading)?;
    let at = whole.checked_sub(LAST_BYTES).ok_or(NotWhole::NoEnd)?;
    let line = text_at(file, at, LAST_BYTES)?;
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    let length: u64 = digits.parse().map_err(|_| NotWhole::NoEnd)?;
    let body = at.checked_sub(length).ok_or(NotWhole::NoEnd)?;
    if line != last(length) || length > MOST_BYTES {
        return Err(NotWhole::NoEnd);
    }
    Ok((text_at(file, body, length)?, body))
}

fn text_at(file: &mut File, at: u64, length: u64) -> Result<String, NotWhole> {
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(at)).map_err(NotWhole::Reading)?;
    file.take(length).read_to_end(&mut text).map_err(NotWhole::Reading)?;
    String::from_utf8(text).map_err(|_| NotWhole::NoEnd)
}

/// Hashes the next bytes, and copies them.
fn hash_of(file: &mut File, length: u64, copy: &mut impl Write) -> io::Result<Sha256> {
    let (mut hash, mut left, mut piece) = (Sha256::new(), length, vec![0; PIECE]);
    while left > 0 {
        let most = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
        let read = file.read(&mut piece[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        hash.update(&piece[..read]);
        copy.write_all(&piece[..read])?;
        left -= u64::try_from(read).unwrap_or(left);
    }
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_flipped_bit_or_a_missing_byte_is_found_out_wherever_it_is() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"what is saved").unwrap();
        Manifest::write(&mut file, DbKind::Sqlite, &[]).unwrap();
        let mut whole = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut whole).unwrap();
        let look = |bytes: &[u8]| {
            let (mut file, mut copy) = (tempfile::tempfile().unwrap(), Vec::new());
            file.write_all(bytes).unwrap();
            Manifest::check(&mut file, &mut copy).map(|manifest| (manifest.is_of(DbKind::Sqlite), manifest.is_of(DbKind::Postgres), copy))
        };
        assert!(look(&whole).is_ok_and(|found| found == (true, false, b"what is saved".to_vec())));
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[place] ^= 1 << bit;
                assert!(look(&flipped).is_err(), "bit {bit} of byte {place}");
            }
            assert!(look(&whole[..place]).is_err(), "cut off at {place}");
        }
        assert!(look(&[&whole[..], b"\n"].concat()).is_err());
    }
}
