//! What kind of outage an error is, in words for whoever runs the program. Addresses, names and values are left to the log's causes.

use super::error::StoreError;
use sqlx::error::DatabaseError;
use std::io::ErrorKind;

impl StoreError {
    /// What kind of outage it is.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        let Self::Unavailable(cause) = self else { return "the database refuses a statement: the log says which" };
        match cause.downcast_ref::<sqlx::Error>() {
            Some(sqlx::Error::Io(error)) => io(error.kind()),
            Some(sqlx::Error::Tls(_)) => "the connection to the database can't be encrypted as its address says",
            Some(sqlx::Error::PoolTimedOut) => "no connection to the database was free in time",
            Some(sqlx::Error::PoolClosed) => "the program closed its database",
            Some(sqlx::Error::Database(refused)) => database(refused.as_ref()),
            _ => "the database does not work: the log says why",
        }
    }

    /// Whether it is an outage that ends by itself when the database has started.
    #[must_use]
    pub fn may_be_starting(&self) -> bool {
        let Self::Unavailable(cause) = self else { return false };
        match cause.downcast_ref::<sqlx::Error>() {
            // Nobody listens, the name is not known yet, the network is not there yet, it went away again.
            Some(sqlx::Error::Io(_)) => true,
            // Another program is making the file; Postgres starts, stops, recovers, or all its connections are taken.
            Some(sqlx::Error::Database(refused)) => refused
                .code()
                .is_some_and(|code| if is_sqlite(refused.as_ref()) { is_busy(&code) } else { code.starts_with("57P") || code == "53300" }),
            _ => false,
        }
    }
}

const fn io(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ConnectionRefused => "nothing listens at the database's address (Connection refused)",
        ErrorKind::TimedOut => "the database's address does not answer in time",
        ErrorKind::NotFound | ErrorKind::PermissionDenied => "the database's file or socket is not there, or not for this user",
        _ => "the connection to the database breaks off, or its host is not known",
    }
}

/// `SQLITE_BUSY`, or one of its extended codes, whose low byte it is.
fn is_busy(code: &str) -> bool {
    code.parse::<u32>().is_ok_and(|code| code & 0xff == 5)
}

fn is_sqlite(error: &dyn DatabaseError) -> bool {
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some()
}

fn database(error: &dyn DatabaseError) -> &'static str {
    let code = error.code().unwrap_or_default();
    if is_sqlite(error) {
        return match code.parse::<u32>().unwrap_or_default() & 0xff {
            5 | 6 => "another process holds the lock of the database's file",
            8 => "the database's file can be read only",
            13 => "the disk of the database is full",
            11 | 26 => "the database's file is damaged",
            14 => "the database's file can't be opened",
            _ => "the database's file can't be read or written",
        };
    }
    match code.as_ref() {
        "25006" => "the database can be read only, as a standby can",
        "53100" => "the disk of the database is full",
        "53300" => "the database has no connection left for this program",
        "55P03" => "another session holds a lock",
        "57P01" | "57P02" | "57P03" => "the database starts or stops",
        "3D000" => "the server has no database of this name",
        code if code.starts_with("28") => "the database refuses this user or password",
        _ => "the database does not work: the log says why",
    }
}
