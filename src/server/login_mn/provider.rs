//! The provider: its own description of itself, the way there, and what is believed of what comes back.

use crate::domain::instant::Instant;
use crate::server::Config;
use crate::server::clock::Clock;
use crate::server::config::LoginMnConfig;
use chrono::DateTime;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use openidconnect::reqwest;
use openidconnect::{
    AdditionalClaims, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken,
    IdTokenClaims, IdTokenVerifier, IssuerUrl, LogoutRequest, Nonce, NonceVerifier, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, RwLock};

/// How long the provider may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// What the provider says of itself, its keys among it, is asked for again after this long.
const KNOWN_FOR: Duration = Duration::from_secs(60 * 60);
/// A token that its keys did not sign makes the portal ask for them anew, at most once in this time: anybody can send such tokens.
const ANEW_AFTER: Duration = Duration::from_secs(60);

/// Only signatures that nobody but the provider can make: neither none nor one with the client's own secret.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Why somebody could not be signed on. The text is for the log: it holds nothing of a person's.
#[derive(Debug, thiserror::Error)]
pub enum LoginMnError {
    /// The provider does not answer, or not as one.
    #[error("the provider can't be used: {0}")]
    Unavailable(String),
    /// It answered, but not with what can be believed.
    #[error("a token was refused: {0}")]
    Refused(String),
}

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

/// Claims besides the standard's own.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct MoreClaims {
    sid: Option<String>,
    /// Only in a logout token.
    events: Option<serde_json::Map<String, serde_json::Value>>,
}

impl AdditionalClaims for MoreClaims {}

