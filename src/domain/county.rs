//! The counties of Minnesota, and the rating areas in which the prices of health plans are set.

use serde::{Deserialize, Serialize};

/// A county of Minnesota: its place in the census's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct County(u8);

/// Every county with its rating area, in the order of the census's codes (the FIPS code of a county is twice its place, plus one).
///
/// The areas are those that the state set under 45 CFR 147.102 (nine, CMS: "Minnesota Geographic Rating Areas").
#[rustfmt::skip]
const COUNTIES: [(&str, u8); 87] = [
    ("Aitkin", 7), ("Anoka", 8), ("Becker", 6), ("Beltrami", 7), ("Benton", 8), ("Big Stone", 5), ("Blue Earth", 3), ("Brown", 4),
    ("Carlton", 2), ("Carver", 8), ("Cass", 7), ("Chippewa", 5), ("Chisago", 7), ("Clay", 6), ("Clearwater", 9), ("Cook", 2),
    ("Cottonwood", 4), ("Crow Wing", 7), ("Dakota", 8), ("Dodge", 1), ("Douglas", 6), ("Faribault", 3), ("Fillmore", 1), ("Freeborn", 1),
    ("Goodhue", 1), ("Grant", 6), ("Hennepin", 8), ("Houston", 1), ("Hubbard", 7), ("Isanti", 7), ("Itasca", 2), ("Jackson", 4),
    ("Kanabec", 7), ("Kandiyohi", 5), ("Kittson", 9), ("Koochiching", 2), ("Lac qui Parle", 5), ("Lake", 2), ("Lake of the Woods", 2),
    ("Le Sueur", 3), ("Lincoln", 4), ("Lyon", 5), ("McLeod", 5), ("Mahnomen", 9), ("Marshall", 9), ("Martin", 3), ("Meeker", 5),
    ("Mille Lacs", 7), ("Morrison", 7), ("Mower", 1), ("Murray", 4), ("Nicollet", 3), ("Nobles", 4), ("Norman", 9), ("Olmsted", 1),
    ("Otter Tail", 6), ("Pennington", 9), ("Pine", 7), ("Pipestone", 4), ("Polk", 9), ("Pope", 6), ("Ramsey", 8), ("Red Lake", 9),
    ("Redwood", 4), ("Renville", 5), ("Rice", 3), ("Rock", 4), ("Roseau", 7), ("St. Louis", 2), ("Scott", 8), ("Sherburne", 8),
    ("Sibley", 5), ("Stearns", 8), ("Steele", 1), ("Stevens", 6), ("Swift", 5), ("Todd", 7), ("Traverse", 6), ("Wabasha", 1),
    ("Wadena", 7), ("Waseca", 3), ("Washington", 8), ("Watonwan", 3), ("Wilkin", 6), ("Winona", 1), ("Wright", 8), ("Yellow Medicine", 5),
];

impl County {
    /// How many rating areas there are; they are numbered from 1.
    pub const RATING_AREAS: u8 = 9;

    /// Every county, in the order of the census's codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u8..).take(COUNTIES.len()).map(Self)
    }

    /// Every county by its name, as people look for them in a list. The census has "Mc" before "Ma", and "St." where "Saint" would be.
    #[must_use]
    pub fn by_name() -> Vec<Self> {
        let mut all: Vec<Self> = Self::all().collect();
        all.sort_by_key(|county| county.name());
        all
    }

    /// For example `Hennepin`.
    #[must_use]
    pub fn name(self) -> &'static str {
        COUNTIES[usize::from(self.0)].0
    }

    /// The census's code of three digits within the state, which is the stored form: `053`.
    #[must_use]
    pub fn code(self) -> String {
        format!("{:03}", u16::from(self.0) * 2 + 1)
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|county| county.code() == code)
    }

    /// The county that people mean by a name: case, spaces and points do not count, and neither does "County" behind it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let name = plain(name);
        let name = name.strip_suffix("county").unwrap_or(&name).replace("saint", "st");
        Self::all().find(|county| plain(county.name()) == name)
    }

    /// The rating area, 1 to 9.
    #[must_use]
    pub fn rating_area(self) -> u8 {
        COUNTIES[usize::from(self.0)].1
    }
}

impl From<County> for String {
    fn from(county: County) -> Self {
        county.code()
    }
}

impl TryFrom<String> for County {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("not a county of Minnesota")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_county_has_its_code_and_an_area() {
        assert_eq!(County::all().count(), 87);
        for county in County::all() {
            assert_eq!(County::from_code(&county.code()), Some(county));
            assert_eq!(County::from_name(county.name()), Some(county));
            assert!((1..=County::RATING_AREAS).contains(&county.rating_area()), "{}", county.name());
        }
        for (name, code, area) in [("Hennepin", "053", 8), ("st louis county", "137", 2), ("Saint Louis", "137", 2), ("Roseau", "135", 7)] {
            let county = County::from_name(name).unwrap();
            assert_eq!((county.code().as_str(), county.rating_area()), (code, area), "{name}");
        }
        assert_eq!(County::from_code("002"), None);
        assert_eq!(County::from_name("Cook County, Illinois"), None);
    }

    #[test]
    fn the_list_is_in_the_order_of_the_alphabet() {
        let names: Vec<&str> = County::by_name().into_iter().map(County::name).collect();
        assert_eq!(names.len(), 87);
        assert!(names.is_sorted());
        for pair in [
            ["Mahnomen", "Marshall"],
            ["Martin", "McLeod"],
            ["Lake of the Woods", "Le Sueur"],
            ["Sibley", "St. Louis"],
            ["St. Louis", "Stearns"],
        ] {
            assert!(names.windows(2).any(|two| two == pair), "{pair:?}");
        }
    }
}
