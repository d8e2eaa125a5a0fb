//! Bytes to lines and cells, one byte at a time, whatever the bytes are: no input makes it fail, and it never holds more than one line.
//!
//! Written here because a roster needs what readers of CSV don't do: a quotation mark that is never closed costs its own line and not
//! all that follow, a line has a longest length, and lines are counted as a spreadsheet counts them.

use super::encoding::Encoding;
use std::collections::VecDeque;

/// The most bytes of one line. Ten cells of a roster need far less.
const LONGEST_LINE: usize = 16 * 1024;

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1; that of its first line where a quoted cell goes over several.
    pub number: u32,
    /// Its cells, as far as they could be told apart.
    pub cells: Vec<String>,
    /// What is wrong with it as a line.
    pub problem: Option<LineProblem>,
}

/// What is wrong with a line, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// Characters that could not be read.
    Unreadable,
    /// A quotation mark is opened and not closed.
    OpenQuote,
    /// Longer than any line of ours.
    TooLong,
}

/// Where in a cell the next byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark inside of a quoted cell: its end, or the first half of a doubled one.
    QuoteSeen,
}

/// Cuts bytes into lines.
pub(super) struct Splitter {
    /// Unknown until the first line is whole.
    separator: Option<u8>,
    encoding: Encoding,
    place: Place,
    line: Vec<u8>,
    /// The number of the line in `line`, and how many line ends lie within it.
    number: u32,
    ends_within: u32,
    /// The last byte ended a line as a carriage return: a line feed belongs to it.
    after_return: bool,
    /// The line is too long: the rest of it is passed over.
    skipping: bool,
    /// What is to be read anew, before anything else.
    again: VecDeque<u8>,
    /// How many bytes were taken, and how many of them anew: bounded, so that no file takes longer than its length explains.
    taken: u64,
    retaken: u64,
    lines: VecDeque<Line>,
}

