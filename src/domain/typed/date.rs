//! Dates as people write them in Minnesota: the month first, in digits or by its name.

use super::plain;
use crate::domain::instant::Date;
use serde::{Deserialize, Serialize};

/// What a date is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOf {
    /// Somebody's birth: not after today, and not longer ago than people live.
    Birth,
    /// Something that has happened, not long ago.
    Past,
    /// Something that has happened or will, not far from now.
    Any,
}

/// Why what was typed is not taken for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DateProblem {
    /// Nothing was typed.
    Missing,
    /// Not a month, a day and a year.
    NotADate,
    /// The month does not have such a day, or the year no such month.
    NoSuchDay,
    /// Two digits of a year that could be of this century or of the last.
    ShortYear,
    /// After today.
    Future,
    /// Before 1900.
    LongAgo,
}

/// The longest that people live, in years.
const LIFE: i16 = 120;

/// The months as they are written out. Three letters are enough.
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Reads `3/14/1980`, `03-14-1980`, `3.14.80`, `March 14, 1980`, `14 Mar 1980` and `1980-03-14`. A year of two digits is the only one that
/// it can be.
///
/// # Errors
/// Why it is none.
pub fn date(typed: &str, of: DateOf, today: Date) -> Result<Date, DateProblem> {
    let typed = plain(typed);
    if typed.is_empty() {
        return Err(DateProblem::Missing);
    }
    let (year, month, day) = parts(&typed).ok_or(DateProblem::NotADate)?;
    let date = match year {
        Year::Whole(1000..1900) => return Err(DateProblem::LongAgo),
        Year::Whole(2201..) if of != DateOf::Any => return Err(DateProblem::Future),
        Year::Whole(year) if !(1900..=2200).contains(&year) => return Err(DateProblem::NotADate),
        Year::Whole(year) => Date::new(year, month, day).ok_or(DateProblem::NoSuchDay)?,
        Year::Short(short) => of_short_year(short, month, day, of, today)?,
    };
    if of != DateOf::Any && date > today { Err(DateProblem::Future) } else { Ok(date) }
}

/// A year as it was written.
enum Year {
    Whole(i16),
    Short(i16),
}

fn of_short_year(short: i16, month: u8, day: u8, of: DateOf, today: Date) -> Result<Date, DateProblem> {
    let century = today.year - today.year % 100;
    let years = [century - 100 + short, century + short, century + 100 + short];
    let days: Vec<Date> = years.into_iter().filter_map(|year| Date::new(year, month, day)).collect();
    if of == DateOf::Birth {
        let alive = |day: &&Date| **day <= today && today.year - day.year <= LIFE;
        return match days.iter().filter(alive).collect::<Vec<_>>()[..] {
            [day] => Ok(*day),
            [] => Err(DateProblem::NoSuchDay),
            _ => Err(DateProblem::ShortYear),
        };
    }
    days.into_iter().min_by_key(|day| (day.year - today.year).abs()).ok_or(DateProblem::NoSuchDay)
}

/// A run of digits or of letters.
#[derive(Debug)]
enum Token {
    Number(String),
    Word(String),
}

fn tokens(typed: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut apart = true;
    for c in typed.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_digit() {
            match tokens.last_mut() {
                Some(Token::Number(digits)) if !apart => digits.push(c),
                _ => tokens.push(Token::Number(c.to_string())),
            }
        } else if c.is_ascii_alphabetic() {
            match tokens.last_mut() {
                Some(Token::Word(letters)) if !apart => letters.push(c),
                _ => tokens.push(Token::Word(c.to_string())),
            }
        } else if !" ,./-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}".contains(c) {
            return None;
        }
        apart = !c.is_ascii_alphanumeric();
    }
    // `14th` is 14.
    tokens.retain(|token| !matches!(token, Token::Word(word) if matches!(word.as_str(), "st" | "nd" | "rd" | "th")));
    Some(tokens)
}

