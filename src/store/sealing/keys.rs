//! The keys: the first encrypts, all of them decrypt. Each has a name, which stands with what it encrypted.
//!
//! ChaCha20-Poly1305 with a random nonce in front of each value. Where the keys come from can be asked again: when another program has
//! put a new one there, a server that runs finds it without being started anew.

use super::{Sealed, Unreadable};
use crate::domain::hex::hex;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// How long a key is.
pub const KEY_BYTES: usize = 32;
/// How long what is drawn for each value is.
pub const NONCE_BYTES: usize = NONCE_LEN;

/// The name of a key. It says nothing of the key.
#[must_use]
pub fn key_id(key: &[u8; KEY_BYTES]) -> String {
    let hash = Sha256::new().chain_update(b"the name of a key\0").chain_update(key).finalize();
    hex(&hash[..4])
}

struct Key {
    id: String,
    cipher: LessSafeKey,
}

impl Key {
    fn new(key: &[u8; KEY_BYTES]) -> Option<Self> {
        Some(Self { id: key_id(key), cipher: LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, key).ok()?) })
    }
}

/// Gives the keys anew when they have changed since it was asked last.
type Again = Box<dyn Fn() -> Option<Vec<[u8; KEY_BYTES]>> + Send + Sync>;

struct Held {
    ring: RwLock<Vec<Arc<Key>>>,
    nonce: fn() -> [u8; NONCE_BYTES],
    again: Again,
}

/// The keys of a database. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<Held>);

impl fmt::Debug for Keys {
    /// Their names only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keys").field(&self.ids()).finish()
    }
}

fn ring(keys: &[[u8; KEY_BYTES]]) -> Vec<Arc<Key>> {
    keys.iter().filter_map(Key::new).map(Arc::new).collect()
}

impl Keys {
    /// These keys, the first of which encrypts. `nonce` draws what is different for each value.
    #[must_use]
    pub fn new(keys: &[[u8; KEY_BYTES]], nonce: fn() -> [u8; NONCE_BYTES]) -> Self {
        Self::read_again(keys, nonce, Box::new(|| None))
    }

    /// The same, of which `again` gives others when there are.
    #[must_use]
    pub fn read_again(keys: &[[u8; KEY_BYTES]], nonce: fn() -> [u8; NONCE_BYTES], again: Again) -> Self {
        Self(Arc::new(Held { ring: RwLock::new(ring(keys)), nonce, again }))
    }

    /// Their names, that of the first one first.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.0.ring.read().unwrap_or_else(PoisonError::into_inner).iter().map(|key| key.id.clone()).collect()
    }

    /// The name of the one that encrypts.
    #[must_use]
    pub fn current(&self) -> Option<String> {
        self.look_again();
        self.first().map(|key| key.id.clone())
    }

    fn first(&self) -> Option<Arc<Key>> {
        self.0.ring.read().unwrap_or_else(PoisonError::into_inner).first().map(Arc::clone)
    }

    fn named(&self, id: &str) -> Option<Arc<Key>> {
        self.0.ring.read().unwrap_or_else(PoisonError::into_inner).iter().find(|key| key.id == id).map(Arc::clone)
    }

    fn look_again(&self) {
        if let Some(keys) = (self.0.again)() {
            *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = ring(&keys);
        }
    }

    pub(super) fn seal(&self, bound_to: &[u8], plain: &[u8]) -> Option<Sealed> {
        self.look_again();
        let key = self.first()?;
        let nonce = (self.0.nonce)();
        let mut sealed = plain.to_vec();
        key.cipher.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound_to), &mut sealed).ok()?;
        Some(Sealed { by: key.id.clone(), bytes: [nonce.as_slice(), &sealed].concat() })
    }

    pub(super) fn unseal(&self, bound_to: &[u8], by: &str, bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let key = self.named(by).or_else(|| {
            self.look_again();
            self.named(by)
        });
        let key = key.ok_or_else(|| Unreadable::UnknownKey(by.to_owned()))?;
        let (nonce, sealed) = bytes.split_first_chunk().ok_or(Unreadable::Damaged)?;
        let mut sealed = sealed.to_vec();
        let plain = key.cipher.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(bound_to), &mut sealed);
        plain.map(|plain| plain.to_vec()).map_err(|_| Unreadable::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [u8; KEY_BYTES] = [1; KEY_BYTES];
    const NEW: [u8; KEY_BYTES] = [2; KEY_BYTES];

    fn nonce() -> [u8; NONCE_BYTES] {
        [7; NONCE_BYTES]
    }

    #[test]
    fn a_value_is_read_with_its_key_in_its_place_and_unchanged_or_not_at_all() {
        let keys = Keys::new(&[OLD], nonce);
        let sealed = keys.seal(b"here", b"secret").unwrap();
        assert!(!sealed.bytes.windows(6).any(|part| part == b"secret"));
        assert_eq!(keys.unseal(b"here", &sealed.by, &sealed.bytes), Ok(b"secret".to_vec()));
        assert_eq!(keys.unseal(b"there", &sealed.by, &sealed.bytes), Err(Unreadable::Damaged));
        for place in 0..sealed.bytes.len() {
            let mut changed = sealed.bytes.clone();
            changed[place] ^= 1;
            assert_eq!(keys.unseal(b"here", &sealed.by, &changed), Err(Unreadable::Damaged), "{place}");
            assert_eq!(keys.unseal(b"here", &sealed.by, &sealed.bytes[..place]), Err(Unreadable::Damaged), "{place}");
        }
        let other = Keys::new(&[NEW], nonce);
        assert_eq!(other.unseal(b"here", &sealed.by, &sealed.bytes), Err(Unreadable::UnknownKey(key_id(&OLD))));
        // The name of a key that is there does not make it the right one.
        assert_eq!(other.unseal(b"here", &key_id(&NEW), &sealed.bytes), Err(Unreadable::Damaged));
        let both = Keys::new(&[NEW, OLD], nonce);
        assert_eq!(both.unseal(b"here", &sealed.by, &sealed.bytes), Ok(b"secret".to_vec()));
        assert_eq!(both.seal(b"here", b"secret").unwrap().by, key_id(&NEW), "the first one encrypts");
    }

    #[test]
    fn a_key_that_was_put_there_meanwhile_is_found() {
        let keys = Keys::read_again(&[OLD], nonce, Box::new(|| Some(vec![NEW, OLD])));
        let sealed = Keys::new(&[NEW], nonce).seal(b"here", b"secret").unwrap();
        assert_eq!(keys.unseal(b"here", &sealed.by, &sealed.bytes), Ok(b"secret".to_vec()));
        assert_eq!(keys.current(), Some(key_id(&NEW)));
        assert_eq!(format!("{keys:?}"), format!("Keys([\"{}\", \"{}\"])", key_id(&NEW), key_id(&OLD)));
    }
}
