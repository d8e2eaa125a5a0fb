//! Passkeys as a second step (WebAuthn): what is asked of a browser, and what is believed of its answer.
//!
//! What is asked and what comes back are the standard's own JSON forms, which a browser reads and writes by itself. Between the two a
//! caller keeps the state; it works once and for five minutes. A passkey belongs to the host in `PUBLIC_URL`, so there are none where
//! that is an address of numbers.

use super::Config;
use crate::domain::ids::UserId;
use crate::store::Passkey;
use axum::http::Uri;
use std::net::IpAddr;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::{AllowedCredential, AllowedCredentials, AuthenticationVerificationOptions};
use webauthn_rp::request::auth::{NonDiscoverableAuthenticationServerState, NonDiscoverableCredentialRequestOptions};
use webauthn_rp::request::register::{Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle, Username};
use webauthn_rp::request::{AsciiDomain, Credentials as _, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::register::{DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, NonDiscoverableAuthentication, PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
};

/// The bytes of an account's id, under which a passkey knows it. It says nothing about the person.
const HANDLE: usize = 16;

/// What to ask a browser, and what to keep until it answers.
pub struct Asked {
    /// The standard's JSON: creation or request options.
    pub options: String,
    /// For the answer.
    pub state: Vec<u8>,
}

/// The answer is not one to this question, not of this site, not by this passkey, or too late. The text holds nothing of a person's.
#[derive(Debug, thiserror::Error)]
#[error("a passkey was refused: {0}")]
pub struct PasskeyError(&'static str);

/// The site that passkeys are for.
pub struct Passkeys {
    site: RpId,
    origin: String,
}

impl Passkeys {
    /// `None` where the host is an address of numbers.
    #[must_use]
    pub fn new(config: &Config) -> Option<Self> {
        let origin = config.public_url.origin.clone();
        let host = origin.parse::<Uri>().ok()?.host()?.to_owned();
        if host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok() {
            return None;
        }
        Some(Self { site: RpId::Domain(AsciiDomain::try_from(host).ok()?), origin })
    }

    /// Asks for a new passkey of somebody who has these already.
    ///
    /// # Errors
    /// [`PasskeyError`] when a stored passkey or the name can't be used.
    pub fn ask_for_new(&self, user: UserId, email: &str, name: &str, known: &[Passkey]) -> Result<Asked, PasskeyError> {
        let handle = handle(user)?;
        let known: Result<Vec<_>, _> = known.iter().map(descriptor).collect();
        let person = PublicKeyCredentialUserEntity {
            name: Username::try_from(email).map_err(|_| PasskeyError("the email address is not one to show"))?,
            id: &handle,
            display_name: Nickname::try_from(name).ok(),
        };
        let options = PublicKeyCredentialCreationOptions::second_factor(&self.site, person, known?);
        let (server, client) = options.start_ceremony().map_err(|_| PasskeyError("the question can't be asked"))?;
        asked(&client, server.encode().ok())
    }

    /// The new passkey, when the answer is one to what was asked.
    ///
    /// # Errors
    /// [`PasskeyError`].
    pub fn new_passkey(&self, state: &[u8], answer: &str) -> Result<Passkey, PasskeyError> {
        let server = RegistrationServerState::<HANDLE>::decode(state).map_err(|_| PasskeyError("nothing was asked"))?;
        let answer = Registration::from_json_relaxed(answer.as_bytes()).map_err(|_| PasskeyError("not an answer"))?;
        let origins = [self.origin.as_str()];
        let options =
            RegistrationVerificationOptions::<&str, &str> { allowed_origins: &origins, ..RegistrationVerificationOptions::default() };
        let made = server.verify(&self.site, &answer, &options).map_err(|_| PasskeyError("a new one that is not to be believed"))?;
        Ok(Passkey {
            credential: made.id().as_ref().to_vec(),
            transports: made.transports().encode().map_err(|_| PasskeyError("how to reach it can't be kept"))?,
            fixed: made.static_state().encode().map_err(|_| PasskeyError("the key can't be kept"))?,
            changing: made.dynamic_state().encode().map_err(|_| PasskeyError("the counter can't be kept"))?.to_vec(),
        })
    }

    /// Asks for one of these passkeys to be used.
    ///
    /// # Errors
    /// [`PasskeyError`] when there are none.
    pub fn ask_for_one(&self, known: &[Passkey]) -> Result<Asked, PasskeyError> {
        let mut allowed = AllowedCredentials::with_capacity(known.len());
        for passkey in known {
            allowed.push(AllowedCredential::from(descriptor(passkey)?));
        }
        let options =
            NonDiscoverableCredentialRequestOptions::second_factor(&self.site, allowed).map_err(|_| PasskeyError("there is none"))?;
        let (server, client) = options.start_ceremony().map_err(|_| PasskeyError("the question can't be asked"))?;
        asked(&client, server.encode().ok())
    }

    /// Which of the passkeys was used, and what changes at each use as it is from now on.
    ///
    /// # Errors
    /// [`PasskeyError`].
    pub fn used<'k>(&self, state: &[u8], answer: &str, user: UserId, known: &'k [Passkey]) -> Result<(&'k Passkey, Vec<u8>), PasskeyError> {
        let server = NonDiscoverableAuthenticationServerState::decode(state).map_err(|_| PasskeyError("nothing was asked"))?;
        let answer =
            NonDiscoverableAuthentication::<HANDLE>::from_json_relaxed(answer.as_bytes()).map_err(|_| PasskeyError("not an answer"))?;
        let passkey = known.iter().find(|passkey| passkey.credential == answer.raw_id().as_ref()).ok_or(PasskeyError("another passkey"))?;
        let (handle, unusable) = (handle(user)?, |_| PasskeyError("a stored passkey can't be read"));
        let mut credential = AuthenticatedCredential::new(
            CredentialId::<&[u8]>::decode(&passkey.credential).map_err(|_| PasskeyError("a stored passkey can't be read"))?,
            &handle,
            StaticState::decode(&passkey.fixed).map_err(|_| PasskeyError("a stored passkey can't be read"))?,
            DynamicState::decode(passkey.changing.clone().try_into().map_err(unusable)?)
                .map_err(|_| PasskeyError("a stored passkey can't be read"))?,
        )
        .map_err(|_| PasskeyError("a stored passkey can't be read"))?;
        let origins = [self.origin.as_str()];
        let options =
            AuthenticationVerificationOptions::<&str, &str> { allowed_origins: &origins, ..AuthenticationVerificationOptions::default() };
        server.verify(&self.site, &answer, &mut credential, &options).map_err(|_| PasskeyError("a use that is not to be believed"))?;
        let changing = credential.dynamic_state().encode().map_err(|_| PasskeyError("the counter can't be kept"))?.to_vec();
        Ok((passkey, changing))
    }
}

fn handle(user: UserId) -> Result<UserHandle<HANDLE>, PasskeyError> {
    UserHandle::decode(user.0.into_bytes()).map_err(|_| PasskeyError("an account without an id"))
}

fn descriptor(passkey: &Passkey) -> Result<PublicKeyCredentialDescriptor<Vec<u8>>, PasskeyError> {
    let id = CredentialId::<Vec<u8>>::decode(passkey.credential.clone()).map_err(|_| PasskeyError("a stored passkey can't be read"))?;
    let transports = AuthTransports::decode(passkey.transports).map_err(|_| PasskeyError("a stored passkey can't be read"))?;
    Ok(PublicKeyCredentialDescriptor { id, transports })
}

fn asked(client: &impl serde::Serialize, state: Option<Vec<u8>>) -> Result<Asked, PasskeyError> {
    let options = serde_json::to_string(client).map_err(|_| PasskeyError("the question can't be written"))?;
    Ok(Asked { options, state: state.ok_or(PasskeyError("the question can't be kept"))? })
}