fn parts(typed: &str) -> Option<(Year, u8, u8)> {
    use Token::{Number, Word};
    let tokens = tokens(typed)?;
    let (year, month, day) = match &tokens[..] {
        [Number(year), Number(month), Number(day)] if year.len() == 4 => (year, digits(month)?, day),
        [Number(month), Number(day), Number(year)] => (year, digits(month)?, day),
        [Word(month), Number(day), Number(year)] => (year, named(month)?, day),
        [Number(year), Word(month), Number(day)] if year.len() == 4 => (year, named(month)?, day),
        [Number(day), Word(month), Number(year)] => (year, named(month)?, day),
        _ => return None,
    };
    let year = match year.len() {
        4 => Year::Whole(year.parse().ok()?),
        2 => Year::Short(year.parse().ok()?),
        _ => return None,
    };
    Some((year, month, digits(day)?))
}

/// One or two digits.
fn digits(text: &str) -> Option<u8> {
    if text.len() <= 2 { text.parse().ok() } else { None }
}

fn named(word: &str) -> Option<u8> {
    let place = MONTHS.iter().position(|month| word.len() >= 3 && (month.starts_with(word) || word == "sept" && *month == "september"));
    place.and_then(|place| u8::try_from(place + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str, of: DateOf) -> Result<String, DateProblem> {
        date(typed, of, Date::new(2026, 11, 20).unwrap()).map(Date::iso)
    }

    #[test]
    fn a_date_is_read_however_people_write_it() {
        for typed in [
            "3/14/1980",
            "03/14/1980",
            "3/14/80",
            "03-14-1980",
            "3-14-80",
            "3.14.1980",
            "3 14 1980",
            "3 / 14 / 1980",
            "1980-03-14",
            "1980/3/14",
            "March 14, 1980",
            "march 14 1980",
            "March 14th, 1980",
            "Mar. 14, 1980",
            "MAR 14 80",
            "14 March 1980",
            "14-Mar-1980",
            "1980 March 14",
            "\u{200e}3\u{200e}/\u{200e}14\u{200e}/\u{200e}1980\u{feff}",
            "３／１４／１９８０",
            "3–14–1980",
        ] {
            assert_eq!(read(typed, DateOf::Birth).as_deref(), Ok("1980-03-14"), "{typed:?}");
        }
        assert_eq!(read("Sept 1, 1980", DateOf::Birth).as_deref(), Ok("1980-09-01"));
    }

    #[test]
    fn what_is_wrong_with_a_date_is_told_apart() {
        use DateProblem::{Future, LongAgo, Missing, NoSuchDay, NotADate, ShortYear};
        for (typed, problem) in [
            ("", Missing),
            (" \u{200b} ", Missing),
            ("1980", NotADate),
            ("3/14", NotADate),
            ("3.14", NotADate),
            ("yesterday", NotADate),
            ("Ma 14, 1980", NotADate),
            ("March 1980", NotADate),
            ("3/14/1980 12:00", NotADate),
            ("+3/14/1980", NotADate),
            ("3/14/0080", NotADate),
            ("3/14/980", NotADate),
            ("3/014/1980", NotADate),
            ("1980-3-14-1", NotADate),
            ("2/30/1980", NoSuchDay),
            ("2/29/2023", NoSuchDay),
            ("February 30, 80", NoSuchDay),
            ("14/3/1980", NoSuchDay),
            ("0/14/1980", NoSuchDay),
            ("3/0/1980", NoSuchDay),
            ("3/14/20", ShortYear),
            ("3/14/07", ShortYear),
            ("March 14, 26", ShortYear),
            ("11/21/2026", Future),
            ("3/14/2080", Future),
            ("3/14/9080", Future),
            ("1/1/1800", LongAgo),
            ("12/31/1899", LongAgo),
        ] {
            assert_eq!(read(typed, DateOf::Birth), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_the_only_one_that_it_can_be() {
        // Nobody was born after today, and nobody is 121.
        for (typed, born) in [("11/20/27", "1927-11-20"), ("11/21/26", "1926-11-21"), ("3/14/99", "1999-03-14"), ("3/14/05", "2005-03-14")]
        {
            assert_eq!(read(typed, DateOf::Birth).as_deref(), Ok(born), "{typed}");
        }
        // What is no birth was not a hundred years ago.
        assert_eq!(read("11/20/26", DateOf::Past).as_deref(), Ok("2026-11-20"));
        assert_eq!(read("11/21/26", DateOf::Past), Err(DateProblem::Future));
        assert_eq!(read("10/31/27", DateOf::Any).as_deref(), Ok("2027-10-31"));
        assert_eq!(read("2/29/27", DateOf::Any), Err(DateProblem::NoSuchDay));
    }
}
