//! What becomes of files, whatever spreadsheet wrote them and whatever is wrong with them.

use super::super::splitter::LineProblem;
use super::super::{BOM, write_row};
use super::*;
use proptest::prelude::*;

/// The lines of a file that comes in pieces of this many bytes.
fn lines_in(file: &[u8], piece: usize) -> Result<Vec<Line>, FileProblem> {
    let mut reader = Reader::new(1 << 20);
    let mut lines = Vec::new();
    for piece in file.chunks(piece) {
        reader.feed(piece)?;
        lines.extend(std::iter::from_fn(|| reader.next_line()));
    }
    reader.finish()?;
    lines.extend(std::iter::from_fn(|| reader.next_line()));
    Ok(lines)
}

fn lines(file: &[u8]) -> Vec<Line> {
    lines_in(file, 7).unwrap()
}

fn cells(file: &[u8]) -> Vec<Vec<String>> {
    lines(file).into_iter().map(|line| line.cells).collect()
}

/// Number and problem.
fn problems(file: &[u8]) -> Vec<(u32, Option<LineProblem>)> {
    lines(file).into_iter().map(|line| (line.number, line.problem)).collect()
}

#[test]
fn separators_line_ends_and_quotes_of_every_spreadsheet_are_read() {
    let expected = vec![vec!["Name", "City"], vec!["Berg, \"Ann\"; B", "Duluth\nMN"], vec!["Bo", ""]];
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n", "\r"] {
            for start in [String::new(), format!("sep={separator}{end}"), end.to_owned()] {
                let file =
                    format!("{start}Name{separator}City{end}\"Berg, \"\"Ann\"\"; B\"{separator}\"Duluth\nMN\"{end}{end}Bo{separator}");
                assert_eq!(cells(file.as_bytes()), expected, "{file:?}");
            }
        }
    }
}

#[test]
fn characters_are_read_with_and_without_a_mark() {
    let text = "Name,City\r\nZoë Nguyễn,Duluth\r\n";
    let expected = vec![vec!["Name", "City"], vec!["Zoë Nguyễn", "Duluth"]];
    let utf16 = |big: bool| -> Vec<u8> {
        let mark = std::iter::once(0xFEFF_u16);
        mark.chain(text.encode_utf16()).flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for file in [text.as_bytes().to_vec(), [BOM, text.as_bytes()].concat(), utf16(true), utf16(false)] {
        assert_eq!(cells(&file), expected);
    }
    // What Excel writes for "CSV" in Minnesota. A line in UTF-8 beside it is read too.
    assert_eq!(cells(b"Name,City\r\nZo\xEB O\x92Brien,x\r\nZo\xC3\xAB,y\r\n")[1..], [["Zoë O’Brien", "x"], ["Zoë", "y"]]);
}

#[test]
fn what_can_not_be_read_costs_its_own_line() {
    let file = [BOM, b"Name,City\nZo\xEB,x\nBo,y\nA\0,z\n".as_slice()].concat();
    let unreadable = Some(LineProblem::Unreadable);
    assert_eq!(problems(&file), [(1, None), (2, unreadable), (3, None), (4, unreadable)]);
    // Half of a character of UTF-16 at the end.
    assert_eq!(problems(b"\xFF\xFEN\0a\0\n\0B\0o")[1..], [(2, unreadable)]);
}

#[test]
fn an_open_quote_costs_its_own_line() {
    let file = b"Name,City\nAnn,\"Duluth\nBo,\"St. Paul\"\nCy,Ely\nDi,\"open\nEd,Ada";
    assert_eq!(
        problems(file),
        [(1, None), (2, Some(LineProblem::OpenQuote)), (3, None), (4, None), (5, Some(LineProblem::OpenQuote)), (6, None)]
    );
    assert_eq!(cells(file)[2], ["Bo", "St. Paul"]);
    let long = format!("Name,City\nAnn,\"Duluth\n{}", "Bo,Ely\n".repeat(5_000));
    let found = problems(long.as_bytes());
    assert_eq!((found.len(), found[1]), (5_002, (2, Some(LineProblem::OpenQuote))));
    assert!(found[2..].iter().all(|(_, problem)| problem.is_none()));
    // Between what opens and what closes by chance there may be nothing that tells.
    assert_eq!(problems(b"a,b\n\"x\ny\"\nz,w\n"), [(1, None), (2, None), (4, None)]);
}

#[test]
fn a_line_that_is_too_long_costs_itself() {
    let file = format!("a,b\n{}\nx,y\n", "z".repeat(100_000));
    assert_eq!(problems(file.as_bytes()), [(1, None), (2, Some(LineProblem::TooLong)), (3, None)]);
    // Cells over several lines without end take no longer than their length explains.
    let file = format!("a,b\n{}", "\"a\nb\",".repeat(100_000));
    assert!(lines(file.as_bytes()).len() > 100);
}

#[test]
fn what_is_no_text_or_too_much_of_it_is_refused() {
    assert_eq!(lines_in(b"PK\x03\x04\0\0", 2), Err(FileProblem::Workbook));
    assert_eq!(lines_in(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], 9), Err(FileProblem::Workbook));
    assert_eq!(lines_in(b"%PDF-1.7 ...", 9), Err(FileProblem::NotText));
    assert_eq!(lines_in(b"First name\0,x\n", 9), Err(FileProblem::NotText));
    assert_eq!(lines_in(&vec![b'x'; (1 << 20) + 1], 4096), Err(FileProblem::TooLarge));
    assert_eq!(lines_in(b"", 1), Ok(Vec::new()));
}

