//! The provider: the way there, and what is believed of what comes back.

use super::claims::Claims;
use super::discovery::{Provider, answer};
use super::error::LoginMnError;
use super::token::{ID_TOKEN, LOGOUT_TOKEN, Token};
use crate::domain::instant::Instant;
use crate::domain::next::Why;
use crate::server::clock::Clock;
use crate::server::config::LoginMnConfig;
use crate::server::{Config, hex, random};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::reqwest;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, RwLock};
use url::form_urlencoded::byte_serialize;

/// How long the provider may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// What the provider says of itself, its keys among it, is asked for again after this long.
const KNOWN_FOR: Duration = Duration::from_secs(60 * 60);
/// A token that its keys did not sign makes the portal ask for them anew, at most once in this time: anybody can send such tokens.
const ANEW_AFTER: Duration = Duration::from_secs(60);

/// Somebody, as the provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Who it is, at that issuer.
    pub subject: String,
    /// The provider's session, when it names one.
    pub session: Option<String>,
    /// When the provider asked them who they are, when it says so.
    pub asked_at: Option<Instant>,
    /// The token, for signing out there later.
    pub id_token: String,
}

/// Whom the provider signed out: at least one of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedOut {
    /// Everything of this person.
    pub subject: Option<String>,
    /// What belongs to this session of theirs.
    pub session: Option<String>,
}

/// A way to the provider that was begun.
pub struct Started {
    /// Where the browser goes.
    pub address: String,
    /// What comes back with it.
    pub state: String,
    /// What the token must hold.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
}

/// The provider as configured. What it says of itself is asked for when it is first needed: the portal starts without it.
pub struct LoginMn {
    config: LoginMnConfig,
    origin: String,
    http: reqwest::Client,
    clock: Clock,
    known: RwLock<Option<(Instant, Arc<Provider>)>>,
    /// When the provider was last asked because of a token; held while it is asked, so that many at once wait for one answer.
    asked_anew: Mutex<Option<Instant>>,
}

impl LoginMn {
    /// `None` when it is not configured.
    #[must_use]
    pub fn new(config: &Config, clock: Clock) -> Option<Self> {
        let login_mn = config.login_mn.clone()?;
        // A redirect from the provider's own addresses could lead anywhere.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT);
        let http = match &login_mn.authorities {
            Some(file) => file.only(http),
            None => http,
        };
        let http = http.build().ok()?;
        Some(Self {
            config: login_mn,
            origin: config.public_url.origin.clone(),
            http,
            clock,
            known: RwLock::default(),
            asked_anew: Mutex::default(),
        })
    }

    /// Begins: the address to go to, and what to keep until the browser comes back. `anew`: the provider is to ask who it is, whoever is
    /// signed in there.
    ///
    /// # Errors
    /// When the provider can't be used.
    pub async fn start(&self, anew: bool) -> Result<Started, LoginMnError> {
        let provider = self.provider().await?;
        let [state, nonce, verifier] = [(); 3].map(|()| hex(&random::token()));
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut address = provider.authorize.clone();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", &self.callback())
            .append_pair("scope", "openid")
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if anew {
            address.query_pairs_mut().append_pair("prompt", "login").append_pair("max_age", "0");
        }
        Ok(Started { address: address.into(), state, nonce, verifier })
    }

    /// Exchanges the code and checks the token: signature, issuer, audience, expiry and nonce. Nothing is done with the access token that
    /// comes along, so it is not looked at.
    ///
    /// # Errors
    /// When the provider can't be used, or what it gave is not to be believed.
    pub async fn finish(&self, code: String, nonce: String, verifier: String) -> Result<Identity, LoginMnError> {
        let id_token = self.exchange(&code, &verifier).await?;
        let token = Token::read(&id_token, &ID_TOKEN)?;
        let provider = self.signer_of(&token).await?;
        let claims = self.claims(&token, &provider)?;
        claims.hold_nonce(&nonce)?;
        Ok(Identity {
            issuer: claims.needed("iss")?.to_owned(),
            subject: claims.needed("sub")?.to_owned(),
            session: claims.text("sid")?.map(str::to_owned),
            asked_at: claims.asked_at()?,
            id_token,
        })
    }

