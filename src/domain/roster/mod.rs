//! The roster: what is written down about an assister before and beside their account, and what follows from it (rules 1 to 7).
//!
//! `entry` is what an agency contact or BSL types and how it is checked; `standing` is the four gates and whether an account may act;
//! `search` is how assisters are found; `import` is a roster as a file.

mod entry;
mod import;
mod search;
mod standing;

pub use entry::{Entry, EntryField, EntryProblem, Typed, generic_mailbox};
pub use import::{
    Cells, Column, Detail, Difference, Found, Header, HeaderProblem, ImportAction, ImportCounts, ImportStatus, MOST_ROWS, OnRoster,
    PREVIEW_PAGE, Plan, Row, RowProblem, plan,
};
pub use search::{AssisterSearch, AssisterTerm, Findable, WHOLE};
pub use standing::{AccountState, Certification, Gate, Gates, Hold, Standing, Turn};
