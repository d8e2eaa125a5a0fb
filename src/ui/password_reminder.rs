//! On the home page of whose password expires soon: when, and where to change it.

use super::messages;
use super::parts::{Notice, NoticeKind};
use crate::domain::manage_assister::fill;
use leptos::prelude::*;

/// "Your password expires on …". The date is `RequestContext::password_reminder`'s.
#[component]
pub fn PasswordReminder(date: String) -> AnyView {
    let t = messages();
    view! {
        <Notice kind=NoticeKind::Warning label=t.access_expires_title()>
            <p>{fill(t.access_expires(), &[("date", &date)])}" " <a href="/password/change">{t.access_security_change()}</a></p>
        </Notice>
    }
    .into_any()
}
