//! A signed token (JWS, RFC 7515): taken apart, and its signature checked.

use super::claims::Claims;
use super::error::LoginMnError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKey as _;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use serde::Deserialize as _;
use serde_json::{Map, Value};

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

/// What a token may call itself, so that none is taken for another kind (RFC 8725, 3.11). Most say `JWT`, or nothing.
pub const ID_TOKEN: [&str; 3] = ["jwt", "jose", "id_token+jwt"];
/// The same for logout tokens.
pub const LOGOUT_TOKEN: [&str; 2] = ["jwt", "logout+jwt"];

/// A token as such; what is in it is not to be believed yet.
pub struct Token {
    algorithm: CoreJwsSigningAlgorithm,
    key: Option<String>,
    signed: String,
    signature: Vec<u8>,
    claims: Claims,
}

impl Token {
    /// Takes a token of one of these kinds apart. Why it can't be read is said without quoting it.
    ///
    /// # Errors
    /// When it is none, or signed as nobody but the provider could not.
    pub fn read(token: &str, kinds: &[&str]) -> Result<Self, LoginMnError> {
        let none = || LoginMnError::refused("token", "can't be read");
        let (signed, signature) = token.rsplit_once('.').ok_or_else(none)?;
        let (head, body) = signed.split_once('.').ok_or_else(none)?;
        let object = |part: &str| -> Option<Map<String, Value>> { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok() };
        let (head, claims) = (object(head).ok_or_else(none)?, object(body).ok_or_else(none)?);
        let text = |name: &str| head.get(name).and_then(Value::as_str);
        let algorithm = head.get("alg").and_then(|alg| CoreJwsSigningAlgorithm::deserialize(alg).ok());
        let algorithm = algorithm.filter(|alg| SIGNATURES.contains(alg));
        let algorithm = algorithm.ok_or_else(|| LoginMnError::refused("alg", "is no signature with a key of the provider"))?;
        // Nothing here understands what would be critical.
        if head.contains_key("crit") {
            return Err(LoginMnError::refused("crit", "is not understood"));
        }
        if let Some(kind) = text("typ") {
            let kind = kind.to_ascii_lowercase();
            if !kinds.contains(&kind.strip_prefix("application/").unwrap_or(&kind)) {
                return Err(LoginMnError::refused("typ", "is of another kind of token"));
            }
        }
        Ok(Self {
            algorithm,
            key: text("kid").map(str::to_owned),
            signed: signed.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature).map_err(|_| none())?,
            claims: Claims::new(claims),
        })
    }

    /// What it claims, when one of these keys signed it. A key's name narrows them down and proves nothing.
    #[must_use]
    pub fn claims(&self, keys: &[CoreJsonWebKey]) -> Option<&Claims> {
        let named = |key: &&CoreJsonWebKey| self.key.is_none() || key.key_id().map(|id| id.as_str()) == self.key.as_deref();
        let signed = |key: &CoreJsonWebKey| key.verify_signature(&self.algorithm, self.signed.as_bytes(), &self.signature).is_ok();
        keys.iter().filter(named).any(signed).then_some(&self.claims)
    }
}