impl Splitter {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self {
            separator: None,
            encoding,
            place: Place::Start,
            line: Vec::new(),
            number: 1,
            ends_within: 0,
            after_return: false,
            skipping: false,
            again: VecDeque::new(),
            taken: 0,
            retaken: 0,
            lines: VecDeque::new(),
        }
    }

    /// The next line that is whole.
    pub(super) fn next(&mut self) -> Option<Line> {
        self.lines.pop_front()
    }

    /// Takes more of the file; `last` is said with its end.
    pub(super) fn feed(&mut self, bytes: &[u8], last: bool) {
        let mut buffer = String::new();
        let passed = self.encoding.pass(bytes, last, &mut buffer);
        for byte in passed {
            self.taken += 1;
            self.byte(*byte);
            self.read_again();
        }
        // Every round takes a line away from what is left.
        while last && self.place == Place::Quoted && self.ends_within > 0 {
            self.give_up_first();
            self.read_again();
        }
        if last && !self.skipping && !self.line.is_empty() {
            let open = self.place == Place::Quoted;
            self.finish(open.then_some(LineProblem::OpenQuote));
        }
    }

    fn read_again(&mut self) {
        while let Some(byte) = self.again.pop_front() {
            self.retaken += 1;
            self.byte(byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        let ends = matches!(byte, b'\r' | b'\n');
        let second_half = std::mem::replace(&mut self.after_return, byte == b'\r') && byte == b'\n';
        if second_half {
            // Of a line end that was counted.
            if self.place == Place::Quoted {
                self.line.push(byte);
            }
            return;
        }
        if self.skipping {
            self.skipping = !ends;
            self.number += u32::from(ends);
            return;
        }
        if ends && self.place != Place::Quoted {
            return self.finish(None);
        }
        // Inside of a cell over several lines, a mark followed by more did not close what a line above had opened.
        let astray = self.place == Place::QuoteSeen && self.ends_within > 0 && byte != b'"' && !self.separates(byte);
        self.place = match self.place {
            Place::Start | Place::QuoteSeen if byte == b'"' => Place::Quoted,
            Place::Quoted if byte == b'"' => Place::QuoteSeen,
            Place::Quoted => Place::Quoted,
            _ if self.separates(byte) => Place::Start,
            _ => Place::Plain,
        };
        self.line.push(byte);
        self.ends_within += u32::from(ends);
        let open = astray || self.place == Place::Quoted;
        if astray || self.line.len() > LONGEST_LINE {
            if open && self.ends_within > 0 { self.give_up_first() } else { self.too_long() }
        }
    }

    fn separates(&self, byte: u8) -> bool {
        self.separator.map_or(matches!(byte, b',' | b';' | b'\t'), |separator| byte == separator)
    }

    /// What was gathered begins with a quotation mark that is not closed: its first line is given up, and the others are read anew.
    fn give_up_first(&mut self) {
        if self.retaken > 4 * self.taken + 16 * LONGEST_LINE as u64 {
            return self.too_long();
        }
        let line = std::mem::take(&mut self.line);
        let end = line.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(line.len());
        let (first, rest) = line.split_at(end);
        self.settle_separator(first);
        let broken = Line { problem: Some(LineProblem::OpenQuote), ..self.cut(first) };
        self.lines.push_back(broken);
        let rest = match rest {
            [b'\r', b'\n', rest @ ..] => rest,
            [_, rest @ ..] => rest,
            [] => &[],
        };
        self.after_return = rest.is_empty() && line.ends_with(b"\r");
        for byte in rest.iter().rev() {
            self.again.push_front(*byte);
        }
        self.number += 1;
        self.ends_within = 0;
        self.place = Place::Start;
    }

    /// What was gathered is no line of ours: it is given up as a whole, and the rest of its last line passed over.
    fn too_long(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.settle_separator(&line);
        self.lines.push_back(Line { number: self.number, cells: Vec::new(), problem: Some(LineProblem::TooLong) });
        self.number += self.ends_within;
        self.skipping = !line.ends_with(b"\r") && !line.ends_with(b"\n");
        self.ends_within = 0;
        self.place = Place::Start;
    }

    /// A line is whole.
    fn finish(&mut self, problem: Option<LineProblem>) {
        let line = std::mem::take(&mut self.line);
        let (blank, said) = (line.iter().all(|byte| byte.is_ascii_whitespace() || self.separates(*byte)), self.said(&line));
        if said.is_some() {
            self.separator = said;
        } else if !blank {
            self.settle_separator(&line);
            let cut = self.cut(&line);
            self.lines.push_back(Line { problem: problem.or(cut.problem), ..cut });
        }
        self.number += self.ends_within + 1;
        self.ends_within = 0;
        self.place = Place::Start;
    }

    /// The separator as Excel says it: `sep=;` as the first line.
    fn said(&self, line: &[u8]) -> Option<u8> {
        let (name, separator) = line.split_last().map(|(last, name)| (name, *last))?;
        let says = self.separator.is_none() && name.eq_ignore_ascii_case(b"sep=") && self.separates(separator);
        says.then_some(separator)
    }

    /// The separator is what the first line has most of; of those that are even, the first.
    fn settle_separator(&mut self, first: &[u8]) {
        if self.separator.is_some() {
            return;
        }
        let mut quoted = false;
        let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
        for byte in first {
            quoted ^= *byte == b'"';
            if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| separator == byte && !quoted) {
                *count += 1;
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max();
        self.separator = counts.iter().find(|(_, count)| Some(*count) == most).map(|(separator, _)| *separator);
    }

    fn cut(&self, line: &[u8]) -> Line {
        let (text, readable) = self.encoding.decode(line);
        let separator = char::from(self.separator.unwrap_or(b','));
        Line { number: self.number, cells: cells(&text, separator), problem: (!readable).then_some(LineProblem::Unreadable) }
    }
}

/// The cells of a line. Marks that open and close are not part of a cell; of a doubled one, one is.
fn cells(text: &str, separator: char) -> Vec<String> {
    let (mut cells, mut cell, mut place) = (Vec::new(), String::new(), Place::Start);
    for c in text.chars() {
        place = match place {
            Place::Start if c == '"' => Place::Quoted,
            Place::Quoted if c == '"' => Place::QuoteSeen,
            Place::Start | Place::Plain | Place::QuoteSeen if c == separator => {
                cells.push(std::mem::take(&mut cell));
                Place::Start
            }
            _ => {
                cell.push(c);
                if place == Place::Quoted || (place == Place::QuoteSeen && c == '"') { Place::Quoted } else { Place::Plain }
            }
        };
    }
    cells.push(cell);
    cells
}
