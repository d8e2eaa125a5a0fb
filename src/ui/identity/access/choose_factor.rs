//! `/sign-in/choose-factor`

use crate::api::identity::{ChooseFactorPage as Page, choose_factor_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::PlainForm;
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Button, ButtonKind, Card};
use leptos::prelude::*;

/// The choice of a second step, on the way in.
pub fn choose_factor() -> AnyView {
    page(String::new, choose_factor_page, |page| match page {
        Page::Open { email, again } => view! { <Choice email again /> }.into_any(),
        Page::Elsewhere(to) => go(to),
    })
}

#[component]
fn Choice(email: Option<String>, again: bool) -> impl IntoView {
    let t = messages();
    let lead = match (&email, again) {
        (Some(_), _) => t.access_choose_lead(),
        (None, false) => t.access_choose_lead_app(),
        (None, true) => t.access_choose_lead_again(),
    };
    let by_email = email.map(|email| {
        view! {
            <Card title=t.access_choose_email_title()>
                <p>{fill(t.access_choose_email(), &[("email", &email)])}</p>
                <PlainForm action="/api/use-emailed-codes">
                    <Button label=t.access_choose_email_button() kind=ButtonKind::Secondary />
                </PlainForm>
            </Card>
        }
    });
    view! {
        <PageHeading text=t.access_choose_heading() />
        <p class="lead">{lead}</p>
        <div class="columns">
            <Card title=t.access_choose_app_title()>
                <p>{t.access_choose_app()}</p>
                <PlainForm action="/api/begin-authenticator">
                    <Button label=t.access_choose_app_button() />
                </PlainForm>
            </Card>
            {by_email}
        </div>
    }
}
