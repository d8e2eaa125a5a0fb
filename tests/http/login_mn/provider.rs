//! A provider of a test's own, that gives whatever token it is told to.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey as _, JsonWebKeyId, PrivateSigningKey as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What the portal is called at the provider, and its secret there.
pub const CLIENT: &str = "portal";
pub const SECRET: &str = "a-secret-between-two";

/// The provider.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    key: Arc<Mutex<Arc<CoreEdDsaPrivateSigningKey>>>,
    /// How often somebody asked for its keys.
    asked: Arc<AtomicUsize>,
    /// What the token endpoint gives, by code: the challenge it was asked for with, and the token.
    codes: Arc<Mutex<HashMap<String, (String, String)>>>,
    /// What it says of itself and answers with a token, otherwise than by default.
    otherwise: Arc<Mutex<Otherwise>>,
}

/// Members that replace those of the same name; `null` leaves one out.
#[derive(Default)]
struct Otherwise {
    about: Value,
    answer: Value,
    status: StatusCode,
    also: Option<Value>,
}

impl Provider {
    pub async fn start() -> Self {
        Self::behind(async |port| format!("http://127.0.0.1:{port}")).await
    }

    /// A provider that is reached at this address, which may be another's that leads to its port.
    pub async fn behind(issuer: impl AsyncFnOnce(u16) -> String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let provider = Self {
            issuer: issuer(listener.local_addr().unwrap().port()).await,
            key: Arc::new(Mutex::new(Arc::new(signing_key(7)))),
            asked: Arc::default(),
            codes: Arc::default(),
            otherwise: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(about))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    fn key(&self) -> Arc<CoreEdDsaPrivateSigningKey> {
        Arc::clone(&self.key.lock().unwrap())
    }

    /// Signs with another key from now on, under another name.
    pub fn rotate(&self, seed: u8) {
        *self.key.lock().unwrap() = Arc::new(named_key(seed, &format!("key-{seed}")));
    }

    /// How often somebody asked for its keys.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// A code for which the portal gets this token; `challenge` is what it left with.
    pub fn code(&self, challenge: &str, token: String) -> String {
        let mut codes = self.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        codes.insert(code.clone(), (challenge.to_owned(), token));
        code
    }

    /// Describes itself otherwise from now on; who asked before knows the old description for an hour.
    pub fn says(&self, about: Value) {
        self.otherwise.lock().unwrap().about = about;
    }

    /// Answers otherwise where codes are exchanged from now on.
    pub fn answers(&self, status: StatusCode, answer: Value) {
        let mut otherwise = self.otherwise.lock().unwrap();
        (otherwise.status, otherwise.answer) = (status, answer);
    }

    /// Has this key as well from now on, in the place of another such one.
    pub fn also_signs_with(&self, key: Value) {
        self.otherwise.lock().unwrap().also = Some(key);
    }

    /// A token signed as the provider signs.
    pub fn sign(&self, claims: &Value) -> String {
        signed(&self.key(), "JWT", claims)
    }

    /// The same with the type of a logout token.
    pub fn sign_notice(&self, claims: &Value) -> String {
        signed(&self.key(), "logout+jwt", claims)
    }

    /// What a right token holds.
    pub fn claims(&self, subject: &str, nonce: &str, now: i64) -> Value {
        json!({ "iss": self.issuer, "aud": CLIENT, "sub": subject, "nonce": nonce,
            "iat": now, "exp": now + 300, "sid": format!("at-{subject}") })
    }
}

/// A key like the provider's, of somebody else where the seed is another.
pub fn signing_key(seed: u8) -> CoreEdDsaPrivateSigningKey {
    named_key(seed, "one")
}

fn named_key(seed: u8, name: &str) -> CoreEdDsaPrivateSigningKey {
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", base64(&der, true));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(name.to_owned()))).unwrap()
}

/// A token signed with a key.
pub fn signed(key: &CoreEdDsaPrivateSigningKey, kind: &str, claims: &Value) -> String {
    let name = key.as_verification_key().key_id().map(|id| id.to_string());
    let head = json!({ "alg": "EdDSA", "kid": name, "typ": kind });
    let body = format!("{}.{}", part(&head), part(claims));
    let signature = key.sign(&CoreJwsSigningAlgorithm::EdDsa, body.as_bytes()).unwrap();
    format!("{body}.{}", base64(&signature, false))
}

/// A token with this head and these bytes for a signature.
pub fn crafted(head: &Value, claims: &Value, signature: impl FnOnce(&str) -> Vec<u8>) -> String {
    let body = format!("{}.{}", part(head), part(claims));
    let signature = signature(&body);
    format!("{body}.{}", base64(&signature, false))
}

fn part(value: &Value) -> String {
    base64(value.to_string().as_bytes(), false)
}

/// Base64, for addresses or, padded, for PEM.
pub fn base64(bytes: &[u8], pem: bool) -> String {
    let alphabet: &[u8; 64] = if pem {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    } else {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    };
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().chain(&[0, 0]).take(3).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        for place in 0..=chunk.len() {
            text.push(char::from(alphabet[(word >> (18 - 6 * place) & 63) as usize]));
        }
        if pem {
            text.push_str(&"="[..].repeat(3 - chunk.len()));
        }
    }
    text
}

