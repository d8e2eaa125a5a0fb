//! An exchange's engine over HTTP: asked within a time, answered within a size, and never followed elsewhere.

use super::Undetermined;
use super::contract::{answer, question};
use crate::domain::county::County;
use crate::domain::eligibility::{Case, Determination};
use crate::domain::ids::ApplicationId;
use crate::server::config::EngineConfig;
use openidconnect::reqwest::{self, Client, StatusCode, header};

/// The most bytes of an answer.
const MOST: usize = 64 * 1024;

/// The engine, and how it is reached.
pub struct Exchange {
    config: EngineConfig,
    /// Nothing when the system has none to give: then the engine can't be reached.
    http: Option<Client>,
}

impl Exchange {
    /// Nothing is asked before the first application.
    pub(super) fn new(config: &EngineConfig) -> Self {
        // A redirect could lead anywhere, and would take what is sent along.
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(config.limit).build();
        Self { config: config.clone(), http: http.ok() }
    }

    pub(super) async fn determine(&self, id: ApplicationId, case: Case, county: County) -> Result<Determination, Undetermined> {
        let question = question(id, &case, county).ok_or(Undetermined::Unreadable)?;
        answer(&self.ask(question).await?, case)
    }

    /// What comes back. Why it does not is told by a code alone: the client's own words could hold the address.
    async fn ask(&self, question: Vec<u8>) -> Result<Vec<u8>, Undetermined> {
        let http = self.http.as_ref().ok_or(Undetermined::Unreachable)?;
        let mut request = http.post(&self.config.url).header(header::CONTENT_TYPE, "application/json").body(question);
        if let Some(token) = &self.config.token {
            request = request.bearer_auth(token);
        }
        let mut response = request.send().await.map_err(failed)?;
        if response.status() != StatusCode::OK {
            return Err(Undetermined::Status);
        }
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(failed)? {
            if bytes.len() + part.len() > MOST {
                return Err(Undetermined::TooBig);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

fn failed(error: reqwest::Error) -> Undetermined {
    if error.is_timeout() { Undetermined::Slow } else { Undetermined::Unreachable }
}
