//! The way in without an account: a link that is sent by mail.

use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::store::db::fetch_optional;
use crate::store::identity::insert_session;
use crate::store::links::use_link;
use crate::store::{Audit, LinkPurpose, NewSession, Store, StoreError, audit};

impl Store {
    /// Who has this Training ID (in capitals) and this certification email (as `normal_email` gives it), with their name: if they are
    /// employed and their account was not closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn learner(&self, training_id: &str, email: &str) -> Result<Option<(AssisterId, String)>, StoreError> {
        fetch_optional!(
            self.read(),
            (AssisterId, String),
            "SELECT id, display_name FROM assisters
             WHERE training_id = $1 AND certification_email = $2 AND employed = TRUE AND state <> 'closed'",
            training_id,
            email,
        )
    }

    /// Whether an assister may come to the Learning Center: employed, and their account not closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn may_learn(&self, assister: AssisterId) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM assisters WHERE id = $1 AND employed = TRUE AND state <> 'closed'";
        Ok(fetch_optional!(self.read(), (AssisterId,), sql, assister)?.is_some())
    }

    /// Uses a link up and begins its learner's session; `replaces` ends another. `false` when the link does not open (any more) or its
    /// assister may not come: then nothing changed.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn enter_learning(
        &self,
        token_hash: [u8; 32],
        learner: AssisterId,
        session: NewSession,
        replaces: Option<[u8; 32]>,
        by: Audit,
    ) -> Result<bool, StoreError> {
        let now: Instant = session.now;
        let mut tx = self.write().await?;
        if !use_link(&mut tx, token_hash, LinkPurpose::Learning, now).await? {
            return Ok(false);
        }
        let theirs = fetch_optional!(
            tx.on(),
            (AssisterId,),
            "SELECT a.id FROM assisters a JOIN one_time_links l ON l.assister_id = a.id
             WHERE l.token_hash = $1 AND a.id = $2 AND a.employed = TRUE AND a.state <> 'closed'",
            token_hash.as_slice(),
            learner,
        )?;
        if theirs.is_none() {
            return Ok(false);
        }
        insert_session(&mut tx, NewSession { user: None, learner: Some(learner), ..session }, replaces).await?;
        let subject = Subject { assister: Some(learner), ..Subject::default() };
        audit::record(&mut tx, &by, AuditAction::LearningOpened, subject, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
