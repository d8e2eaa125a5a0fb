//! The Agency Management Program: an organization's own roster. And where an assister stands, as everybody who may see it is told.

mod standing;

pub use standing::StandingView;
