//! Mail: what it says, here, and how it leaves: `deliver` empties the outbox, `transport` is the way out, `message` the form. A new letter
//! is a variant of [`Letter`] and its texts in the catalog's `[mail]`.
//!
//! Text and HTML are made of the same paragraphs. Subjects come from the catalog alone, so nothing that people typed gets near a header.

mod age;
mod deliver;
mod message;
mod transport;

pub use age::age;
pub use deliver::{deliver_due, work};
pub use transport::{PATIENCE, Transport};

use super::{AppState, random};
use crate::domain::ids::MailId;
use crate::domain::instant::Instant;
use crate::domain::mail::MailKind;
use crate::domain::manage_assister::fill;
use crate::messages::{Language, Messages};
use crate::store::Mail;
use crate::ui::parts::escaped;
use std::fmt::Write as _;

/// A letter with what is filled in.
#[derive(Clone, Copy, Debug)]
pub enum Letter<'a> {
    /// How to set up an assister's account.
    Activation {
        /// To whom.
        name: &'a str,
        /// `/set-up/TOKEN`, the whole address.
        link: &'a str,
        /// What to type there.
        registration_number: &'a str,
        /// Until when, to read.
        until: &'a str,
    },
    /// The account is confirmed.
    Confirmation {
        /// To whom.
        name: &'a str,
        /// The reference number.
        number: &'a str,
    },
    /// A link to the Learning Center.
    Learning {
        /// To whom.
        name: &'a str,
        /// The whole address.
        link: &'a str,
    },
    /// How to set up a staff member's or an agency contact's account.
    Invitation {
        /// To whom.
        name: &'a str,
        /// The whole address.
        link: &'a str,
        /// Until when, to read.
        until: &'a str,
    },
    /// A link to choose a new password.
    PasswordReset {
        /// The whole address.
        link: &'a str,
    },
    /// A code to sign in with.
    SignInCode {
        /// Six digits.
        code: &'a str,
    },
    /// A link that finishes signing in.
    SignInLink {
        /// The whole address.
        link: &'a str,
    },
    /// The password was changed.
    PasswordChanged {
        /// When, to read.
        when: &'a str,
    },
    /// Somebody signed in.
    NewSignIn {
        /// When, to read.
        when: &'a str,
    },
    /// Another email was written down on the roster; staff are to confirm it.
    EmailAsked {
        /// When, to read.
        when: &'a str,
    },
    /// The email to sign in with was changed.
    EmailChanged {
        /// When, to read.
        when: &'a str,
        /// From now on.
        email: &'a str,
    },
    /// Staff removed the second step.
    SecondStepRemoved {
        /// When, to read.
        when: &'a str,
    },
    /// Staff proofed them, so that they can set up a second step.
    Proofed {
        /// When, to read.
        when: &'a str,
    },
    /// A link to confirm an email.
    ConfirmEmail {
        /// The whole address.
        link: &'a str,
    },
    /// Somebody gave an email for an account that has one already.
    EmailInUse,
    /// A consumer changed their name, email or phone.
    DetailsChanged {
        /// When, to read.
        when: &'a str,
        /// Which, to read.
        what: &'a str,
    },
    /// Staff unlinked LoginMN.
    LoginMnUnlinked {
        /// When, to read.
        when: &'a str,
    },
    /// A consumer closed their account.
    AccountClosed {
        /// When, to read.
        when: &'a str,
        /// Until when what was submitted is kept, to read.
        until: &'a str,
    },
    /// Staff suspended a consumer's account.
    AccountSuspended {
        /// When, to read.
        when: &'a str,
    },
    /// The suspension of a consumer's account ended.
    AccountReinstated {
        /// When, to read.
        when: &'a str,
    },
    /// A second step, a passkey or LoginMN was added, replaced or removed.
    SignInChanged {
        /// When, to read.
        when: &'a str,
    },
}

