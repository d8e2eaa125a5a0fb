//! The way into the Learning Center without an account: asking for a link, and using it.

use crate::api::error::ApiError;
use crate::domain::audit::Actor;
use crate::domain::identity::{Principal, Role, Scope};
use crate::domain::ids::{AssisterId, AuditId, UserId};
use crate::domain::typed::{compared_email, plain};
use crate::server::context::{RequestContext, Visitor};
use crate::server::links::{self, FreshLink, LEARNING};
use crate::server::mail::{Letter, compose};
use crate::server::{cookies, random};
use crate::store::{Audit, LinkFor, LinkPurpose, LinkState, NewLink, NewSession};

/// Where the links lead.
pub const PATH: &str = "/learning/enter";

/// Sends a link to whoever has this Training ID and this certification email; to nobody where nobody has both.
///
/// # Errors
/// When the database fails.
pub async fn send_link(context: &RequestContext<Visitor>, training_id: &str, email: &str) -> Result<(), ApiError> {
    // What can't be an address is looked up all the same, so that it takes as long.
    let email = compared_email(email).unwrap_or_default();
    let Some((assister, name)) = context.store().learner(&plain(training_id).to_uppercase(), &email).await? else {
        return Ok(());
    };
    let (state, now) = (context.state(), context.now);
    let link = FreshLink::to(&state.config, PATH);
    let mail = compose(state, context.messages(), &email, Letter::Learning { name: &name, link: &link.address }, now);
    let link = NewLink {
        token_hash: link.token_hash,
        purpose: LinkPurpose::Learning,
        of: LinkFor::Assister(assister),
        secret_hash: None,
        now,
        expires_at: now + LEARNING,
    };
    context.store().send_link(link, &mail).await?;
    Ok(())
}

/// What a link leads to for who follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In, by a click.
    Open(AssisterId),
    /// In already: signed in as whom the link is for.
    Inside,
    /// Nowhere, because it was used, replaced, has expired, or never was one (`None`).
    Shut(Option<LinkState>),
}

/// What the token in an address leads to. Looking uses nothing up.
///
/// # Errors
/// When the database fails.
pub async fn way(context: &RequestContext<Visitor>, token: &str) -> Result<Way, ApiError> {
    let link = context.store().link(links::hash(token), LinkPurpose::Learning, context.now).await?;
    let Some((link, LinkFor::Assister(assister))) = link.map(|link| (link, link.of)) else {
        return Ok(Way::Shut(None));
    };
    if context.who.0.as_ref().and_then(learns) == Some(assister) {
        return Ok(Way::Inside);
    }
    Ok(match link.state {
        LinkState::Open if context.store().may_learn(assister).await? => Way::Open(assister),
        LinkState::Open => Way::Shut(None),
        shut => Way::Shut(Some(shut)),
    })
}

/// Uses the link up and begins a learner's session in the place of the browser's. `false`: it does not open (any more).
///
/// # Errors
/// When the database fails.
pub async fn enter(context: &RequestContext<Visitor>, token: &str, learner: AssisterId) -> Result<bool, ApiError> {
    let cookie = random::token();
    let session = NewSession { token_hash: cookies::hash(&cookie), user: None, learner: Some(learner), now: context.now };
    let audit = Audit {
        id: AuditId(context.fresh_id()),
        actor: Actor { user: UserId(learner.0), role: Role::Learner },
        request: context.info().request_id.to_string(),
    };
    let entered = context.store().enter_learning(links::hash(token), learner, session, context.session_hash(), audit).await?;
    if entered {
        context.set_cookie(&cookies::set(&context.state().config, &cookie));
    }
    Ok(entered)
}

/// Whose training a signed-in person takes, if any.
#[must_use]
pub fn learns(principal: &Principal) -> Option<AssisterId> {
    match principal.scope {
        Scope::Learner(id) | Scope::Assister { id, .. } => Some(id),
        _ => None,
    }
}
