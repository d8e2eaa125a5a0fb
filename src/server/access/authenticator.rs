//! Authenticator apps: secrets, the picture that an app reads, and codes; and recovery codes.

use crate::domain::instant::Instant;
use crate::domain::second_step::{RECOVERY_CODES, RECOVERY_GROUP, RECOVERY_LENGTH, RECOVERY_LETTERS};
use crate::server::{links, random};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Totp};

/// Seconds to a code.
const STEP: u64 = 30;
/// How the account is named in the app.
const ISSUER: &str = "Assister Portal";

/// A secret to share with an app: 160 bits, as RFC 4226 advises.
#[must_use]
pub fn secret() -> [u8; 20] {
    random::bytes()
}

fn totp(secret: &[u8], email: &str) -> Option<Totp> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_skew(1)
        .with_step_duration(STEP)
        .with_account_name(email)
        .with_issuer(Some(ISSUER))
        .build()
        .ok()
}

/// The secret as people type it into an app: groups of four letters.
#[must_use]
pub fn written(secret: &[u8]) -> String {
    let text = totp_rs::Secret::from(secret.to_vec()).to_base32();
    text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// The secret as a picture that an app reads, in an address that holds the whole picture.
#[must_use]
pub fn picture(secret: &[u8], email: &str) -> Option<String> {
    let address = totp(secret, email)?.to_url().ok()?;
    let code = QrCode::new(address).ok()?;
    // Black on white in dark pages too: apps don't read the reverse.
    let svg =
        code.render::<svg::Color<'_>>().min_dimensions(240, 240).dark_color(svg::Color("#000")).light_color(svg::Color("#fff")).build();
    let encoded = svg.replace('%', "%25").replace('#', "%23").replace('"', "'").replace('<', "%3C").replace('>', "%3E");
    Some(format!("data:image/svg+xml,{}", encoded.replace(['\n', ' '], "%20")))
}

/// The step of time whose code this is: the present one, or the one before or after it, for clocks that are a little off.
#[must_use]
pub fn step_of(secret: &[u8], code: &str, now: Instant) -> Option<i64> {
    let seconds = u64::try_from(now.as_micros() / 1_000_000).ok()?;
    i64::try_from(totp(secret, "account")?.check(code, seconds)?).ok()
}

/// New recovery codes: `7KQ4M-9XDTC-34679-ACDEF-HJKMN`.
#[must_use]
pub fn recovery_codes() -> Vec<String> {
    let code = || {
        let letters = random::letters(RECOVERY_LETTERS, RECOVERY_LENGTH);
        letters.as_bytes().chunks(RECOVERY_GROUP).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

/// What is stored of a recovery code as [`TypedCode`](crate::domain::second_step::TypedCode) reads it.
#[must_use]
pub fn recovery_hash(user: crate::domain::ids::UserId, code: &str) -> [u8; 32] {
    links::hash(&format!("{user}{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::second_step::TypedCode;

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // The six last digits of the RFC's table for SHA-1.
        let secret = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(secret, code, at(seconds)), Some(seconds / 30));
            assert_eq!(step_of(secret, code, at(seconds + 30)), Some(seconds / 30), "a step late");
            assert_eq!(step_of(secret, code, at(seconds - 30)), Some(seconds / 30), "a step early");
            assert_eq!(step_of(secret, code, at(seconds + 60)), None, "two steps late");
        }
    }

    #[test]
    fn the_picture_is_whole_and_the_text_is_the_secret() {
        let picture = picture(b"12345678901234567890", "ann@example.org").unwrap();
        assert!(picture.starts_with("data:image/svg+xml,%3C") && !picture.contains(['<', '>', '"', '#', '\n', ' ']), "{picture}");
        assert!(picture.contains("svg'") && picture.ends_with("%3C/svg%3E"), "{picture}");
        assert_eq!(written(b"12345678901234567890"), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_written() {
        let codes = recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in codes {
            assert_eq!((code.len(), code.split('-').count()), (29, 5), "{code}");
            assert_eq!(TypedCode::parse(&code.to_lowercase()), Some(TypedCode::Recovery(code.replace('-', ""))));
        }
    }
}
