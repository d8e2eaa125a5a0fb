//! `/security/ways`: after a reset by mail, which passkeys their owner knows.

use super::asked;
use super::passkeys::dates;
use crate::api::identity::{KeepWays, PasskeyView, WaysPage as Page, ways_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::PlainForm;
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Actions, Button, Checkbox, FieldGroup};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// "Check the passkeys of your account".
pub fn ways() -> AnyView {
    page(
        String::new,
        |_| ways_page(),
        |page| match page {
            Page::Choose(passkeys) => view! { <Form passkeys /> }.into_any(),
            Page::Elsewhere(to) => go(to),
        },
    )
}

#[component]
fn Form(passkeys: Vec<(PasskeyView, bool)>) -> impl IntoView {
    let t = messages();
    let rows = passkeys.into_iter().map(|(passkey, checked)| {
        let hint = dates(&passkey);
        let label = fill(t.access_ways_passkey(), &[("name", &passkey.name)]);
        view! { <Checkbox name=format!("kept[id-{}]", passkey.id) label hint checked /> }
    });
    let rows = rows.collect_view();
    view! {
        <PageHeading text=t.access_ways_heading() />
        <p class="lead">{t.access_ways_lead()}</p>
        <PlainForm action=KeepWays::PATH>
            <input type="hidden" name="next" value=asked("next") />
            <FieldGroup legend=t.passkeys_heading() hint=t.access_ways_passkey_hint()>
                {rows}
            </FieldGroup>
            <Actions>
                <Button label=t.access_ways_button() />
            </Actions>
        </PlainForm>
    }
}
