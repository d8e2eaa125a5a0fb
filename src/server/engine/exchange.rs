//! An exchange's engine over HTTP: asked within a time, answered within a size, and never followed elsewhere.

use super::Undetermined;
use super::contract::{answer, question};
use super::statuses::{Told, statuses};
use crate::domain::county::County;
use crate::domain::eligibility::{Case, Determination};
use crate::domain::ids::ApplicationId;
use crate::server::config::EngineConfig;
use openidconnect::reqwest::{self, Client, RequestBuilder, StatusCode, header};

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
        let http = self.http.as_ref().ok_or(Undetermined::Unreachable)?;
        let request = http.post(&self.config.url).header(header::CONTENT_TYPE, "application/json").body(question);
        answer(&self.ask(request).await?.ok_or(Undetermined::Status)?, case)
    }

    /// What was decided later, after the status with this number.
    ///
    /// # Errors
    /// Why it is not known. It is asked again.
    pub async fn statuses(&self, after: i64) -> Result<Vec<Told>, Undetermined> {
        let http = self.http.as_ref().ok_or(Undetermined::Unreachable)?;
        let url = format!("{}/statuses?after={after}", self.config.url.trim_end_matches('/'));
        let answer = self.ask(http.get(url)).await?;
        answer.map_or(Ok(Vec::new()), |answer| statuses(&answer, after))
    }

    /// What comes back; nothing where the engine has nothing at this address. Why nothing comes is told by a code alone: the client's own
    /// words could hold the address.
    async fn ask(&self, mut request: RequestBuilder) -> Result<Option<Vec<u8>>, Undetermined> {
        if let Some(token) = &self.config.token {
            request = request.bearer_auth(token);
        }
        let mut response = request.send().await.map_err(failed)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            _ => return Err(Undetermined::Status),
        }
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(failed)? {
            if bytes.len() + part.len() > MOST {
                return Err(Undetermined::TooBig);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(Some(bytes))
    }
}

fn failed(error: reqwest::Error) -> Undetermined {
    if error.is_timeout() { Undetermined::Slow } else { Undetermined::Unreachable }
}