    /// What a code stands for. We say who we are as the provider takes it: in the header, unless it only takes it in the form.
    async fn exchange(&self, code: &str, verifier: &str) -> Result<String, LoginMnError> {
        let provider = self.provider().await?;
        let (request, callback) = (self.http.post(provider.token.clone()), self.callback());
        let mut fields =
            vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback.as_str()), ("code_verifier", verifier)];
        let (id, secret) = (self.config.client_id.as_str(), self.config.client_secret.as_deref());
        let request = match secret {
            // RFC 6749, 2.3.1: both are written as in a form before they are put together.
            Some(secret) if !provider.secret_in_form => {
                let written = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                request.basic_auth(written(id), Some(written(secret)))
            }
            secret => {
                fields.extend([("client_id", id)].into_iter().chain(secret.map(|secret| ("client_secret", secret))));
                request
            }
        };
        let (status, answer) = answer(request.form(&fields)).await?;
        let text = |name: &str| answer.as_ref().and_then(|answer| answer.get(name)).and_then(Value::as_str);
        match (status.as_u16(), text("error")) {
            (200..300, _) if answer.is_some() => match text("id_token") {
                Some(token) => Ok(token.to_owned()),
                None => Err(LoginMnError::refused("id_token", "is missing")),
            },
            // The provider said no: the code is used, old or not ours, or we are not who we say.
            (400..500, Some(code)) => Err(LoginMnError::said(code)),
            _ => Err(LoginMnError::Unavailable(format!("a code was answered {status}"))),
        }
    }

    /// Whom the provider signed out, by a logout token (OpenID Connect Back-Channel Logout 1.0).
    ///
    /// # Errors
    /// When the provider can't be used, or the token is not to be believed.
    pub async fn signed_out(&self, logout_token: &str) -> Result<SignedOut, LoginMnError> {
        let token = Token::read(logout_token, &LOGOUT_TOKEN)?;
        let provider = self.signer_of(&token).await?;
        let (subject, session) = self.claims(&token, &provider)?.signed_out()?;
        Ok(SignedOut { subject: subject.map(str::to_owned), session: session.map(str::to_owned) })
    }

    /// Where a browser signs out at the provider and comes back from; `None` when the provider has no such address.
    ///
    /// # Errors
    /// When the provider can't be used.
    pub async fn sign_out(&self, id_token: &str) -> Result<Option<String>, LoginMnError> {
        let Some(mut address) = self.provider().await?.sign_out.clone() else { return Ok(None) };
        let back = format!("{}/sign-in", self.origin);
        // The address is as it was told to the provider. What it says besides comes back with it.
        let mut said = address.query_pairs_mut();
        said.append_pair("id_token_hint", id_token)
            .append_pair("post_logout_redirect_uri", &back)
            .append_pair("state", Why::SignedOut.code());
        drop(said);
        Ok(Some(address.into()))
    }

    fn callback(&self) -> String {
        format!("{}/login-mn/callback", self.origin)
    }

    /// What a token claims, when it is to be believed.
    fn claims<'t>(&self, token: &'t Token, provider: &Provider) -> Result<&'t Claims, LoginMnError> {
        let claims = token.claims(&provider.keys).ok_or_else(|| match token.claims(&provider.short_keys) {
            Some(_) => LoginMnError::refused("n", "is of an RSA key under 2,048 bits"),
            None => LoginMnError::refused("signature", "is of none of the provider's keys"),
        })?;
        claims.hold_for(&self.config.issuer, &self.config.client_id, self.clock.now())?;
        Ok(claims)
    }

    /// The provider with the keys that signed this token. Those that it changed meanwhile are asked for.
    async fn signer_of(&self, token: &Token) -> Result<Arc<Provider>, LoginMnError> {
        let provider = self.provider().await?;
        if token.claims(&provider.keys).is_some() { Ok(provider) } else { self.provider_anew().await }
    }

    async fn provider(&self) -> Result<Arc<Provider>, LoginMnError> {
        if let Some((since, provider)) = &*self.known.read().await
            && self.clock.now().since(*since) < KNOWN_FOR
        {
            return Ok(Arc::clone(provider));
        }
        self.ask().await
    }

    async fn provider_anew(&self) -> Result<Arc<Provider>, LoginMnError> {
        let mut asked = self.asked_anew.lock().await;
        let now = self.clock.now();
        if asked.is_some_and(|asked| now.since(asked) < ANEW_AFTER) {
            return self.provider().await;
        }
        *asked = Some(now);
        self.ask().await
    }

    async fn ask(&self) -> Result<Arc<Provider>, LoginMnError> {
        let now = self.clock.now();
        let provider = Arc::new(Provider::ask(&self.http, &self.config).await?);
        *self.known.write().await = Some((now, Arc::clone(&provider)));
        Ok(provider)
    }
}
