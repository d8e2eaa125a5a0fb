//! `/sign-in/second-factor`: the second step of signing in.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::second_step::FactorKind;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactorPage {
    /// The form.
    Open {
        /// What the person chose as their second step.
        factor: FactorKind,
        /// Whether a code by email can be sent: who chose another second step never gets one.
        by_email: bool,
        /// Whether a code was sent that can still be typed.
        code_sent: bool,
        /// Whether they can use a passkey.
        passkey: bool,
        /// A refused try.
        form: FormState,
    },
    /// They have no second step, and chose their password by a link in a mail: staff proof them before they set one up.
    Proofing,
    /// There is nothing to do here: go there.
    Elsewhere(String),
}

/// The page. `retry` finds a refused try.
#[server(name = LoadSecondFactorPage, prefix = "/api", endpoint = "second-factor-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn second_factor_page(retry: String) -> Result<SecondFactorPage, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::next::AGAIN;
    use crate::domain::second_step::EmailedCode;
    use crate::server::access::CHOOSE;
    use crate::server::access::passkeys::can_use;
    use crate::server::access::second_step::waiting;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let Some(waiting) = waiting(&context).await? else { return Ok(SecondFactorPage::Elsewhere(AGAIN.to_owned())) };
    if waiting.may_choose() {
        return Ok(SecondFactorPage::Elsewhere(CHOOSE.to_owned()));
    }
    let Some(factor) = waiting.account.factor else { return Ok(SecondFactorPage::Proofing) };
    let by_email = waiting.emailed_code() != EmailedCode::Nothing;
    let form = context.kept_form(Form::SecondFactor, &retry).await?;
    let passkey = can_use(&context, &waiting).await?;
    Ok(SecondFactorPage::Open { factor, by_email, code_sent: by_email && waiting.step.code_sent, passkey, form })
}

/// Finish signing in with a code: of the app, from the mail, or one of the recovery codes.
#[server(prefix = "/api", endpoint = "check-second-factor", output = Postcard, client = FromPage)]
pub async fn check_second_factor(#[server(default)] code: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::next::AGAIN;
    use crate::domain::second_step::TypedCode;
    use crate::server::access::second_step::{Checked, check, waiting};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    // Too late, or not here: the password is asked for again.
    let Some(waiting) = waiting(&context).await? else { return context.done(AGAIN) };
    let mut form = FormState::default();
    match TypedCode::parse(&code) {
        None => form.wrong("code", t.access_code_malformed()),
        Some(typed) => match check(&context, &waiting, &typed).await? {
            Checked::Done(to) => return context.done(&to),
            Checked::Wrong => form.wrong("code", t.access_code_wrong()),
            Checked::TooMany => form.wrong("code", t.access_too_many()),
        },
    }
    context.refuse(Form::SecondFactor, form, None).await
}

/// Send a code by email, in the place of one that was sent before. Only where codes by email are the second step.
#[server(prefix = "/api", endpoint = "email-sign-in-code", output = Postcard, client = FromPage)]
pub async fn email_sign_in_code() -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::next::AGAIN;
    use crate::server::access::second_step::{Sent, send, waiting};
    use crate::server::access::{CHOOSE, SECOND_STEP};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let Some(waiting) = waiting(&context).await? else { return context.done(AGAIN) };
    if waiting.account.factor.is_none() {
        return context.done(if waiting.may_choose() { CHOOSE } else { SECOND_STEP });
    }
    let (t, mut form) = (context.messages(), FormState::default());
    match send(&context, &waiting).await? {
        Sent::Done => return context.done(SECOND_STEP),
        Sent::Nothing => form.wrong("code", t.access_second_no_email()),
        Sent::TooMany => form.wrong("code", t.access_too_many_codes()),
    }
    context.refuse(Form::SecondFactor, form, None).await
}
