//! What several of the pages share.

use crate::domain::ids::AssisterId;

/// The address of an assister's page.
#[must_use]
pub fn assister_page_address(id: AssisterId) -> String {
    format!("/resource-center/assisters/{id}")
}
