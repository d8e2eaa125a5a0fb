//! Every kind of field, typed as it stands on the screen and with what nobody sees.

use super::*;
use crate::domain::applications::{Application, Fields, Page, read};
use crate::domain::clients::Search;
use crate::domain::identity::{clean_name, normal_email};
use crate::domain::instant::Date;
use crate::domain::learning;
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::money::Cents;
use crate::domain::resource_center::reason;
use crate::domain::roster::{AssisterSearch, Entry, EntryField, Typed};
use crate::domain::second_step::TypedCode;
use crate::domain::text::{fold, same_name};
use proptest::prelude::*;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

fn today() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

/// What was read, to compare; empty for what was refused.
fn told<T: Debug>(read: Option<T>) -> String {
    read.map(|read| format!("{read:?}")).unwrap_or_default()
}

fn of_entry(field: EntryField, typed: &str) -> String {
    let mut entry = Typed {
        first_name: "Ann",
        last_name: "Berg",
        certification_email: "ann@example.org",
        training_id: "MN-TRAIN-0042",
        phone: "651-555-0100",
        email: "info@example.org",
        city: "",
        languages: "",
    };
    let place = match field {
        EntryField::FirstName => &mut entry.first_name,
        EntryField::LastName => &mut entry.last_name,
        EntryField::CertificationEmail => &mut entry.certification_email,
        EntryField::TrainingId => &mut entry.training_id,
        EntryField::Phone => &mut entry.phone,
        EntryField::Email => &mut entry.email,
        EntryField::City => &mut entry.city,
        EntryField::Languages => &mut entry.languages,
    };
    *place = typed;
    told(Entry::check(&entry).ok().map(|entry| entry.value(field).to_owned()))
}

fn of_application(page: Page, field: &str, typed: &str) -> String {
    let rest = match page {
        Page::Address => vec![("street", "1 Main St"), ("city", "Duluth"), ("zip", "55802"), ("county", "137")],
        Page::Coverage(_) => vec![("medicare", "no"), ("employer", "offered"), ("cost", "100")],
        _ => {
            vec![("name", "Ann"), ("relation", "child"), ("born", "3/14/1980"), ("pregnant", "yes"), ("expecting", "1"), ("applies", "yes")]
        }
    };
    let mut fields: Fields = rest.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    fields.insert(field.to_owned(), typed.to_owned());
    told(read(&Application::default(), page, &fields, today()).ok())
}

type Read = fn(&str) -> String;

/// Fields of words: how one is read, and what is typed.
const WORDS: [(&str, Read, &str); 10] = [
    ("name", |typed| told(clean_name(typed)), "Zoë Nguyễn"),
    ("first name", |typed| of_entry(EntryField::FirstName, typed), "Zoë"),
    ("last name", |typed| of_entry(EntryField::LastName, typed), "Nguyễn Berg"),
    ("city", |typed| of_entry(EntryField::City, typed), "Détroit Lakes"),
    ("languages", |typed| of_entry(EntryField::Languages, typed), "Français, English"),
    ("reason", |typed| told(reason(typed).ok()), "Left the café."),
    ("name of a member", |typed| of_application(Page::Member(None), "name", typed), "Zoë Nguyễn"),
    ("street", |typed| of_application(Page::Address, "street", typed), "12 Café Street"),
    ("city of a household", |typed| of_application(Page::Address, "city", typed), "Saint Détroit"),
    ("search for clients", |typed| told(Search::parse(typed, today())), "Nguyễn Zoë"),
];

/// Fields of signs.
const SIGNS: [(&str, Read, &str); 17] = [
    ("email", |typed| told(normal_email(typed)), "ann.lee@example.org"),
    ("email to find", |typed| told(compared_email(typed)), "ann.lee@example.org"),
    ("date of birth", |typed| told(date(typed, DateOf::Birth, today()).ok()), "3/14/1980"),
    ("date of birth by name", |typed| told(date(typed, DateOf::Birth, today()).ok()), "March 14, 1980"),
    ("day that was", |typed| told(date(typed, DateOf::Past, today()).ok()), "11-20-2026"),
    ("amount", |typed| told(Cents::parse(typed)), "$1,234.50"),
    ("reference number", |typed| told(ReferenceNumber::parse(typed).ok()), "0005724"),
    ("code", |typed| told(TypedCode::parse(typed)), "123456"),
    ("recovery code", |typed| told(TypedCode::parse(typed)), "7KQ2M-9XD4A"),
    ("certification email", |typed| of_entry(EntryField::CertificationEmail, typed), "ann@example.org"),
    ("public email", |typed| of_entry(EntryField::Email, typed), "info@example.org"),
    ("Training ID", |typed| of_entry(EntryField::TrainingId, typed), "MN-TRAIN-0042"),
    ("phone", |typed| of_entry(EntryField::Phone, typed), "(651) 555-0100 ext. 12"),
    ("score", |typed| told(learning::Line::read("MN-1", "11/20/2026", typed, today()).ok()), "69.9 %"),
    ("children", |typed| of_application(Page::Member(None), "expecting", typed), "2"),
    ("cost", |typed| of_application(Page::Coverage(1), "cost", typed), "1,234.50"),
    ("search by number", |typed| told(AssisterSearch::parse(typed)), "0005724"),
];

