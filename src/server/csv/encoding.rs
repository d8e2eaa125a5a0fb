//! In which characters a file is written.
//!
//! The first bytes decide between UTF-16 (only with its mark) and everything else. The rest is cut into lines as bytes, since quotation
//! marks, separators and line ends are the same in UTF-8 and Windows-1252, and then each line is decoded by itself: as UTF-8 where it
//! is that, else as Windows-1252, which is what Excel writes for "CSV". No byte has to be seen twice, and a line that is broken
//! spoils no other. In a file that has the mark of UTF-8, a line that is not UTF-8 is unreadable.

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How the bytes become lines.
pub(super) enum Encoding {
    /// By the mark.
    Utf16(Box<Decoder>),
    /// With the mark of UTF-8.
    Utf8,
    /// Without a mark.
    Guessed,
}

/// What the first bytes say, with how many of them are the mark. `None` for what is no text at all.
pub(super) fn detect(start: &[u8]) -> Option<(Encoding, usize)> {
    match start {
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16(Box::new(UTF_16LE.new_decoder_without_bom_handling())), 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16(Box::new(UTF_16BE.new_decoder_without_bom_handling())), 2)),
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        _ if start.contains(&0) || start.starts_with(b"%PDF") => None,
        _ => Some((Encoding::Guessed, 0)),
    }
}

/// Whether the first bytes are those of a workbook: a zip archive (.xlsx, .ods) or the older form of Office (.xls).
pub(super) fn is_workbook(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

impl Encoding {
    /// The bytes as they are cut into lines: UTF-16 becomes UTF-8, all else stays.
    pub(super) fn pass<'a>(&mut self, bytes: &'a [u8], last: bool, buffer: &'a mut String) -> &'a [u8] {
        let Self::Utf16(decoder) = self else { return bytes };
        buffer.clear();
        let mut rest = bytes;
        loop {
            buffer.reserve(rest.len() * 2 + 16);
            let (result, read, _) = decoder.decode_to_string(rest, buffer, last);
            rest = &rest[read..];
            if matches!(result, CoderResult::InputEmpty) {
                return buffer.as_bytes();
            }
        }
    }

    /// A line's characters, and whether all of them could be read.
    pub(super) fn decode(&self, line: &[u8]) -> (String, bool) {
        let text = match (std::str::from_utf8(line), self) {
            (Ok(text), _) => text.to_owned(),
            (Err(_), Self::Guessed) => WINDOWS_1252.decode_without_bom_handling(line).0.into_owned(),
            (Err(_), _) => String::from_utf8_lossy(line).into_owned(),
        };
        let readable = !text.contains(['\u{FFFD}', '\0']);
        (text, readable)
    }
}