/// Writes a letter, ready for the outbox.
#[must_use]
pub fn compose(state: &AppState, t: Messages, to: &str, letter: Letter<'_>, now: Instant) -> Mail {
    let sign_in = format!("{}/sign-in", state.config.public_url.origin);
    let (kind, subject, text, values): (_, _, _, Vec<(&str, &str)>) = match letter {
        Letter::Activation { name, link, registration_number, until } => (
            MailKind::Activation,
            t.mail_activation_subject(),
            t.mail_activation_text(),
            vec![("name", name), ("link", link), ("registration_number", registration_number), ("until", until)],
        ),
        Letter::Confirmation { name, number } => {
            (MailKind::Confirmation, t.mail_confirmation_subject(), t.mail_confirmation_text(), vec![("name", name), ("number", number)])
        }
        Letter::Learning { name, link } => {
            (MailKind::Learning, t.mail_learning_subject(), t.mail_learning_text(), vec![("name", name), ("link", link)])
        }
        Letter::Invitation { name, link, until } => (
            MailKind::Invitation,
            t.mail_invitation_subject(),
            t.mail_invitation_text(),
            vec![("name", name), ("link", link), ("until", until)],
        ),
        Letter::PasswordReset { link } => {
            (MailKind::PasswordReset, t.mail_password_reset_subject(), t.mail_password_reset_text(), vec![("link", link)])
        }
        Letter::SignInCode { code } => {
            (MailKind::SignInCode, t.mail_sign_in_code_subject(), t.mail_sign_in_code_text(), vec![("code", code)])
        }
        Letter::SignInLink { link } => {
            (MailKind::SignInLink, t.mail_sign_in_link_subject(), t.mail_sign_in_link_text(), vec![("link", link)])
        }
        Letter::PasswordChanged { when } => {
            (MailKind::PasswordChanged, t.mail_password_changed_subject(), t.mail_password_changed_text(), vec![("when", when)])
        }
        Letter::NewSignIn { when } => (MailKind::NewSignIn, t.mail_new_sign_in_subject(), t.mail_new_sign_in_text(), vec![("when", when)]),
        Letter::EmailAsked { when } => {
            (MailKind::EmailAsked, t.mail_email_asked_subject(), t.mail_email_asked_text(), vec![("when", when)])
        }
        Letter::EmailChanged { when, email } => {
            (MailKind::EmailChanged, t.mail_email_changed_subject(), t.mail_email_changed_text(), vec![("when", when), ("email", email)])
        }
        Letter::SecondStepRemoved { when } => {
            (MailKind::SecondStepRemoved, t.mail_second_step_removed_subject(), t.mail_second_step_removed_text(), vec![("when", when)])
        }
        Letter::Proofed { when } => (MailKind::SignInChanged, t.mail_proofed_subject(), t.mail_proofed_text(), vec![("when", when)]),
        Letter::ConfirmEmail { link } => {
            (MailKind::ConfirmEmail, t.mail_confirm_email_subject(), t.mail_confirm_email_text(), vec![("link", link)])
        }
        Letter::EmailInUse => (MailKind::EmailInUse, t.mail_email_in_use_subject(), t.mail_email_in_use_text(), Vec::new()),
        Letter::DetailsChanged { when, what } => (
            MailKind::DetailsChanged,
            t.mail_details_changed_subject(),
            t.mail_details_changed_text(),
            vec![("when", when), ("what", what)],
        ),
        Letter::LoginMnUnlinked { when } => {
            (MailKind::LoginMnUnlinked, t.mail_login_mn_unlinked_subject(), t.mail_login_mn_unlinked_text(), vec![("when", when)])
        }
        Letter::AccountClosed { when, until } => {
            (MailKind::AccountClosed, t.mail_account_closed_subject(), t.mail_account_closed_text(), vec![("when", when), ("until", until)])
        }
        Letter::AccountSuspended { when } => {
            (MailKind::AccountSuspended, t.mail_account_suspended_subject(), t.mail_account_suspended_text(), vec![("when", when)])
        }
        Letter::AccountReinstated { when } => {
            (MailKind::AccountReinstated, t.mail_account_reinstated_subject(), t.mail_account_reinstated_text(), vec![("when", when)])
        }
        Letter::SignInChanged { when } => {
            (MailKind::SignInChanged, t.mail_sign_in_changed_subject(), t.mail_sign_in_changed_text(), vec![("when", when)])
        }
    };
    // Paragraph by paragraph, so that no value can begin another one.
    let values: Vec<(&str, String)> =
        values.into_iter().chain([("sign_in", sign_in.as_str())]).map(|(name, value)| (name, one_line(value))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let template = format!("{}\n\n{}", text.trim(), t.mail_footer());
    let paragraphs: Vec<String> = template.split("\n\n").map(|paragraph| fill(&one_line(paragraph), &values)).collect();
    let id = MailId(random::uuid_v7(now));
    let host = state.config.mail_from.split('@').nth(1).unwrap_or("portal.invalid");
    Mail {
        id,
        kind,
        to: to.to_owned(),
        subject: subject.to_owned(),
        html: html(&paragraphs),
        text: paragraphs.join("\n\n") + "\n",
        message_id: format!("<{id}@{host}>"),
        now,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs as a document. One that is an address becomes a link; nothing is loaded from anywhere.
fn html(paragraphs: &[String]) -> String {
    let language = Language::default().code();
    let mut html = format!("<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"></head><body>");
    for paragraph in paragraphs {
        let text = escaped(paragraph);
        let is_address = (paragraph.starts_with("https://") || paragraph.starts_with("http://")) && !paragraph.contains(' ');
        let _ = if is_address { write!(html, "<p><a href=\"{text}\">{text}</a></p>") } else { write!(html, "<p>{text}</p>") };
    }
    html.push_str("</body></html>");
    html
}
