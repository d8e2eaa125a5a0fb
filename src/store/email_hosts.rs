//! Emails from before their hosts were written as the network writes them: once, after the migrations, which can't do it.

use super::db::{execute, fetch_all};
use super::roster::write_words;
use super::row::row;
use super::{Store, StoreError};
use crate::domain::ids::AssisterId;
use crate::domain::typed::compared_email;
use uuid::Uuid;

row! {
    struct Kept {
        id: Uuid,
        whose: String,
        email: String,
    }
}

impl Store {
    /// Writes the emails that the migration named anew. One that somebody else has by now stays as it is.
    pub(super) async fn write_email_hosts(&self) -> Result<(), StoreError> {
        let named = "SELECT h.id, h.whose, COALESCE(u.asked_email, u.email) AS email FROM email_hosts h JOIN users u ON u.id = h.id WHERE h.whose = 'user'
             UNION ALL SELECT h.id, h.whose, a.certification_email FROM email_hosts h JOIN assisters a ON a.id = h.id
             WHERE h.whose = 'assister'";
        if fetch_all!(self.read(), Kept, named)?.is_empty() {
            return Ok(());
        }
        let mut tx = self.write().await?;
        // Read again: another program may have done it meanwhile.
        for kept in fetch_all!(tx.on(), Kept, named)? {
            let email = compared_email(&kept.email).unwrap_or_else(|| kept.email.clone());
            let free = if kept.whose == "user" {
                // Who has not set up their account yet takes the address from nobody.
                "UPDATE users SET email = CASE WHEN asked_email IS NULL THEN $2 ELSE email END,
                     asked_email = CASE WHEN asked_email IS NULL THEN NULL ELSE $2 END
                 WHERE id = $1 AND (asked_email IS NOT NULL OR NOT EXISTS (SELECT 1 FROM users WHERE email = $2))"
            } else {
                "UPDATE assisters SET certification_email = $2
                 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM assisters WHERE certification_email = $2)"
            };
            if execute!(tx.on(), free, kept.id, &email)? == 0 {
                tracing::warn!(whose = %kept.whose, id = %kept.id, "an email stays as it is: somebody else has it in its other form");
            } else if kept.whose == "assister" {
                write_words(&mut tx, AssisterId(kept.id)).await?;
            }
        }
        execute!(tx.on(), "DELETE FROM email_hosts")?;
        tx.commit().await
    }
}
