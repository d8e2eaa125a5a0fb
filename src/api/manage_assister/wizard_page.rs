//! The pages of the wizard: what each step shows, or where to go when it is not its turn.

use super::types::AssisterView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::domain::ids::DraftId;
use crate::domain::manage_assister::Block;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// The step asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WizardStep {
    /// "Select the Assister Helping You".
    Number,
    /// "Is this your assister?"
    Card,
    /// "Assister Authorization/Agent of Record".
    Agree,
}

/// What a step shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WizardPage {
    /// It is not this step's turn: the latest one allowed.
    GoTo(String),
    /// The reference number.
    Number {
        /// A refused try.
        form: FormState,
    },
    /// The card.
    Card {
        /// The run of the wizard.
        draft: DraftId,
        /// Whose number was found.
        assister: AssisterView,
    },
    /// The authorization.
    Agree(AgreePage),
}

/// What the last step shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreePage {
    /// The run of the wizard.
    pub draft: DraftId,
    /// The text, with this assister in it.
    pub text: Vec<Block>,
    /// Its SHA-256, which comes back with "Confirm".
    pub sha256: String,
    /// Who helps now and would be replaced.
    pub replaces: Option<String>,
    /// The name of the account, which the typed one must match.
    pub account_name: String,
    /// A refused try.
    pub form: FormState,
}

/// The page of a step; `retry` finds a refused try.
#[server(prefix = "/api", endpoint = "add-assister-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn add_assister_page(step: WizardStep, retry: String) -> Result<WizardPage, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::manage_assister::{Progress, Step, blocks};
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::{consent, hex, views};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let wanted = match step {
        WizardStep::Number => Step::Number,
        WizardStep::Card => Step::Card,
        WizardStep::Agree => Step::Agree,
    };
    let kept = context.store().draft(context.who.id, context.now).await?;
    let admitted = Progress(kept.as_ref().map(|(draft, _)| *draft)).admit(wanted);
    if admitted != wanted {
        return Ok(WizardPage::GoTo(admitted.address().to_owned()));
    }
    Ok(match (admitted, kept) {
        (Step::Card, Some((draft, card))) => WizardPage::Card { draft: draft.id, assister: views::assister(card) },
        (Step::Agree, Some((draft, card))) => {
            let current = context.store().current_assister(context.who.id, context.now).await?;
            let shown = consent::text_for(context.language(), &card);
            WizardPage::Agree(AgreePage {
                draft: draft.id,
                text: blocks(&shown.text),
                sha256: hex(&shown.sha256),
                replaces: current.map(|c| c.card).filter(|c| c.id != card.id).map(|c| c.name),
                account_name: context.who.name.clone(),
                form: context.kept_form(Form::Agree, &retry).await?,
            })
        }
        _ => WizardPage::Number { form: context.kept_form(Form::Number, &retry).await? },
    })
}