#[test]
fn no_cell_of_ours_is_a_formula() {
    let mut file = Vec::new();
    write_row(&mut file, ["=1+1", "+1", "-1", "@x", "\tx", " =1", "a;b", "say \"x\"", "plain"]);
    let expected = ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "' =1", "a;b", "say \"x\"", "plain"];
    assert!(file.ends_with(b"\r\n"));
    assert_eq!(cells(&file), [expected]);
    assert!(lines(&file)[0].cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
}

fn cell() -> impl Strategy<Value = String> {
    "[ -~\u{a0}-\u{ff}\n\"]{0,8}"
}

proptest! {
    #[test]
    fn what_we_write_is_read_as_it_was(rows in prop::collection::vec(prop::collection::vec(cell(), 2..5), 1..8)) {
        let mut file = Vec::new();
        // A first line that settles the separator.
        write_row(&mut file, ["a", "b", "c", "d"]);
        for row in &rows {
            write_row(&mut file, row.iter().map(String::as_str));
        }
        let read = cells(&[BOM, &file].concat());
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.as_slice());
        let peer: Vec<Vec<String>> = csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let blank = |row: &Vec<String>| row.iter().all(|cell| cell.chars().all(|c| c == ' ' || c.is_ascii_whitespace()));
        let full = |rows: Vec<Vec<String>>| rows.into_iter().filter(|row| !blank(row)).collect::<Vec<_>>();
        prop_assert_eq!(full(read), full(peer));
    }

    #[test]
    fn it_does_not_matter_in_which_pieces_a_file_comes(
        file in prop::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b';'), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..800),
        piece in 1..2000_usize,
    ) {
        prop_assert!(lines_in(&file, piece) == lines_in(&file, usize::MAX));
    }

    #[test]
    fn every_line_is_accounted_for(file in "(sep|[a-c,;\"]{0,6}|\u{e9}|\r\n|\n|\r){0,60}", mark in any::<bool>()) {
        let file = if mark { [BOM, file.as_bytes()].concat() } else { file.into_bytes() };
        let Ok(lines) = lines_in(&file, 5) else { return Ok(()) };
        // In order, each once; those in between are blank or part of a quoted cell.
        prop_assert!(lines.windows(2).all(|pair| pair[0].number < pair[1].number));
        if !file.contains(&b'"') {
            let text = String::from_utf8(file).unwrap().replace("\r\n", "\n").replace('\r', "\n");
            let full = |line: &&str| !line.chars().all(|c| matches!(c, ' ' | ',' | ';' | '\u{feff}'));
            let says = |line: &&str| line.starts_with("sep=");
            let expected = text.lines().filter(full).filter(|line| !says(line)).count();
            // Which signs separate is known from the first line on: a line of the other one alone is not blank.
            let other = text.lines().filter(|line| !line.is_empty() && !full(line)).count();
            prop_assert!(lines.len() >= expected && lines.len() <= expected + other);
        }
    }
}
