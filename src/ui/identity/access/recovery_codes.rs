//! `/security/recovery-codes`

use crate::api::identity::{RecoveryCodesPage as Page, recovery_codes_page};
use crate::ui::forms::PlainForm;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonLink};
use leptos::prelude::*;

/// New recovery codes, once.
pub fn recovery_codes() -> AnyView {
    page(String::new, |_| recovery_codes_page(), |page| view! { <Codes page /> }.into_any())
}

#[component]
fn Codes(page: Page) -> impl IntoView {
    let t = messages();
    let gone = page.codes.is_empty();
    let codes = page.codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <PageHeading text=t.access_codes_heading() />
        {if gone {
            view! {
                <p>{t.access_codes_gone()}</p>
                <Actions>
                    <ButtonLink href="/security" label=t.access_security_heading() />
                </Actions>
            }
                .into_any()
        } else {
            view! {
                <p class="lead">{t.access_codes_lead()}</p>
                <ul>{codes}</ul>
                <PlainForm action="/api/recovery-codes-kept">
                    <Button label=t.access_codes_button() />
                </PlainForm>
            }
                .into_any()
        }}
    }
}
