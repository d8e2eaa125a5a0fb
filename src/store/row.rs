//! [`row!`]: structs that are read from rows of both databases.
//!
//! Not `derive(sqlx::FromRow)`: sqlx's macros need sqlx and SQLite compiled a second time, for themselves.

/// A struct that is read from rows of both databases: each field from the column of its name, last `..fields` from the same row.
macro_rules! row {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$about:meta])* $seen:vis $field:ident: $type:ty),+
            $(, ..$rest:ident: $rest_type:ty)* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$about])* $seen $field: $type,)+
            $($rest: $rest_type,)*
        }

        row!(sqlx::sqlite::SqliteRow => $name { $($field)+ $(..$rest)* });
        row!(sqlx::postgres::PgRow => $name { $($field)+ $(..$rest)* });
    };
    ($row:ty => $name:ident { $($field:ident)+ $(..$rest:ident)* }) => {
        impl sqlx::FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> Result<Self, sqlx::Error> {
                Ok(Self {
                    $($field: sqlx::Row::try_get(row, stringify!($field))?,)+
                    $($rest: sqlx::FromRow::from_row(row)?,)*
                })
            }
        }
    };
}

pub(in crate::store) use row;
