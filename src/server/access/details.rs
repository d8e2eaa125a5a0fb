//! A consumer's own details: name, email, phone.

use super::email_confirmation::{fresh, may_send};
use crate::api::error::ApiError;
use crate::server::context::{ConsumerSelf, RequestContext};
use crate::server::dates;
use crate::server::mail::{Letter, compose};
use crate::store::{Details, NewDetails};

/// Details as they were typed and read.
#[derive(Clone, Debug)]
pub struct Typed {
    /// As `clean_name` gives it.
    pub name: String,
    /// As `normal_email` gives it.
    pub email: String,
    /// As `phone` gives it; none for an empty field.
    pub phone: Option<String>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// They are changed; with another email, which is to be confirmed, or not.
    Done {
        /// Whether the email is another one.
        email: bool,
    },
    /// They are what they were.
    Same,
    /// The email was changed too often.
    TooMany,
    /// They were changed elsewhere meanwhile.
    TooLate,
}

/// Changes the caller's details. Who changed what is told at the address of before and at the new one, which gets a link to confirm it.
///
/// # Errors
/// The store's.
pub async fn change(context: &RequestContext<ConsumerSelf>, session: [u8; 32], before: Details, typed: Typed) -> Result<Changed, ApiError> {
    let (state, t, now, user) = (context.state(), context.messages(), context.now, context.who.user);
    let other_email = typed.email != before.email;
    let what = [
        (typed.name != before.name, t.your_details_what_name()),
        (other_email, t.your_details_what_email()),
        (typed.phone != before.phone, t.your_details_what_phone()),
    ];
    let what: Vec<&str> = what.into_iter().filter_map(|(changed, what)| changed.then_some(what)).collect();
    if what.is_empty() {
        return Ok(Changed::Same);
    }
    if other_email && !may_send(context).await? {
        return Ok(Changed::TooMany);
    }
    let (when, what) = (dates::moment(now), what.join(", "));
    let letter = |to: &str| compose(state, t, to, Letter::DetailsChanged { when: &when, what: &what }, now);
    let mut letters = vec![letter(&before.mailbox)];
    if other_email && typed.email != before.mailbox {
        letters.push(letter(&typed.email));
    }
    let link = other_email.then(|| fresh(state, t, &typed.email, now));
    let new = NewDetails {
        user,
        consumer: context.who.id,
        before,
        name: typed.name,
        phone: typed.phone,
        email: link.map(|link| (typed.email, link)),
        session,
        letters,
        audit: context.audit(),
        now,
    };
    let changed = context.store().change_details(&new).await?;
    Ok(if changed { Changed::Done { email: other_email } } else { Changed::TooLate })
}
