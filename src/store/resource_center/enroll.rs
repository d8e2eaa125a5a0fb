//! From four gates to a confirmed account: enrolling, sending the activation email again, confirming.

use super::locked::{Acting, Handled, Locked, note};
use crate::domain::audit::AuditAction;
use crate::domain::identity::{AssisterState, Role};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::store::db::execute;
use crate::store::identity::no_address;
use crate::store::links::insert_link;
use crate::store::mail::enqueue;
use crate::store::roster::write_words;
use crate::store::{LinkFor, LinkPurpose, Mail, NewLink, Store, StoreError};

/// Whom a letter is for, as read in the transaction that sends it.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    /// Full name.
    pub name: &'a str,
    /// The certification email.
    pub email: &'a str,
    /// The reference number.
    pub number: ReferenceNumber,
}

/// Writes the letter to somebody.
pub type Writes<'a> = &'a (dyn Fn(Addressee<'_>) -> Mail + Sync);

/// A link to set the account up, and the letter that has it.
#[derive(Clone, Copy)]
pub struct Enrollment<'a> {
    /// SHA-256 of the token in the link.
    pub token_hash: [u8; 32],
    /// SHA-256 of the registration number.
    pub secret_hash: [u8; 32],
    /// Until when both work.
    pub expires_at: Instant,
    /// The activation email.
    pub letter: Writes<'a>,
}

impl Enrollment<'_> {
    const fn link(&self, user: UserId, now: Instant) -> NewLink {
        NewLink {
            token_hash: self.token_hash,
            purpose: LinkPurpose::SetUp,
            of: LinkFor::User(user),
            secret_hash: Some(self.secret_hash),
            now,
            expires_at: self.expires_at,
        }
    }
}

/// What came of enrolling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// Enrolled now.
    Now,
    /// Was enrolled before: nothing changed.
    Before,
    /// A gate is not met: nothing changed.
    GateMissing,
}

impl Store {
    /// Gives an assister their number and their account, and sends the activation email. `None`: there is no such assister.
    ///
    /// # Errors
    /// `Conflict(NumberTaken)`: draw another one. Or when the database fails. In both cases nothing changed.
    pub async fn enroll(
        &self,
        acting: Acting<'_>,
        user: UserId,
        number: ReferenceNumber,
        enrollment: Enrollment<'_>,
    ) -> Result<Option<Enrolled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        if assister.standing.state != AssisterState::NotEnrolled {
            return Ok(Some(Enrolled::Before));
        }
        if !assister.standing.may_be_enrolled(acting.today) {
            return Ok(Some(Enrolled::GateMissing));
        }
        execute!(
            tx.on(),
            "INSERT INTO users (id, email, asked_email, role, display_name, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            user,
            no_address(user),
            &assister.email,
            Role::Assister.code(),
            &assister.name,
            acting.now,
        )?;
        execute!(
            tx.on(),
            "UPDATE assisters SET user_id = $2, reference_number = $3, state = 'enrolled', enrolled_at = $4 WHERE id = $1",
            acting.assister,
            user,
            i64::from(number.as_u32()),
            acting.now,
        )?;
        // The number is a word under which the assister is found.
        write_words(&mut tx, acting.assister).await?;
        insert_link(&mut tx, enrollment.link(user, acting.now)).await?;
        enqueue(&mut tx, &(enrollment.letter)(Addressee { name: &assister.name, email: &assister.email, number })).await?;
        let words = ((acting.words)(AssisterState::NotEnrolled), (acting.words)(AssisterState::Enrolled));
        note(&mut tx, &acting, AuditAction::AssisterEnrolled, "account", words).await?;
        tx.commit().await?;
        Ok(Some(Enrolled::Now))
    }

    /// Sends the activation email with a new link; the old one is dead. Refused once the account was set up, when it is not open, or while
    /// a gate does not hold.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn send_activation(&self, acting: Acting<'_>, enrollment: Enrollment<'_>) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        let (AssisterState::Enrolled, Some(user), Some(number)) = (assister.standing.state, assister.user, assister.number) else {
            return Ok(Some(Handled::Refused));
        };
        if !assister.standing.gates(acting.today).all() {
            return Ok(Some(Handled::Refused));
        }
        insert_link(&mut tx, enrollment.link(user, acting.now)).await?;
        enqueue(&mut tx, &(enrollment.letter)(Addressee { name: &assister.name, email: &assister.email, number })).await?;
        note(&mut tx, &acting, AuditAction::ActivationSentAgain, "activation", (String::new(), assister.email.clone())).await?;
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }

    /// Confirms an account that was set up, with its letter, once. Refused while it may not act.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn confirm_account(&self, acting: Acting<'_>, letter: Writes<'_>, confirmed: &str) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        if assister.standing.confirmed_at.is_some() {
            return Ok(Some(Handled::AlreadySo));
        }
        let (AssisterState::Active, Some(number)) = (assister.standing.state, assister.number) else {
            return Ok(Some(Handled::Refused));
        };
        if !assister.standing.may_act(acting.today) {
            return Ok(Some(Handled::Refused));
        }
        execute!(tx.on(), "UPDATE assisters SET confirmed_at = $2 WHERE id = $1", acting.assister, acting.now)?;
        enqueue(&mut tx, &letter(Addressee { name: &assister.name, email: &assister.email, number })).await?;
        note(&mut tx, &acting, AuditAction::AccountConfirmed, "confirmed", (String::new(), confirmed.to_owned())).await?;
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }
}
