//! `/sign-in/authenticator` and `/security/authenticator`

use crate::api::forms::FormState;
use crate::api::identity::{AuthenticatorPage as Page, ConfirmAuthenticator, authenticator_page};
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{BackLink, Button, Field};
use leptos::prelude::*;

/// The key of a new authenticator, and the first code of it.
pub fn authenticator() -> AnyView {
    page(retry(), authenticator_page, |page| match page {
        Page::Open { picture, secret, back, form } => view! { <Form picture secret back kept=form /> }.into_any(),
        Page::Elsewhere(to) => go(to),
    })
}

#[component]
fn Form(picture: String, secret: String, back: String, kept: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ConfirmAuthenticator>(kept);
    view! {
        <BackLink href=back label=t.access_authenticator_back() />
        <PageHeading text=t.access_authenticator_heading() />
        <FormProblems form />
        <p class="lead">{t.access_authenticator_lead()}</p>
        <p><img src=picture alt=t.access_authenticator_picture() width="240" height="240" /></p>
        <p>{t.access_authenticator_text()}</p>
        <p><code>{secret}</code></p>
        <PlainForm action="/api/confirm-authenticator">
            <Field
                name="code"
                label=t.access_authenticator_code()
                hint=t.access_authenticator_hint()
                autocomplete="one-time-code"
                inputmode="numeric"
                error=form.error("code")
                short=true
            />
            <Button label=t.access_authenticator_button() />
        </PlainForm>
    }
}
