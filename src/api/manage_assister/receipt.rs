//! `/account/assister/receipts/ID`.

use super::types::AssisterView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::ids::ConsentId;
use crate::domain::manage_assister::Block;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What a receipt shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPage {
    /// The receipt's number.
    pub id: ConsentId,
    /// The assister as shown when it was agreed.
    pub assister: AssisterView,
    /// The text, to read.
    pub blocks: Vec<Block>,
    /// The text, byte for byte: what the hash is of.
    pub text: String,
    /// The text's version.
    pub version: String,
    /// BCP 47.
    pub language: String,
    /// SHA-256 of the text, 64 hexadecimal digits.
    pub sha256: String,
    /// The name that was typed.
    pub typed_name: String,
    /// When, to the minute, with the time zone.
    pub agreed: String,
    /// When the authorization ended, if it did.
    pub ended: Option<String>,
}

/// One of the consumer's own receipts.
#[server(prefix = "/api", endpoint = "receipt", input = Postcard, output = Postcard, client = FromPage)]
pub async fn receipt(id: String) -> Result<ReceiptPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::manage_assister::blocks;
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::{dates, hex, views};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id: ConsentId = id.parse().map_err(|_| not_found())?;
    let kept = context.store().consent(context.who.id, id).await?.ok_or_else(not_found)?;
    Ok(ReceiptPage {
        id,
        blocks: blocks(&kept.text.text),
        version: kept.text.version,
        language: kept.text.language,
        sha256: hex(&kept.text.sha256),
        text: kept.text.text,
        assister: views::assister(kept.card),
        typed_name: kept.typed_name,
        agreed: dates::moment(kept.agreed_at),
        ended: kept.ended.map(|(at, _)| dates::moment(at)),
    })
}
