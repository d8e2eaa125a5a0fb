//! What is kept encrypted with a session, when another session takes its place: each value is bound to the row in which it stands.

use super::places::{AUTHENTICATOR_DRAFT, LOGIN_MN_TOKEN, RECOVERY_SHEET};
use crate::store::StoreError;
use crate::store::db::{Write, execute, fetch_optional};

type Session = [u8; 32];

/// Binds the provider's token, which was copied from the row of `from`, to the row of `to`.
pub async fn token_moved(tx: &mut Write, from: Session, to: Session) -> Result<(), StoreError> {
    let sql = "SELECT login_mn_token, sealed_by FROM sessions WHERE token_hash = $1 AND login_mn_token IS NOT NULL";
    let Some((token, by)) = fetch_optional!(tx.on(), (String, Option<String>), sql, to.as_slice())? else { return Ok(()) };
    let token = tx.sealing.unseal_text(LOGIN_MN_TOKEN, &from, by.as_deref(), &token)?;
    let sealed = tx.sealing.seal(LOGIN_MN_TOKEN, &to, token.as_bytes())?;
    let sql = "UPDATE sessions SET login_mn_token = $2, sealed_by = $3 WHERE token_hash = $1";
    execute!(tx.on(), sql, to.as_slice(), sealed.text(), &sealed.by)?;
    Ok(())
}

/// Gives the secret of an app that is being set up, and recovery codes that are being shown, over to the session `to`.
pub async fn drafts_moved(tx: &mut Write, from: Session, to: Session) -> Result<(), StoreError> {
    let sql = "SELECT secret, sealed_by FROM authenticator_drafts WHERE session_hash = $1";
    if let Some((secret, by)) = fetch_optional!(tx.on(), (Vec<u8>, Option<String>), sql, from.as_slice())? {
        let secret = tx.sealing.unseal(AUTHENTICATOR_DRAFT, &from, by.as_deref(), &secret)?;
        let sealed = tx.sealing.seal(AUTHENTICATOR_DRAFT, &to, &secret)?;
        let sql = "UPDATE authenticator_drafts SET session_hash = $2, secret = $3, sealed_by = $4 WHERE session_hash = $1";
        execute!(tx.on(), sql, from.as_slice(), to.as_slice(), sealed.bytes.as_slice(), &sealed.by)?;
    }
    let sql = "SELECT codes, sealed_by FROM recovery_sheets WHERE session_hash = $1";
    if let Some((codes, by)) = fetch_optional!(tx.on(), (String, Option<String>), sql, from.as_slice())? {
        let codes = tx.sealing.unseal_text(RECOVERY_SHEET, &from, by.as_deref(), &codes)?;
        let sealed = tx.sealing.seal(RECOVERY_SHEET, &to, codes.as_bytes())?;
        let sql = "UPDATE recovery_sheets SET session_hash = $2, codes = $3, sealed_by = $4 WHERE session_hash = $1";
        execute!(tx.on(), sql, from.as_slice(), to.as_slice(), sealed.text(), &sealed.by)?;
    }
    Ok(())
}
