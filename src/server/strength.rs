//! How strong a new password must be: beyond ten thousand million guesses, and more than words that everybody, or everybody who knows the
//! person, would try first, and none that is known to be used.

use super::common_passwords;
use crate::domain::identity::{PASSWORD_MAX_BYTES, PASSWORD_MIN_CHARS};
use crate::domain::instant::Date;
use crate::store::demo;
use std::sync::LazyLock;

/// The score of zxcvbn from which a password is accepted: safe against slow guessing.
const SCORE: zxcvbn::Score = zxcvbn::Score::Three;
/// zxcvbn's work grows with the square of the length; what is weak is weak within this many characters.
const CHARS_JUDGED: usize = 100;
/// How many letters and digits must be left when everything is taken out that is tried first.
const LEFT: usize = 8;
/// Shorter parts of names are in too many other words.
const SHORTEST_PART: usize = 3;

/// Phrases that many people have, one a line. What stands after `#` is a comment.
const PASSPHRASES: &str = include_str!("passphrases.txt");
/// The service's own words, which come to everybody's mind who makes a password for it.
const SERVICE: [&str; 22] = [
    "assister",
    "portal",
    "mnsure",
    "minnesotacare",
    "minnesota",
    "navigator",
    "broker",
    "counselor",
    "consumer",
    "agency",
    "health",
    "insurance",
    "coverage",
    "medical",
    "assistance",
    "application",
    "learning",
    "resource",
    "center",
    "loginmn",
    "password",
    "account",
];

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer than `PASSWORD_MIN_CHARS` characters.
    TooShort,
    /// More than `PASSWORD_MAX_BYTES` bytes.
    TooLong,
    /// Easily guessed.
    TooWeak,
}

/// What is known of the person whose password it will be, which makes a password weak.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnWords<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their email.
    pub email: &'a str,
    /// Date of birth, where it is known.
    pub born: Option<Date>,
}

impl OwnWords<'_> {
    /// The words, folded, each once with its parts.
    fn all(&self) -> Vec<String> {
        let mut words = Vec::new();
        for text in [self.name, self.email] {
            words.push(fold(text));
            words.extend(text.split(|c: char| !c.is_alphanumeric()).map(fold));
        }
        if let Some(Date { year, month, day }) = self.born {
            let short = year.rem_euclid(100);
            for year in [format!("{year:04}"), format!("{short:02}")] {
                words.extend([
                    format!("{month:02}{day:02}{year}"),
                    format!("{month}{day}{year}"),
                    format!("{day:02}{month:02}{year}"),
                    format!("{day}{month}{year}"),
                    format!("{year}{month:02}{day:02}"),
                ]);
            }
        }
        words.retain(|word| word.chars().count() >= SHORTEST_PART);
        words
    }
}

/// Whether a new password will do.
///
/// # Errors
/// What is wrong with it.
pub fn strength(password: &str, own: &OwnWords<'_>) -> Result<(), PasswordProblem> {
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(PasswordProblem::TooLong);
    }
    if password.chars().count() < PASSWORD_MIN_CHARS {
        return Err(PasswordProblem::TooShort);
    }
    let judged: String = password.chars().take(CHARS_JUDGED).collect();
    let mut words = own.all();
    let folded = fold(password);
    if common_passwords::is_one(&folded) || left(folded, &words) < LEFT {
        return Err(PasswordProblem::TooWeak);
    }
    words.extend(SERVICE.map(str::to_owned));
    let inputs: Vec<&str> = words.iter().map(String::as_str).chain([own.name, own.email]).collect();
    if zxcvbn::zxcvbn(&judged, &inputs).score() < SCORE { Err(PasswordProblem::TooWeak) } else { Ok(()) }
}

