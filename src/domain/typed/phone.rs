//! Phone numbers.

use super::plain;

/// Ten digits of North America, with or without the leading 1, in whatever grouping; an extension may follow, behind `x`, `ext`,
/// `extension` or `#`. Kept as `651-555-0100`, with ` ext. 12`.
#[must_use]
pub fn phone(typed: &str) -> Option<String> {
    let typed = plain(typed).to_lowercase();
    let end = typed.find(|c: char| c.is_alphabetic() || c == '#').unwrap_or(typed.len());
    let (number, rest) = typed.split_at(end);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let grouped = number.chars().all(|c| c.is_ascii_digit() || " ()-.+/,;\u{2010}\u{2011}\u{2012}\u{2013}".contains(c));
    let digits = if digits.len() == 11 { digits.strip_prefix('1').unwrap_or_default() } else { &digits };
    let extension = if rest.is_empty() { Some("") } else { extension(rest) };
    if !grouped || digits.len() != 10 || digits.starts_with(['0', '1']) {
        return None;
    }
    let phone = format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]);
    extension.map(|extension| if extension.is_empty() { phone } else { format!("{phone} ext. {extension}") })
}

/// The digits of an extension, up to eight.
fn extension(typed: &str) -> Option<&str> {
    let digits = ["extension", "ext", "x", "#"].into_iter().find_map(|word| typed.strip_prefix(word))?;
    let digits = digits.trim_start_matches(['.', ':', ' ']);
    ((1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_kept_in_one_form() {
        for typed in ["651-555-0100", "+1 (651) 555-0100", "6515550100", "651.555.0100", "1 651 555 0100"] {
            assert_eq!(phone(typed).as_deref(), Some("651-555-0100"), "{typed}");
        }
        assert_eq!(phone("651-555-0100 x12").as_deref(), Some("651-555-0100 ext. 12"));
        for typed in ["651-555-0100 ext. 12", "651-555-0100 Ext 12", "651-555-0100, extension 12", "6515550100#12", "651-555-0100 x: 12"] {
            assert_eq!(phone(typed).as_deref(), Some("651-555-0100 ext. 12"), "{typed}");
        }
        for typed in ["651-555-0100 x", "651-555-0100 ext. a", "651-555-0100 e12", "651-555-0100 ex 12", "651-555-0100 # 123456789"] {
            assert_eq!(phone(typed), None, "{typed}");
        }
        // A spreadsheet's number is not the phone that was typed into it.
        for wrong in ["3.108207129E9", "6.515550100E9", "2651-555-0100", "051-555-0100", "651-555-010", "651-555-01000", "٦٥١٥٥٥٠١٠٠"]
        {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }
}
