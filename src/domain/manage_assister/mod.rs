//! Manage Assister, the consumer's side: the reference number, the wizard's steps, the consent text.

mod consent;
mod reference_number;
mod wizard;

pub use consent::{Block, ConsentText, blocks, fill};
pub use reference_number::{NumberError, ReferenceNumber};
pub use wizard::{Draft, Progress, Step};
