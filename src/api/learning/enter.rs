//! The way in without an account: asking for a link by mail, and following it.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// Where somebody is told that a link is on its way, if it is.
pub const SENT: &str = "/learning/sent";

/// What a link's page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkPage {
    /// The button.
    Open {
        /// What it sends: the token of the address.
        token: String,
    },
    /// They are in already.
    Inside,
    /// It was used.
    Used,
    /// A newer one was sent.
    Replaced,
    /// Its hour is over.
    Expired,
    /// It never was one, or nobody's any more.
    Unknown,
}

/// "Email me a link". The answer says the same whether somebody has this Training ID and this email or not.
#[server(prefix = "/api", endpoint = "request-learning-link", output = Postcard, client = FromPage)]
pub async fn request_learning_link(
    #[server(default)] training_id: String,
    #[server(default)] certification_email: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::domain::audit::AuditAction;
    use crate::domain::typed::{compared_email, plain};
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::learning::enter;
    use crate::server::limits::{self, Limit};
    use crate::server::trace::Came;
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("training_id", &training_id).keep("certification_email", &certification_email);
    if plain(&training_id).is_empty() {
        form.wrong("training_id", t.learning_training_id_missing());
    }
    if plain(&certification_email).is_empty() {
        form.wrong("certification_email", t.learning_email_missing());
    } else if compared_email(&certification_email).is_none() {
        form.wrong("certification_email", t.create_account_email_wrong());
    }
    if form.errors.is_empty() {
        let limit = Limit::LearningLink { training_id: &training_id, address: context.info().address };
        let within = limits::count(context.store(), limit, context.now).await?;
        let came = if within { Came::Asked } else { Came::Limited };
        context.traced(AuditAction::LearningLinkAsked, came, &training_id, None).await?;
        if within {
            enter::send_link(&context, &training_id, &certification_email).await?;
            return context.done(SENT);
        }
        form.wrong("training_id", t.learning_link_too_many());
    }
    context.refuse_anew(Form::LearningLink, form).await
}

/// What the link in an address leads to. Looking at it uses nothing up.
#[server(name = LoadLearningLink, prefix = "/api", endpoint = "learning-link-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn learning_link_page(token: String) -> Result<LinkPage, ApiError> {
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::learning::enter::{Way, way};
    use crate::store::LinkState;
    let context = RequestContext::<Visitor>::require()?;
    Ok(match way(&context, &token).await? {
        Way::Open(_) => LinkPage::Open { token },
        Way::Inside => LinkPage::Inside,
        Way::Shut(Some(LinkState::Used)) => LinkPage::Used,
        Way::Shut(Some(LinkState::Replaced)) => LinkPage::Replaced,
        Way::Shut(Some(LinkState::Expired)) => LinkPage::Expired,
        Way::Shut(_) => LinkPage::Unknown,
    })
}

/// "Start learning": uses the link up. Where it does not open, its page says why.
#[server(prefix = "/api", endpoint = "enter-learning", output = Postcard, client = FromPage)]
pub async fn enter_learning(#[server(default)] token: String) -> Result<Posted, ApiError> {
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::learning::enter::{PATH, Way, enter, way};
    let context = RequestContext::<Visitor>::require()?;
    let inside = match way(&context, &token).await? {
        Way::Open(learner) => enter(&context, &token, learner).await?,
        Way::Inside => true,
        Way::Shut(_) => false,
    };
    if inside {
        return context.done(super::HOME);
    }
    // What is no token has no place in an address.
    let token = Some(token).filter(|token| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    context.done(&format!("{PATH}/{}", token.as_deref().unwrap_or("0")))
}
