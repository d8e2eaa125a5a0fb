//! The address of an account. Before it is the account's, it stands in `asked_email` alone: until somebody who was invited or enrolled has set
//! up their account, and until a consumer has opened the link that was sent there.

use crate::domain::ids::UserId;
use crate::store::StoreError;
use crate::store::db::{Write, fetch_optional};
use crate::store::mail::{Mail, enqueue};

/// Of the account `u`: where mail about it goes. That is the address that it has, also while it asks for another one.
macro_rules! mailbox {
    () => {
        "CASE WHEN u.email LIKE '%@%' THEN u.email ELSE COALESCE(u.asked_email, u.email) END"
    };
}

pub(in crate::store) use mailbox;

/// What stands in the place of an address that an account does not have: no address, and nobody else's.
pub(in crate::store) fn no_address(user: UserId) -> String {
    format!("not set up: {user}")
}

/// Whether another account than `user` has this address.
pub(super) async fn is_anothers(tx: &mut Write, user: UserId, email: &str) -> Result<bool, StoreError> {
    let others = "SELECT id FROM users WHERE email = $1 AND id <> $2";
    Ok(fetch_optional!(tx.on(), (UserId,), others, email, user)?.is_some())
}

/// Writes about an account to its mailbox, unless the address is another account's: whose that is would read of what is not theirs.
pub(in crate::store) async fn write_to(tx: &mut Write, user: UserId, letter: &Mail) -> Result<(), StoreError> {
    if is_anothers(tx, user, &letter.to).await? { Ok(()) } else { enqueue(tx, letter).await }
}
