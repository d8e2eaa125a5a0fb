//! `/resource-center/brokers/add`, for BSL and the resource manager.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::api::roster::EntryFields;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What was typed when it was refused.
#[server(prefix = "/api", endpoint = "add-broker-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn add_broker_page(retry: String) -> Result<FormState, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    context.look_after_brokers()?;
    context.kept_form(Form::AddBroker, &retry).await
}

/// What a broker has besides the entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrokerFields {
    /// National Producer Number.
    pub npn: String,
    /// License.
    pub license: String,
    /// The agency's name.
    pub agency: String,
    /// Certification status.
    pub certification: String,
    /// The last day of the certification.
    pub until: String,
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryFields,
}

/// Write a broker down.
#[server(prefix = "/api", endpoint = "add-broker", output = Postcard, client = FromPage)]
pub async fn add_broker(#[server(flatten)] broker: BrokerFields) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::brokers::{BrokerAdded, add_broker};
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    context.look_after_brokers()?;
    match add_broker(&context, &broker).await? {
        BrokerAdded::Done(id) => context.done_at_assister(id, "added"),
        BrokerAdded::Refused(form) => context.refuse(Form::AddBroker, form, None).await,
    }
}