fn with(mut value: Value, otherwise: &Value) -> Json<Value> {
    for (name, other) in otherwise.as_object().into_iter().flatten() {
        match other {
            Value::Null => drop(value.as_object_mut().unwrap().remove(name)),
            other => value[name] = other.clone(),
        }
    }
    Json(value)
}

async fn about(State(provider): State<Provider>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    let about = json!({
        "issuer": provider.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "jwks_uri": at("/jwks"),
        "end_session_endpoint": at("/end"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    with(about, &provider.otherwise.lock().unwrap().about)
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    provider.asked.fetch_add(1, Ordering::SeqCst);
    let mut keys = json!(CoreJsonWebKeySet::new(vec![provider.key().as_verification_key()]));
    keys["keys"].as_array_mut().unwrap().extend(provider.otherwise.lock().unwrap().also.clone());
    Json(keys)
}

/// Whether it is the portal: its secret comes as the description says, and not twice.
fn is_portal(provider: &Provider, headers: &HeaderMap, asked: &HashMap<String, String>) -> bool {
    let methods = provider.otherwise.lock().unwrap().about["token_endpoint_auth_methods_supported"].clone();
    let basic = format!("Basic {}", base64(format!("{CLIENT}:{SECRET}").as_bytes(), true));
    let in_header = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes());
    let in_form = asked.get("client_secret").map(String::as_str);
    if methods == json!(["client_secret_post"]) {
        (in_header, in_form, asked.get("client_id").map(String::as_str)) == (None, Some(SECRET), Some(CLIENT))
    } else {
        (in_header, in_form) == (Some(basic.as_bytes()), None)
    }
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(asked): Form<HashMap<String, String>>,
) -> Result<(StatusCode, Json<Value>), (StatusCode, Json<Value>)> {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error })));
    if !is_portal(&provider, &headers, &asked) {
        return Err((StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))));
    }
    let code = asked.get("code").ok_or_else(|| refused("invalid_request"))?;
    let (challenge, token) = provider.codes.lock().unwrap().remove(code).ok_or_else(|| refused("invalid_grant"))?;
    let verifier = asked.get("code_verifier").ok_or_else(|| refused("invalid_request"))?;
    if base64(&Sha256::digest(verifier.as_bytes()), false) != challenge {
        return Err(refused("invalid_grant"));
    }
    let answer = json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": token });
    let otherwise = provider.otherwise.lock().unwrap();
    Ok((otherwise.status, with(answer, &otherwise.answer)))
}
