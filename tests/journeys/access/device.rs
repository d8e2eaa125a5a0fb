//! A device that makes passkeys, as the WebAuthn standard has it: what a browser and an authenticator do together.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Somebody is there.
const PRESENT: u8 = 0x01;
/// The answer tells of a new key.
const NEW_KEY: u8 = 0x40;

/// One key of one device.
#[derive(Clone)]
pub struct Device {
    key: SigningKey,
    id: [u8; 32],
    uses: u32,
    origin: &'static str,
}

impl Device {
    /// A device of its own for each number.
    pub fn new(number: u8) -> Self {
        Self { key: SigningKey::from_bytes(&[number; 32]), id: [number; 32], uses: 0, origin: "http://localhost:3000" }
    }

    /// The answer to the question for a new passkey.
    pub fn make(&mut self, options: &str) -> String {
        let asked: Value = serde_json::from_str(options).unwrap();
        let mut data = self.data(&asked["rp"]["id"], PRESENT | NEW_KEY);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&[0, 32]);
        data.extend_from_slice(&self.id);
        // COSE: an Ed25519 key.
        data.extend_from_slice(&[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend_from_slice(self.key.verifying_key().as_bytes());
        // CBOR: an attestation of nothing.
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend_from_slice(&data);
        let client = self.client("webauthn.create", &asked);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "attestationObject": BASE64.encode(object),
            "transports": ["usb"],
        }))
    }

    /// The answer to the question for a passkey that is there.
    pub fn sign(&mut self, options: &str) -> String {
        let asked: Value = serde_json::from_str(options).unwrap();
        self.uses += 1;
        let data = self.data(&asked["rpId"], PRESENT);
        let client = self.client("webauthn.get", &asked);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(&data),
            "signature": BASE64.encode(self.key.sign(&signed).to_bytes()),
            "userHandle": null,
        }))
    }

    /// The same device, by a browser that shows this site.
    pub fn at(&self, origin: &'static str) -> Self {
        Self { origin, ..self.clone() }
    }

    /// A copy of the device as it was, which knows of no later use.
    pub fn turned_back(&self) -> Self {
        Self { uses: 0, ..self.clone() }
    }

    fn data(&self, site: &Value, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(site.as_str().unwrap()).to_vec();
        data.push(flags);
        data.extend_from_slice(&self.uses.to_be_bytes());
        data
    }

    fn client(&self, what: &str, asked: &Value) -> Vec<u8> {
        let challenge = &asked["challenge"];
        json!({ "type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string().into_bytes()
    }

    fn answer(&self, response: Value) -> String {
        let id = BASE64.encode(self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": response }).to_string()
    }
}
