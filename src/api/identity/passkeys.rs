//! Passkeys, on `/security` and at the second step. What the browser is asked and answers are the standard's own JSON forms.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::PasskeyId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person's passkeys, to themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeysView {
    /// Oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// One that was refused.
    pub form: FormState,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// For the form that removes it.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added, to read.
    pub added: String,
    /// When it was last used, to read.
    pub used: Option<String>,
}

/// What the page shows on which somebody keeps the passkeys that they know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaysPage {
    /// Their passkeys, oldest first, and whether each is kept if nothing else is said.
    Choose(Vec<(PasskeyView, bool)>),
    /// There is nothing to choose: go there.
    Elsewhere(String),
}

/// What a browser is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasskeyQuestion {
    /// The standard's options, as JSON.
    Options(String),
    /// It can't be asked now: go there first.
    Elsewhere(String),
}

/// What to ask the browser for a new passkey. Kept with the session until it answers.
#[server(prefix = "/api", endpoint = "ask-new-passkey", output = Postcard, client = FromPage)]
pub async fn ask_new_passkey() -> Result<PasskeyQuestion, ApiError> {
    use crate::server::access::factors::SECURITY;
    use crate::server::access::passkeys::{ask_for_new, owner};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    Ok(match owner(&context).await? {
        Err(to) => PasskeyQuestion::Elsewhere(to.to_owned()),
        Ok(owner) => ask_for_new(&context, &owner).await?.map_or(PasskeyQuestion::Elsewhere(SECURITY.to_owned()), PasskeyQuestion::Options),
    })
}

/// Add the passkey that the browser made. Without JavaScript there is none, and the form says so.
#[server(prefix = "/api", endpoint = "add-passkey", output = Postcard, client = FromPage)]
pub async fn add_passkey(#[server(default)] name: String, #[server(default)] answer: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::second_step::PASSKEY_NAME;
    use crate::domain::typed::line;
    use crate::server::access::passkeys::{Added, add, owner};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let t = context.messages();
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return context.done(to),
    };
    let name = line(&name);
    let mut form = FormState::default().keep("name", &name);
    if name.is_empty() {
        form.wrong("name", t.passkeys_name_missing());
    } else if name.chars().count() > PASSKEY_NAME {
        form.wrong("name", t.passkeys_name_long());
    } else if answer.is_empty() {
        form.wrong("name", t.passkeys_no_script());
    } else {
        match add(&context, &owner, &name, &answer).await? {
            Added::Done => return context.done("/security?passkey=added"),
            Added::Refused => form.wrong("name", t.passkeys_refused()),
            Added::TooMany => form.wrong("name", t.passkeys_too_many()),
        }
    }
    context.refuse(Form::Passkey, form, None).await
}

/// Remove a passkey of one's own.
#[server(prefix = "/api", endpoint = "remove-passkey", output = Postcard, client = FromPage)]
pub async fn remove_passkey(#[server(default)] passkey: String) -> Result<Posted, ApiError> {
    use crate::server::access::factors::SECURITY;
    use crate::server::access::passkeys::{owner, remove};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return context.done(to),
    };
    let Ok(id) = passkey.parse() else { return context.done(SECURITY) };
    let removed = remove(&context, &owner, id).await?;
    context.done(if removed { "/security?passkey=removed" } else { SECURITY })
}

/// The page on which somebody keeps the passkeys that they know.
#[server(name = LoadWaysPage, prefix = "/api", endpoint = "ways-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn ways_page() -> Result<WaysPage, ApiError> {
    use crate::server::access::passkeys::ways;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    Ok(ways(&context).await?.map_or_else(|to| WaysPage::Elsewhere(to.to_owned()), WaysPage::Choose))
}

/// Remove every passkey of one's own but those that are kept, each by `kept[id-ID]=yes`. `next` is where the person wanted to go.
#[server(prefix = "/api", endpoint = "keep-ways", output = Postcard, client = FromPage)]
pub async fn keep_ways(#[server(default)] kept: BTreeMap<String, String>, #[server(default)] next: String) -> Result<Posted, ApiError> {
    use crate::domain::next;
    use crate::server::access::factors::SECURITY;
    use crate::server::access::passkeys::{keep, owner};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return context.done(to),
    };
    let kept = kept.iter().filter(|(_, kept)| *kept == "yes");
    let kept: Vec<_> = kept.filter_map(|(id, _)| id.strip_prefix("id-")?.parse().ok()).collect();
    keep(&context, &owner, &kept).await?;
    context.done(next::safe(&next).unwrap_or(SECURITY))
}

/// What to ask the browser of somebody whose second step is to come.
#[server(prefix = "/api", endpoint = "ask-passkey", output = Postcard, client = FromPage)]
pub async fn ask_passkey() -> Result<PasskeyQuestion, ApiError> {
    use crate::domain::next::AGAIN;
    use crate::server::access::SECOND_STEP;
    use crate::server::access::passkeys::ask_for_one;
    use crate::server::access::second_step::waiting;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let Some(waiting) = waiting(&context).await? else { return Ok(PasskeyQuestion::Elsewhere(AGAIN.to_owned())) };
    let asked = ask_for_one(&context, &waiting).await?;
    Ok(asked.map_or(PasskeyQuestion::Elsewhere(SECOND_STEP.to_owned()), PasskeyQuestion::Options))
}

/// Finish signing in with a passkey.
#[server(prefix = "/api", endpoint = "use-passkey", output = Postcard, client = FromPage)]
pub async fn use_passkey(#[server(default)] answer: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::next::AGAIN;
    use crate::server::access::passkeys::check;
    use crate::server::access::second_step::{Checked, waiting};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let Some(waiting) = waiting(&context).await? else { return context.done(AGAIN) };
    let mut form = FormState::default();
    if answer.is_empty() {
        form.wrong("code", t.passkeys_no_script_code());
    } else {
        match check(&context, &waiting, &answer).await? {
            Checked::Done(to) => return context.done(&to),
            Checked::Wrong => form.wrong("code", t.passkeys_wrong()),
            Checked::TooMany => form.wrong("code", t.access_too_many()),
        }
    }
    context.refuse(Form::SecondFactor, form, None).await
}
