//! Rows for spreadsheets. A cell that a spreadsheet would take for a formula gets an apostrophe in front and stays text.

use crate::domain::typed::is_invisible;
use std::borrow::Cow;

/// What a file begins with, so that Excel reads it as UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Adds a row to a file.
pub fn write_row<'a>(file: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    let row = cells.into_iter().map(|cell| quoted(&guarded(cell))).collect::<Vec<_>>().join(",");
    file.extend_from_slice(row.as_bytes());
    file.extend_from_slice(b"\r\n");
}

fn guarded(cell: &str) -> Cow<'_, str> {
    let formula = cell
        .trim_start_matches(|c| c == ' ' || is_invisible(c))
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{cell}").into() } else { cell.into() }
}

fn quoted(cell: &str) -> String {
    let plain = !cell.contains(['"', ',', ';', '\t', '\r', '\n']);
    if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}
