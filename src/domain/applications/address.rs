//! Where the household lives: how the page's fields are read, and what about its ZIP code is asked.

use super::answers::{Change, Problem, Wrong};
use super::{Address, Application};
use crate::domain::county::County;
use crate::domain::typed::plain;
use crate::domain::zip::{Doubt, Zip};

const STREET_MOST: usize = 200;
const CITY_MOST: usize = 100;

/// Reads the page's fields.
///
/// # Errors
/// What is wrong, by field.
pub(super) fn address<'a>(application: &Application, get: &impl Fn(&str) -> &'a str) -> Result<Change, Wrong> {
    let mut wrong = Vec::new();
    for (field, most) in [("street", STREET_MOST), ("city", CITY_MOST)] {
        match get(field) {
            "" => wrong.push((field, Problem::Missing)),
            long if long.chars().count() > most => wrong.push((field, Problem::TooLong)),
            _ => {}
        }
    }
    let (zip, chosen) = (Zip::parse(&plain(get("zip"))), County::from_code(get("county")));
    let asked = zip_asked(application, get);
    let confirmed = get("zip_kept") == "yes" && asked.as_deref() == Some(get("zip_asked"));
    match &zip {
        None => wrong.push(("zip", if get("zip").is_empty() { Problem::Missing } else { Problem::NotAZip })),
        Some(zip) => match zip.doubt(chosen) {
            Some(doubt @ Doubt::Several) => wrong.push(("county", Problem::Doubtful(doubt))),
            Some(_) if confirmed || asked.is_none() => {}
            Some(doubt @ Doubt::Unknown) => wrong.push(("zip", Problem::Doubtful(doubt))),
            Some(doubt @ Doubt::OtherCounty) => wrong.push(("county", Problem::Doubtful(doubt))),
            None => {}
        },
    }
    // A ZIP code of one county says which.
    let county = chosen.or_else(|| zip.as_ref()?.counties().first().copied());
    if county.is_none() {
        wrong.push(("county", Problem::Missing));
    }
    match (zip, county) {
        (Some(zip), Some(county)) if wrong.is_empty() => Ok(Change::Address(Address {
            street: get("street").to_owned(),
            city: get("city").to_owned(),
            zip: zip.as_str().to_owned(),
            county,
        })),
        _ => Err(wrong),
    }
}

/// What of an address is asked about, in the form in which it is confirmed: a ZIP code that the list does not have, or one with a county in
/// which it does not lie. `None` where there is nothing to confirm.
pub fn zip_asked<'a>(application: &Application, get: &impl Fn(&str) -> &'a str) -> Option<String> {
    let (zip, chosen) = (Zip::parse(&plain(get("zip")))?, County::from_code(get("county")));
    if application.address.as_ref().is_some_and(|address| Some(address.county) == chosen && address.zip == zip.as_str()) {
        return None;
    }
    match zip.doubt(chosen)? {
        Doubt::Unknown => Some(zip.area().to_owned()),
        Doubt::OtherCounty => Some(format!("{} {}", zip.area(), chosen?.code())),
        Doubt::Several => None,
    }
}
