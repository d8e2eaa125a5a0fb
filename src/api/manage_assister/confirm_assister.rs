//! Step 3: "Confirm". The authorization itself.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::DraftId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Authorize the draft's assister. Twice, or in two windows at once, has one effect and the same answer. `text` is the SHA-256 of the
/// text that was shown: nobody agrees to another one.
#[server(prefix = "/api", endpoint = "confirm-assister", output = Postcard, client = FromPage)]
pub async fn confirm_assister(
    draft: DraftId,
    #[server(default)] text: String,
    #[server(default)] agreed: String,
    #[server(default)] full_name: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::domain::ids::{AssociationId, ConsentId};
    use crate::domain::manage_assister::{Step, fill};
    use crate::domain::text::same_name;
    use crate::domain::typed::line;
    use crate::server::access::email_confirmation::{EMAIL, refusal};
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::{consent, hex};
    use crate::store::{Authorize, Authorized};

    /// The assister was suspended meanwhile: the first step says so, and asks for another number.
    async fn not_available(context: &RequestContext<ConsumerSelf>) -> Result<Posted, ApiError> {
        let mut form = FormState::default();
        form.wrong("number", context.messages().agree_not_available());
        context.refuse_anew(Form::Number, form).await
    }

    let context = RequestContext::<ConsumerSelf>::require()?;
    let t = context.messages();
    let (kept, card) = match context.store().draft(context.who.id, context.now).await? {
        Some((kept, card)) if kept.id == draft => (kept, card),
        other => {
            // Asked after the draft: a confirmation takes the draft away in the transaction that writes its receipt, so a repeat
            // finds one or the other, however close behind the first it comes.
            if let Some(receipt) = context.store().consent_of_draft(context.who.id, draft).await? {
                return context.done(&format!("{}?receipt={receipt}", super::ADDED_ADDRESS));
            }
            if other.is_some() {
                return context.done(Step::Card.address());
            }
            if context.store().has_draft(context.who.id, draft).await? {
                return not_available(&context).await;
            }
            return context.done(super::OTHER_WINDOW_ADDRESS);
        }
    };
    if !kept.card_confirmed {
        return context.done(Step::Card.address());
    }
    let shown = consent::text_for(context.language(), &card);
    if text != hex(&shown.sha256) {
        // What was agreed to is not in force any more: the new text is shown, and asks again.
        let mut form = FormState::default().keep("full_name", &full_name);
        form.wrong("agreed", t.agree_text_changed());
        return context.refuse_anew(Form::Agree, form).await;
    }
    let mut form = FormState::default().keep("agreed", &agreed).keep("full_name", &full_name);
    if agreed != "yes" {
        form.wrong("agreed", t.agree_check_missing());
    }
    if line(&full_name).is_empty() {
        form.wrong("full_name", t.agree_name_missing());
    } else if !same_name(&full_name, &context.who.name) {
        form.wrong("full_name", fill(t.agree_name_different(), &[("name", &context.who.name)]));
    }
    if !form.errors.is_empty() {
        return context.refuse(Form::Agree, form, None).await;
    }
    let authorize = Authorize {
        consumer: context.who.id,
        draft,
        association: AssociationId(context.fresh_id()),
        consent: ConsentId(context.fresh_id()),
        text: shown,
        card,
        typed_name: line(&full_name),
        now: context.now,
    };
    match context.store().authorize(authorize, context.audit(), context.audit()).await? {
        Authorized::Started { consent, .. } | Authorized::Repeated { consent } | Authorized::AlreadyCurrent { consent } => {
            context.done(&format!("{}?receipt={consent}", super::ADDED_ADDRESS))
        }
        Authorized::DraftGone => context.done(super::OTHER_WINDOW_ADDRESS),
        Authorized::NotAvailable => not_available(&context).await,
        Authorized::EmailNotConfirmed => {
            form.wrong(EMAIL, refusal(&context, context.who.user).await?);
            context.refuse(Form::Agree, form, None).await
        }
    }
}