/// How much is left of a password without common phrases, the service's words, the person's own and years.
fn left(mut password: String, own: &[String]) -> usize {
    static COMMON: LazyLock<Vec<String>> = LazyLock::new(|| {
        let phrases = PASSPHRASES.lines().map(|line| fold(line.split('#').next().unwrap_or_default()));
        let all = phrases.chain([fold(demo::PASSWORD)]).chain(SERVICE.map(str::to_owned));
        longest_first(all.filter(|phrase| !phrase.is_empty()).collect())
    });
    for known in longest_first(own.to_vec()).iter().chain(&*COMMON) {
        // A gap stays, so that what was apart does not make another word.
        password = password.replace(known.as_str(), " ");
    }
    without_years(&password).chars().filter(|c| *c != ' ').count()
}

fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    words.dedup();
    words
}

/// Without four digits in a row that are a year of our time.
fn without_years(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let four = chars.get(at..at + 4).filter(|four| four.iter().all(char::is_ascii_digit));
        match four {
            Some(['1', '9', ..] | ['2', '0', ..]) => {
                out.push(' ');
                at += 4;
            }
            _ => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// Letters and digits alone, in lower case: spaces, dashes and capitals are the first that is tried, too.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(password: &str) -> Result<(), PasswordProblem> {
        let born = Date::new(1984, 3, 7);
        strength(password, &OwnWords { name: "Annika Lindqvist-Olsen", email: "annika.lo@example.org", born })
    }

    #[test]
    fn strength_counts_characters_and_guesses() {
        assert_eq!(of("short"), Err(PasswordProblem::TooShort));
        assert_eq!(of(&"é".repeat(600)), Err(PasswordProblem::TooLong));
        assert_eq!(of("aaaaaaaaaaaaaaaaaaaa"), Err(PasswordProblem::TooWeak));
        assert_eq!(of("passwordpassword"), Err(PasswordProblem::TooWeak));
        // Fifteen characters are enough, fourteen are not.
        assert_eq!(of("zq7-heron-Vlbx4"), Ok(()));
        assert_eq!(of("zq7-heron-Vlbx"), Err(PasswordProblem::TooShort));
        assert_eq!(of("湖と山と川と空と森と鳥と魚と花と"), Ok(()));
    }

    #[test]
    fn what_everybody_would_try_first_is_refused() {
        for weak in [
            "correcthorsebatterystaple",
            "Correct-Horse-Battery-Staple",
            "correct horse battery staple 1!",
            "correcthorsebatterystaple2027",
            "May the force be with you 42",
            "AssisterPortal2026",
            "assister-portal-2027!!",
            "MNsure Navigator 2026",
            "MinnesotaHealthInsurance1",
            "mnsure mnsure mnsure 2027",
            // Known to be many people's, though no pattern tells it.
            "Hd764nW5d7E1vb1",
            "hd764-nw5d7-e1vb1!",
            demo::PASSWORD,
            "lakesandloons10000",
            "Lakes and Loons 10000!",
        ] {
            assert_eq!(of(weak), Err(PasswordProblem::TooWeak), "{weak}");
        }
    }

    #[test]
    fn ones_own_name_and_birth_date_are_refused_and_somebody_elses_are_judged_as_words() {
        for own in [
            "AnnikaLindqvist1984",
            "annika.lindqvist.1984-03-07",
            "Annika Lindqvist-Olsen",
            "Lindqvist03071984",
            "03/07/1984 Annika Olsen",
            "annikaannika3784",
            "annika.lo@example.org",
            "olsen 19840307 olsen",
        ] {
            assert_eq!(of(own), Err(PasswordProblem::TooWeak), "{own}");
        }
    }

    #[test]
    fn a_good_password_may_hold_such_words_besides() {
        for good in [
            "sturgeon lantern 42 quilt",
            "seven quiet herons 10000",
            "plenty of loons on 10000 lakes",
            "annika has 14 purple submarines",
            "minnesota quilt sturgeon vase",
        ] {
            assert_eq!(of(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn the_phrases_are_each_once_and_long_enough_to_be_passwords() {
        let lines: Vec<String> = PASSPHRASES.lines().filter(|line| !line.starts_with('#')).map(fold).collect();
        let mut sorted = lines.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), lines.len(), "one is there twice");
        assert!(lines.len() > 80 && lines.iter().all(|line| line.chars().count() >= 9), "{lines:?}");
    }
}
