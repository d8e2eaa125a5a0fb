//! Forms keep what was typed. A refused form of a browser without JavaScript is kept with the session and shown again under an
//! opaque key in the address; the hydrated page gets it as the answer. Searches are kept the same way.

use super::context::{RequestContext, SignedIn};
use super::{AppState, RequestInfo, fault, random, session};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState, Posted};
use crate::api::identity::DemoAccount;
use crate::domain::ids::{FormKey, SearchKey};
use crate::domain::next;
use crate::server::demo;
use crate::ui::parts::PROBLEMS;
use axum::http::HeaderValue;

/// Keeps a refused form with the session, a new one where there is none. Gives where it is shown on `page`, at what is wrong with it: a
/// browser without scripts puts the focus there. And a new session's cookie.
///
/// # Errors
/// The store's.
pub async fn kept_at(
    state: &AppState,
    info: &RequestInfo,
    form: Form,
    kept: &FormState,
    page: &str,
) -> Result<(String, Option<HeaderValue>), ApiError> {
    let (session, cookie) = session::ensure_session(state, info).await?;
    let now = state.clock.now();
    let key = FormKey(random::uuid_v7(now));
    let body = serde_json::to_string(kept).map_err(|_| ApiError::new(ErrorCode::Internal))?;
    state.store.keep_form(key, session, form.name(), &body, now).await.map_err(|error| fault::store(info, &error))?;
    let joint = if page.contains('?') { '&' } else { '?' };
    let place = if kept.errors.is_empty() { String::new() } else { format!("#{PROBLEMS}") };
    Ok((format!("{page}{joint}retry={key}{place}"), cookie))
}

impl<P> RequestContext<P> {
    /// The form took effect: go to `to`.
    ///
    /// # Errors
    /// None; the type is that of a server function's answer.
    pub fn done(&self, to: &str) -> Result<Posted, ApiError> {
        self.redirect(to);
        Ok(Posted::Done)
    }

    /// The form did not take effect. `next` goes along in the address of the pages for signing in and creating an account.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse(&self, form: Form, state: FormState, next: Option<&str>) -> Result<Posted, ApiError> {
        let page = match (form, next) {
            (Form::SignIn, Some(next)) => next::sign_in(next),
            (Form::CreateAccount, Some(next)) => next::create_account(next),
            _ => form.page().to_owned(),
        };
        self.refuse_at(form, state, &page).await
    }

    /// The form did not take effect, and its page is not always at the same address: `page` is where it is now.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse_at(&self, form: Form, state: FormState, page: &str) -> Result<Posted, ApiError> {
        if self.info().plain_form {
            self.show_again(form, &state, page).await?;
        }
        Ok(Posted::Refused(state))
    }

    /// The same for a form whose page is about the one with this id, which was read as an id before.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse_for(&self, form: Form, id: &str, state: FormState) -> Result<Posted, ApiError> {
        self.refuse_at(form, state, &form.page_of(id)).await
    }

    /// The form did not take effect, and its page as it stands can't say why: the page of `form` is shown anew, in every browser.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse_anew(&self, form: Form, state: FormState) -> Result<Posted, ApiError> {
        self.refuse_anew_at(form, state, form.page()).await
    }

    /// The same for a form whose page is not always at the same address: `page` is where it is now.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse_anew_at(&self, form: Form, state: FormState, page: &str) -> Result<Posted, ApiError> {
        self.show_again(form, &state, page).await?;
        Ok(Posted::Done)
    }

    /// The same for a form whose page is about the one with this id.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse_anew_for(&self, form: Form, id: &str, state: FormState) -> Result<Posted, ApiError> {
        self.refuse_anew_at(form, state, &form.page_of(id)).await
    }

    async fn show_again(&self, form: Form, state: &FormState, page: &str) -> Result<(), ApiError> {
        let (to, cookie) = kept_at(self.state(), self.info(), form, state, page).await?;
        if let Some(cookie) = cookie {
            self.set_cookie(&cookie);
        }
        self.redirect(&to);
        Ok(())
    }

    /// The refused form under this key; an empty one for no, a foreign or an old key.
    ///
    /// # Errors
    /// The store's.
    pub async fn kept_form(&self, form: Form, key: &str) -> Result<FormState, ApiError> {
        let (Ok(key), Some(session)) = (key.parse::<FormKey>(), self.session_hash()) else {
            return Ok(FormState::default());
        };
        let body = self.store().form(key, session, form.name()).await?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default())
    }

    /// Keeps a search with the session and gives its key.
    ///
    /// # Errors
    /// Signed out; the store's.
    pub async fn keep_search(&self, words: &str) -> Result<String, ApiError> {
        let session = self.session_hash().ok_or(ApiError::new(ErrorCode::SignedOut))?;
        let key = SearchKey(self.fresh_id());
        self.store().keep_search(key, session, words, self.now).await?;
        Ok(key.to_string())
    }

    /// Keeps something else under the key of a search; with `only`, if it is still this that is kept there.
    ///
    /// # Errors
    /// Signed out; the store's.
    pub async fn change_search(&self, key: SearchKey, only: Option<&str>, words: &str) -> Result<(), ApiError> {
        let session = self.session_hash().ok_or(ApiError::new(ErrorCode::SignedOut))?;
        Ok(self.store().change_search(key, session, only, words).await?)
    }

    /// What was searched for under this key in this session.
    ///
    /// # Errors
    /// The store's.
    pub async fn kept_search(&self, key: Option<&str>) -> Result<Option<String>, ApiError> {
        let key: Option<SearchKey> = key.and_then(|key| key.parse().ok());
        let (Some(key), Some(session)) = (key, self.session_hash()) else {
            return Ok(None);
        };
        Ok(self.store().search(key, session).await?)
    }

    /// The demo accounts, while demo data is present.
    #[must_use]
    pub fn demo_accounts(&self) -> Vec<DemoAccount> {
        if self.demo() { demo::accounts() } else { Vec::new() }
    }

    /// The demo accounts' password, while demo data is present.
    #[must_use]
    pub fn demo_password(&self) -> Option<String> {
        self.demo().then(|| crate::store::demo::PASSWORD.to_owned())
    }
}

impl<P> RequestContext<P> {
    pub fn session_hash(&self) -> Option<[u8; 32]> {
        self.info().session.as_ref().map(|session| session.hash)
    }
}

impl RequestContext<SignedIn> {
    /// Counts as use of the session, now.
    ///
    /// # Errors
    /// The store's.
    pub async fn stay_signed_in(&self) -> Result<(), ApiError> {
        session::touch(self.state(), self.info()).await
    }
}
