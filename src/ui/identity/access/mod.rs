//! Setting up an account, passwords, second factors and a consumer's own details: `/set-up/TOKEN`, `/set-up/email/TOKEN`, `/password/…`,
//! `/sign-in/…`, `/security`.
//!
//! Plain forms in every browser: most of them begin a new session, and nothing of the old one is to stay in memory. To add a page: its
//! file here and its line in [`pages`].

mod authenticator;
mod change_password;
mod choose_factor;
mod close_account;
mod confirm_email;
mod finish_sign_in;
mod forgot_password;
mod kept_details;
mod passkeys;
mod proof;
mod recovery_codes;
mod reset_password;
mod second_factor;
mod security;
mod set_up;
mod ways;
mod your_details;

use crate::api::identity::Me;
use crate::domain::identity::Role;
use crate::ui::forms::FormSignal;
use crate::ui::messages;
use crate::ui::parts::{Field, InputKind};
use crate::ui::section::query_map;
use crate::ui::section::section_of;
use leptos::prelude::*;

/// The pages under these addresses.
#[component]
pub fn AccessSection() -> impl IntoView {
    section_of(&["/set-up/", "/sign-in/", "/password/", "/security"], pages)
}

fn pages(parts: &[&str]) -> Option<AnyView> {
    match parts {
        ["set-up", "email", "done"] => Some(confirm_email::done()),
        ["set-up", "email", token] => Some(confirm_email::confirm_email((*token).to_owned())),
        ["set-up", token] => Some(set_up::set_up((*token).to_owned())),
        ["sign-in", "second-factor"] => Some(second_factor::second_factor()),
        ["sign-in", "choose-factor"] => Some(choose_factor::choose_factor()),
        ["sign-in", "sent"] => Some(finish_sign_in::sent()),
        ["sign-in", "finish", token] => Some(finish_sign_in::finish_sign_in((*token).to_owned())),
        ["sign-in" | "security", "authenticator"] => Some(authenticator::authenticator()),
        ["password", "forgot"] => Some(forgot_password::forgot_password()),
        ["password", "reset", token] => Some(reset_password::reset_password((*token).to_owned())),
        ["password", "done"] => Some(reset_password::done()),
        ["password", "change"] => Some(change_password::change_password()),
        ["security", "close"] => Some(close_account::close_account()),
        ["sign-in", "closed"] => Some(close_account::closed()),
        ["security", "details"] if is_consumer() => Some(your_details::your_details()),
        ["security", "details"] => Some(kept_details::kept_details()),
        ["security", "email"] => Some(confirm_email::email()),
        ["security", "confirm"] => Some(proof::proof()),
        ["security"] => Some(security::security()),
        ["security", "ways"] => Some(ways::ways()),
        ["security", "recovery-codes"] => Some(recovery_codes::recovery_codes()),
        _ => None,
    }
}

fn is_consumer() -> bool {
    use_context::<Me>().and_then(|me| me.person).is_some_and(|person| person.role == Role::Consumer)
}

/// Tells a password manager whose password it is. Nobody sees it, and it is not sent.
#[component]
fn UserName(email: String) -> impl IntoView {
    view! { <input type="email" id="username" autocomplete="username" value=email readonly=true hidden=true /> }
}

/// A new password, twice.
#[component]
fn NewPasswordFields(form: FormSignal, label: &'static str, again: &'static str) -> impl IntoView {
    view! {
        <Field
            name="password"
            label
            hint=messages().create_account_password_hint()
            kind=InputKind::Password
            autocomplete="new-password"
            error=form.error("password")
        />
        <Field
            name="password_again"
            label=again
            kind=InputKind::Password
            autocomplete="new-password"
            error=form.error("password_again")
        />
    }
}

/// A part of the address after the question mark; empty where there is none.
fn asked(name: &'static str) -> String {
    query_map().with_untracked(|query| query.get(name).unwrap_or_default())
}
