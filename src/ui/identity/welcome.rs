//! `/`

use crate::ui::messages;
use crate::ui::page::PageHeading;
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, Card};
use leptos::prelude::*;

/// The start page: what this is, and the two ways in.
#[component]
pub fn Welcome() -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.welcome_heading() />
        <p class="lead">{t.welcome_lead()}</p>
        <div class="columns">
            <Card title=t.welcome_consumer_title()>
                <p>{t.welcome_consumer_text()}</p>
                <Actions>
                    <ButtonLink href="/sign-in" label=t.site_sign_in() />
                    <ButtonLink href="/create-account" label=t.welcome_create_account() kind=ButtonKind::Secondary />
                </Actions>
            </Card>
            <Card title=t.welcome_assister_title()>
                <p>{t.welcome_assister_text()}</p>
                <Actions>
                    <ButtonLink href="/sign-in?next=/clients" label=t.site_sign_in() kind=ButtonKind::Secondary />
                </Actions>
            </Card>
        </div>
    }
}
