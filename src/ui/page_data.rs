//! What a page shows, on its way to the page. One type for all pages: each further one would cost every first visit a copy of what
//! loads, draws and hydrates a page.

use crate::ON_SERVER;
use crate::api::wire;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// The data of one page.
#[derive(Clone)]
pub enum PageData {
    /// Loaded here; and, on the server, what of them goes along with the page.
    Loaded(Arc<dyn Any + Send + Sync>, Option<Encode>),
    /// Brought along by the server's page.
    Brought(Arc<[u8]>),
}

type Encode = Arc<dyn Fn() -> Result<Vec<u8>, postcard::Error> + Send + Sync>;

impl PageData {
    /// Data that were loaded. `brief` leaves out what stands in the server's page already and the browser does not read again.
    pub fn loaded<T>(data: T, brief: fn(&T) -> Option<T>) -> Self
    where
        T: Serialize + Send + Sync + 'static,
    {
        let data = Arc::new(data);
        // Browsers send nothing along: there, this and what it calls are left out of the program.
        let encode = ON_SERVER.then(|| {
            let data = Arc::clone(&data);
            let encode: Encode = Arc::new(move || wire::to_bytes(brief(&data).as_ref().unwrap_or(&data)));
            encode
        });
        Self::Loaded(data, encode)
    }

    /// The data, or nothing when they are of another type or another build.
    pub fn read<T>(self) -> Option<T>
    where
        T: Clone + DeserializeOwned + Send + Sync + 'static,
    {
        match self {
            Self::Loaded(data, _) => data.downcast::<T>().ok().map(Arc::unwrap_or_clone),
            Self::Brought(bytes) => wire::from_bytes(&bytes).ok(),
        }
    }
}

impl Serialize for PageData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        match self {
            Self::Loaded(_, Some(encode)) => serializer.serialize_bytes(&encode().map_err(S::Error::custom)?),
            Self::Loaded(_, None) => Err(S::Error::custom("only the server sends pages")),
            Self::Brought(bytes) => serializer.serialize_bytes(bytes),
        }
    }
}

impl<'de> Deserialize<'de> for PageData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = PageData;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<PageData, E> {
                Ok(PageData::Brought(bytes.into()))
            }
        }

        deserializer.deserialize_bytes(Bytes).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_loaded_arrives_without_what_stands_in_the_page() {
        let data = PageData::loaded((7_u32, vec!["row".to_owned()]), |(number, _)| Some((*number, Vec::new())));
        let sent = wire::to_bytes(&data).unwrap();
        let brought: PageData = wire::from_bytes(&sent).unwrap();
        assert_eq!(brought.clone().read(), Some((7_u32, Vec::<String>::new())));
        assert_eq!(brought.read::<String>(), None);
        assert_eq!(data.clone().read::<String>(), None);
        assert_eq!(data.read(), Some((7_u32, vec!["row".to_owned()])));
    }
}
