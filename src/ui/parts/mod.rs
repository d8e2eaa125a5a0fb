//! The design system: the parts that every page is made of.
//!
//! One file here and one style file of the same name in `style/` per part. A part takes every visible word as a property (an empty
//! string means: not shown), works without JavaScript, and is shown in all its states on `/parts`. To add one: the two
//! files, an `@import` in `style/main.css`, its section on the page, and a test of what it promises to assistive technology.

mod banner;
mod bar;
mod blocks;
mod button;
mod card;
mod checkbox;
mod choice;
mod copy_button;
mod dialog;
mod empty_state;
mod error_summary;
mod field;
mod footer;
mod header;
mod heading;
mod history;
mod menu;
mod notice;
mod page;
mod pager;
mod search_box;
mod skip_link;
mod steps;
mod summary_list;
mod table;
mod tabs;
mod tag;
mod text_area;

pub use banner::Banner;
pub use bar::{Bar, BarItem, BarTexts, MOST_WAITING, waiting_text};
pub use blocks::Blocks;
pub use button::{Actions, BackLink, Button, ButtonKind, ButtonLink, PressButton};
pub use card::Card;
pub use checkbox::Checkbox;
pub use choice::{Choice, FieldGroup, Radios, Select};
pub use copy_button::{CopyButton, clipboard, copy_text};
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, PROBLEMS};
pub use field::{Field, InputKind};
pub use footer::Footer;
pub use header::Header;
pub use heading::Heading;
pub use history::{History, HistoryItem};
pub use menu::{Menu, MenuForm};
pub use notice::{Notice, NoticeKind};
pub use page::Main;
pub use pager::Pager;
pub use search_box::SearchBox;
pub use skip_link::SkipLink;
pub use steps::Steps;
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Cell, Column, Order, Piece, Rows, Sort, Table};
pub use tabs::{Tab, Tabs};
pub use tag::{Tag, TagKind};
pub use text_area::TextArea;

/// The text, or nothing where it is empty: parts leave out what they have no words for.
fn shown(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Writes a text as markup that reads as the text, between tags and inside of a quoted attribute: for the few parts that write markup
/// themselves.
pub fn escape(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// The same by itself.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}