#[test]
fn what_nobody_sees_around_a_field_changes_nothing() {
    for (kind, read, typed) in WORDS.into_iter().chain(SIGNS) {
        let plain = read(typed);
        assert!(!plain.is_empty(), "{kind}: {typed:?} is refused");
        for around in ["\u{200b}", "\u{200f}", "\u{202e}", "\u{2068}", "\u{feff}", "\u{ad}", "\u{200d}", "\u{a0}", "\u{3000}", " \t\r\n"] {
            for typed in [format!("{around}{typed}"), format!("{typed}{around}"), format!(" {around} {typed}{around} ")] {
                assert_eq!(read(&typed), plain, "{kind}: {typed:?}");
            }
        }
    }
}

#[test]
fn words_lose_directions_and_are_composed() {
    for (kind, read, typed) in WORDS {
        let plain = read(typed);
        let apart: String = typed.nfd().collect();
        assert_eq!(read(&apart), plain, "{kind}: apart");
        for hidden in ["\u{202e}", "\u{2066}", "\u{feff}", "\u{200b}", "\u{ad}"] {
            let middle = typed.char_indices().nth(2).map_or(0, |(at, _)| at);
            let typed = format!("{}{hidden}{}", &typed[..middle], &typed[middle..]);
            assert_eq!(read(&typed), plain, "{kind}: {typed:?}");
        }
    }
}

#[test]
fn signs_are_read_as_they_look_on_the_screen() {
    for (kind, read, typed) in SIGNS {
        let plain = read(typed);
        for hidden in ["\u{200b}", "\u{200e}", "\u{202d}", "\u{2060}", "\u{200c}", "\u{200d}", "\u{feff}", "\u{ad}", "\u{fe0f}"] {
            let typed: String = typed.chars().flat_map(|c| [hidden.to_owned(), c.to_string()]).collect();
            assert_eq!(read(&typed), plain, "{kind}: {hidden:?} everywhere");
        }
        let wide: String = typed.chars().map(wide).collect();
        assert_eq!(read(&wide), plain, "{kind}: {wide}");
    }
}

/// The same sign in East Asian width.
fn wide(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        other => other,
    }
}

#[test]
fn no_server_function_reads_a_field_by_itself() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            // The texts of our own letters.
            let ours = path.ends_with("mail/demo_mail.rs");
            for by_itself in [".trim()", "split_whitespace", "to_lowercase", "to_uppercase"] {
                assert!(ours || !source.contains(by_itself), "{by_itself} in {}: read it by domain::typed", path.display());
            }
            read += 1;
        }
    }
    assert!(read > 50, "{read} files");
}

#[test]
fn a_name_keeps_the_joiners_of_its_script_only() {
    // Persian, Hindi, and Malayalam with its joiner at the end.
    for name in ["علی\u{200c}رضا", "क\u{94d}\u{200d}ष", "അവന\u{d4d}\u{200d}"] {
        let hidden = format!("\u{202e}{name}\u{202c}\u{feff}");
        assert_eq!(clean_name(&hidden).as_deref(), Some(name), "{name:?}");
        let without: String = name.chars().filter(|c| !is_joiner(*c)).collect();
        assert!(same_name(&without, name), "{name:?}");
    }
    for typed in ["An\u{200d}na", "\u{200c}Anna", "Anna\u{200d}", "An\u{200b}\u{200d}na"] {
        assert_eq!(clean_name(typed).as_deref(), Some("Anna"), "{typed:?}");
    }
    assert_eq!(clean_name("علی\u{200c} رضا").as_deref(), Some("علی رضا"));
    assert_eq!(clean_name("\u{200d}\u{feff}"), None);
}

#[test]
fn what_nobody_sees_does_not_tell_names_apart() {
    assert_eq!(fold("An\u{200b}na \u{202e}Lee\u{ad}"), "anna lee");
    assert!(same_name("Anna\u{feff}Lee", "anna lee"));
}

proptest! {
    #[test]
    fn what_was_read_reads_the_same(typed in "\\PC{0,20}[\u{200b}-\u{200f}\u{ad}\u{0}-\u{7f}]{0,6}\\PC{0,20}") {
        prop_assert_eq!(line(&line(&typed)), line(&typed));
        prop_assert_eq!(plain(&plain(&typed)), plain(&typed));
    }

    #[test]
    fn plain_text_stays_as_it_is(typed in "[!-~]{1,12}( [!-~]{1,12}){0,3}") {
        prop_assert_eq!(line(&typed), typed.clone());
        prop_assert_eq!(plain(&typed), typed);
    }
}
