//! `/learning/sent` and `/learning/enter/TOKEN`

use crate::api::learning::{HOME, LinkPage, learning_link_page};
use crate::ui::forms::PlainForm;
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Actions, Button, ButtonLink};
use leptos::prelude::*;

/// "Check your email": the same whether a link was sent or not.
#[component]
pub fn Sent() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.learning_sent_heading() />
        <p class="lead">{t.learning_sent_text()}</p>
        <p>{t.learning_sent_nothing()}</p>
        <p><a href=HOME>{t.learning_sent_again()}</a></p>
    }
}

/// The button that a link leads to, or what to do when it does not open.
pub fn enter_page(token: String) -> AnyView {
    page(
        move || token.clone(),
        learning_link_page,
        |link| match link {
            LinkPage::Open { token } => view! { <Enter token /> }.into_any(),
            LinkPage::Inside => go(HOME.to_owned()),
            shut => view! { <Shut link=shut /> }.into_any(),
        },
    )
}

/// A plain form in every browser: what comes after it is a new page with a new session.
#[component]
fn Enter(token: String) -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.learning_enter_heading() />
        <p class="lead">{t.learning_enter_text()}</p>
        <PlainForm action="/api/enter-learning">
            <input type="hidden" name="token" value=token />
            <Button label=t.learning_enter_button() />
        </PlainForm>
    }
}

#[component]
fn Shut(link: LinkPage) -> impl IntoView {
    let t = messages();
    let why = match link {
        LinkPage::Used => t.learning_enter_used(),
        LinkPage::Replaced => t.learning_enter_replaced(),
        LinkPage::Expired => t.learning_enter_expired(),
        LinkPage::Open { .. } | LinkPage::Inside | LinkPage::Unknown => t.learning_enter_unknown(),
    };
    view! {
        <PageHeading text=t.learning_enter_shut_heading() />
        <p class="lead">{why}</p>
        <Actions><ButtonLink href=HOME label=t.learning_enter_again() /></Actions>
    }
}
