//! Components. No SQL, no permission rule.
//!
//! A feature's pages stand in a folder with the feature's name; what they are made of stands in [`parts`].

pub mod parts;
pub mod parts_page;