type Token = IdToken<MoreClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Claims = IdTokenClaims<MoreClaims, CoreGenderClaim>;
type Verifier<'a> = IdTokenVerifier<'a, CoreJsonWebKey>;
type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What the provider says of itself.
struct Provider {
    client: Client,
    keys: CoreJsonWebKeySet,
    metadata: ProviderMetadataWithLogout,
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
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT).build().ok()?;
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
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = provider
            .client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        if anew {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        let (address, state, nonce) = request.url();
        Ok(Started {
            address: address.into(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    /// Exchanges the code and checks the token: issuer, audience, signature, expiry, nonce, and that it belongs to the access token.
    ///
    /// # Errors
    /// When the provider can't be used, or what it gave is not to be believed.
    pub async fn finish(&self, code: String, nonce: String, verifier: String) -> Result<Identity, LoginMnError> {
        let provider = self.provider().await?;
        let request = provider.client.exchange_code(AuthorizationCode::new(code)).map_err(unavailable)?;
        let answer = request.set_pkce_verifier(PkceCodeVerifier::new(verifier)).request_async(&self.http).await.map_err(|error| {
            match error {
                // The provider said no: the code is used, old or not ours.
                openidconnect::RequestTokenError::ServerResponse(refusal) => LoginMnError::Refused(refusal.error().to_string()),
                other => unavailable(other),
            }
        })?;
        let id_token = answer.id_token().ok_or_else(|| LoginMnError::Refused("there is no ID token".to_owned()))?.to_string();
        let nonce = Nonce::new(nonce);
        let identity = self.believe(&id_token, &nonce).await?;
        if let Some(expected) = identity.1 {
            let token = read(&id_token)?;
            let provider = self.provider().await?;
            let verifier = self.verifier(&provider);
            let (alg, key) = (token.signing_alg().map_err(refused)?, token.signing_key(&verifier).map_err(refused)?);
            let actual = openidconnect::AccessTokenHash::from_token(answer.access_token(), alg, key).map_err(refused)?;
            if actual != expected {
                return Err(LoginMnError::Refused("the token belongs to another access token".to_owned()));
            }
        }
        Ok(identity.0)
    }

    /// Who an ID token speaks of, when it is to be believed, with the hash of its access token.
    async fn believe(&self, id_token: &str, nonce: &Nonce) -> Result<(Identity, Option<openidconnect::AccessTokenHash>), LoginMnError> {
        let token = read(id_token)?;
        let claims = self.claims(&token, nonce, |verifier| verifier).await?;
        let identity = Identity {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            session: claims.additional_claims().sid.clone(),
            asked_at: claims.auth_time().map(|at| Instant::from_micros(at.timestamp_micros())),
            id_token: id_token.to_owned(),
        };
        Ok((identity, claims.access_token_hash().cloned()))
    }

    /// Whom the provider signed out, by a logout token (OpenID Connect Back-Channel Logout 1.0): subject, and its session if it names one.
    ///
    /// # Errors
    /// When the provider can't be used, or the token is not to be believed.
    pub async fn signed_out(&self, logout_token: &str) -> Result<(String, String, Option<String>), LoginMnError> {
        const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
        let token = read(logout_token)?;
        let types = ["JWT", "logout+jwt"].map(|kind| openidconnect::JsonWebTokenType::new(kind.to_owned()));
        let types: Vec<_> = types.iter().filter_map(|kind| kind.normalize().ok()).collect();
        // A nonce would make it an ID token.
        let no_nonce = |nonce: Option<&Nonce>| if nonce.is_none() { Ok(()) } else { Err("a nonce in a logout token".to_owned()) };
        let claims = self.claims(&token, no_nonce, |verifier| verifier.set_allowed_jose_types(types.clone())).await?;
        let more = claims.additional_claims();
        if !more.events.as_ref().is_some_and(|events| events.contains_key(EVENT)) {
            return Err(LoginMnError::Refused("no logout token".to_owned()));
        }
        Ok((claims.issuer().to_string(), claims.subject().to_string(), more.sid.clone()))
    }

    /// Where a browser signs out at the provider and comes back from; `None` when the provider has no such address.
    ///
    /// # Errors
    /// When the provider can't be used.
    pub async fn sign_out(&self, id_token: &str) -> Result<Option<String>, LoginMnError> {
        let provider = self.provider().await?;
        let Some(address) = provider.metadata.additional_metadata().end_session_endpoint.clone() else { return Ok(None) };
        let token = read(id_token)?;
        let back = PostLogoutRedirectUrl::new(format!("{}/sign-in", self.origin)).map_err(unavailable)?;
        Ok(Some(LogoutRequest::from(address).set_id_token_hint(&token).set_post_logout_redirect_uri(back).http_get_url().into()))
    }

    /// What a token claims, when it is to be believed. Keys that the provider changed meanwhile are asked for.
    async fn claims<'t, N: NonceVerifier + Clone>(
        &self,
        token: &'t Token,
        nonce: N,
        like: impl Fn(Verifier<'_>) -> Verifier<'_>,
    ) -> Result<&'t Claims, LoginMnError> {
        let provider = self.provider().await?;
        match token.claims(&like(self.verifier(&provider)), nonce.clone()) {
            Ok(claims) => Ok(claims),
            Err(openidconnect::ClaimsVerificationError::SignatureVerification(_)) => {
                let provider = self.provider_anew().await?;
                token.claims(&like(self.verifier(&provider)), nonce).map_err(refused)
            }
            Err(error) => Err(refused(error)),
        }
    }

    fn verifier<'a>(&self, provider: &'a Provider) -> Verifier<'a> {
        let clock = self.clock.clone();
        let issuer = provider.metadata.issuer().clone();
        IdTokenVerifier::new_public_client(ClientId::new(self.config.client_id.clone()), issuer, provider.keys.clone())
            .set_allowed_algs(SIGNATURES)
            .set_time_fn(move || DateTime::from_timestamp_micros(clock.now().as_micros()).unwrap_or_default())
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
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(unavailable)?;
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &self.http).await.map_err(unavailable)?;
        let redirect = RedirectUrl::new(format!("{}/login-mn/callback", self.origin)).map_err(unavailable)?;
        let keys = metadata.jwks().clone();
        let secret = self.config.client_secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(self.config.client_id.clone()), secret)
            .set_redirect_uri(redirect);
        let provider = Arc::new(Provider { client, keys, metadata });
        *self.known.write().await = Some((now, Arc::clone(&provider)));
        Ok(provider)
    }
}

fn unavailable(error: impl std::error::Error) -> LoginMnError {
    LoginMnError::Unavailable(crate::server::fault::causes(&error).to_string())
}

fn refused(error: impl std::error::Error) -> LoginMnError {
    LoginMnError::Refused(crate::server::fault::causes(&error).to_string())
}

/// A token as such; what is in it is not to be believed yet. Why it can't be read is not said: that could quote it.
fn read(token: &str) -> Result<Token, LoginMnError> {
    Token::from_str(token).map_err(|_| LoginMnError::Refused("not a token".to_owned()))
}
