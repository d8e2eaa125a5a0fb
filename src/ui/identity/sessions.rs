//! `/sessions`: where the person is signed in. Plain forms in every browser, like all of signing in and out.

use crate::api::identity::{SessionView, SessionsPage as Page, SignOutEverywhere, sessions_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::PlainForm;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonKind, Card};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// "Where you're signed in".
#[component]
pub fn SessionsPage() -> impl IntoView {
    page(String::new, |_| sessions_page(), |page| view! { <SessionsView page /> }.into_any())
}

#[component]
fn SessionsView(page: Page) -> impl IntoView {
    let t = messages();
    let only = page.sessions.len() < 2;
    let cards = page.sessions.into_iter().map(|session| view! { <OneSession session /> }).collect_view();
    view! {
        <PageHeading text=t.sessions_heading() />
        <p class="lead">{t.sessions_lead()}</p>
        {cards}
        {only.then(|| view! { <p>{t.sessions_only()}</p> })}
        <h2>{t.sessions_everywhere_heading()}</h2>
        <p>{t.sessions_everywhere_text()}</p>
        <PlainForm action=SignOutEverywhere::PATH>
            <Actions>
                <Button label=t.sessions_everywhere_button() kind=ButtonKind::Danger />
            </Actions>
        </PlainForm>
        <p><a href="/security">{t.access_security_heading()}</a></p>
    }
}

#[component]
fn OneSession(session: SessionView) -> impl IntoView {
    let t = messages();
    let since = fill(t.sessions_since(), &[("since", &session.since), ("used", &session.used)]);
    let which = fill(t.sessions_which(), &[("since", &session.since)]);
    view! {
        <Card title=if session.this { t.sessions_this() } else { t.sessions_other() }>
            <p>{since}</p>
            {(!session.this)
                .then(|| {
                    view! {
                        <PlainForm action="/api/end-session">
                            <input type="hidden" name="key" value=session.key />
                            <Button label=t.sessions_button() what=which kind=ButtonKind::Secondary />
                        </PlainForm>
                    }
                })}
        </Card>
    }
}
