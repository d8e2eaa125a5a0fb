//! How the domain's own types are stored. Ids are native UUIDs on Postgres and BLOBs on SQLite; instants are TIMESTAMPTZ and whole
//! microseconds; dates are DATE and ISO text; enums are their codes, read back through [`known`].
//!
//! A new id type gets its line in the list below.

use super::error::StoreError;
use crate::domain::ids::{
    ApplicationId, AssisterId, AssociationId, AttemptId, AuditId, CatalogId, ChangeId, ConsentId, ConsumerId, DeterminationId, DraftId,
    EnrollmentId, FormKey, ImportId, MailId, OrganizationId, PasskeyId, PlanId, SearchKey, UserId,
};
use crate::domain::instant::{Date, Instant};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Postgres, Sqlite, Type};
use std::borrow::Cow;
use time::{Month, OffsetDateTime};
use uuid::Uuid;

macro_rules! stored_as_uuid {
    ($($id:ident),+ $(,)?) => {$(
        impl<DB: Database> Type<DB> for $id
        where
            Uuid: Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                Uuid::type_info()
            }

            fn compatible(ty: &DB::TypeInfo) -> bool {
                Uuid::compatible(ty)
            }
        }

        impl<'q, DB: Database> Encode<'q, DB> for $id
        where
            Uuid: Encode<'q, DB>,
        {
            fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                self.0.encode_by_ref(buffer)
            }
        }

        impl<'r, DB: Database> Decode<'r, DB> for $id
        where
            Uuid: Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
                Uuid::decode(value).map(Self)
            }
        }
    )+};
}

stored_as_uuid!(
    UserId,
    ConsumerId,
    AssisterId,
    OrganizationId,
    AssociationId,
    PasskeyId,
    ConsentId,
    DraftId,
    MailId,
    ChangeId,
    AttemptId,
    AuditId,
    ImportId,
    ApplicationId,
    DeterminationId,
    CatalogId,
    PlanId,
    EnrollmentId,
    FormKey,
    SearchKey
);

/// The store's type `$as` on one database, with the two ways between it and the domain's.
macro_rules! stored_as {
    ($type:ty, $db:ty, $as:ty, $to:expr, $from:expr) => {
        impl Type<$db> for $type {
            fn type_info() -> <$db as Database>::TypeInfo {
                <$as as Type<$db>>::type_info()
            }

            fn compatible(ty: &<$db as Database>::TypeInfo) -> bool {
                <$as as Type<$db>>::compatible(ty)
            }
        }

        impl<'q> Encode<'q, $db> for $type {
            fn encode_by_ref(&self, buffer: &mut <$db as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                let to: fn(Self) -> Result<$as, BoxDynError> = $to;
                <$as as Encode<'q, $db>>::encode(to(*self)?, buffer)
            }
        }

        impl<'r> Decode<'r, $db> for $type {
            fn decode(value: <$db as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let from: fn($as) -> Result<Self, BoxDynError> = $from;
                from(<$as as Decode<'r, $db>>::decode(value)?)
            }
        }
    };
}

stored_as!(Instant, Sqlite, i64, |at| Ok(at.as_micros()), |micros| Ok(Self::from_micros(micros)));
stored_as!(
    Instant,
    Postgres,
    OffsetDateTime,
    |at| Ok(OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.as_micros()) * 1000)?),
    |at| Ok(Self::from_micros(i64::try_from(at.unix_timestamp_nanos().div_euclid(1000))?))
);
stored_as!(Date, Sqlite, String, |date| Ok(date.iso()), |iso| Self::parse(&iso).ok_or_else(|| "not a date".into()));
stored_as!(
    Date,
    Postgres,
    time::Date,
    |date| Ok(time::Date::from_calendar_date(i32::from(date.year), Month::try_from(date.month)?, date.day)?),
    |date| {
        let year = i16::try_from(date.year())?;
        Self::new(year, u8::from(date.month()), date.day()).ok_or_else(|| "not a date of ours".into())
    }
);

/// The value of a column that `read` understood, or the error that says where it stands.
pub(super) fn known<T>(read: Option<T>, table: &'static str, column: &'static str, id: Uuid) -> Result<T, StoreError> {
    read.ok_or(StoreError::BadRow { table, column, id })
}

/// A count from the database. Counts are never negative and never near the limit; what can't be is shown as the nearest that can.
pub(super) fn count(stored: i64) -> u32 {
    u32::try_from(stored.max(0)).unwrap_or(u32::MAX)
}

/// Text that people typed, as both databases can keep it: Postgres refuses the character U+0000.
pub(super) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}").into() } else { text.into() }
}
