//! `/security/confirm`

use super::UserName;
use crate::api::identity::{ProofPage as Page, Prove, SignOut, proof_page};
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Button, ButtonKind, Field, InputKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// Asks for the password once more.
pub fn proof() -> AnyView {
    page(retry(), proof_page, |page| view! { <Form page /> }.into_any())
}

#[component]
fn Form(page: Page) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<Prove>(page.form);
    let ask = if page.password {
        view! {
            <p class="lead">{t.passkeys_prove_lead()}</p>
            <PlainForm action="/api/prove">
                <UserName email=page.email />
                <Field
                    name="current_password"
                    label=t.access_change_current()
                    kind=InputKind::Password
                    autocomplete="current-password"
                    error=form.error("current_password")
                />
                <Button label=t.passkeys_prove_button() />
            </PlainForm>
        }
        .into_any()
    } else if page.login_mn {
        ().into_any()
    } else {
        view! {
            <p class="lead">{t.passkeys_prove_again()}</p>
            <PlainForm action=SignOut::PATH>
                <Button label=t.site_sign_out() />
            </PlainForm>
        }
        .into_any()
    };
    let at_login_mn = page.login_mn.then(|| {
        let (text, kind) =
            if page.password { (t.login_mn_prove_instead(), ButtonKind::Secondary) } else { (t.login_mn_prove(), ButtonKind::Primary) };
        view! {
            <PlainForm action="/login-mn/start">
                <input type="hidden" name="purpose" value="prove" />
                <p>{text}</p>
                <Button label=t.login_mn_prove_button() kind />
            </PlainForm>
        }
    });
    view! {
        <BackLink href="/security" label=t.access_security_heading() />
        <PageHeading text=t.passkeys_prove_heading() />
        <FormProblems form />
        {ask}
        {at_login_mn}
    }
}
