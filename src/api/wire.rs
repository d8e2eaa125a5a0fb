//! How data cross the wire between the server and the application in the browser: postcard. Reading JSON was 190 kB of
//! the browser's program before it was shrunk, reading this is 3, and nobody but the two reads it.

use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The value as bytes.
///
/// # Errors
/// When a type's own serialization fails, which none of ours does.
pub fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(value)
}

/// The value of the bytes.
///
/// # Errors
/// When they are not what [`to_bytes`] made of a value of this type.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

/// The same for what a page brings along.
pub struct Wire;

impl<T: Serialize> Encoder<T> for Wire {
    type Error = postcard::Error;
    type Encoded = Vec<u8>;

    fn encode(value: &T) -> Result<Vec<u8>, postcard::Error> {
        to_bytes(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = postcard::Error;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> Result<T, postcard::Error> {
        from_bytes(bytes)
    }
}
