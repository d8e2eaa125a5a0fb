//! The roster: what is written down about an assister before and beside their account, and what follows from it (rules 1 to 7).
//!
//! `entry` is what an agency contact or BSL types and how it is checked; `import` is a roster as a file; `standing` is the four gates and
//! whether an account may act.

mod entry;
mod import;
mod standing;

pub use entry::{Entry, EntryField, EntryProblem, Typed, generic_mailbox};
pub use import::{
    Cells, Column, Difference, Found, Header, HeaderProblem, ImportAction, MOST_ROWS, OnRoster, PREVIEW_PAGE, Plan, Row, RowProblem, plan,
};
pub use standing::{AccountState, Certification, Gate, Gates, Hold, Standing, Turn};
