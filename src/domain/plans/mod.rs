//! Health plans: what is sold where, and what it costs whom. [`Plan`] is one plan in one area, `premium` adds up what a household pays and
//! finds the benchmark, `import` reads a catalog that comes as a file.
//!
//! All amounts are whole cents. To add something that a catalog says of a plan: a field here, and its column in `import`.

pub mod import;

mod premium;

pub use premium::{benchmark, rated};

use super::county::County;
use super::money::Cents;
use super::text;
use serde::{Deserialize, Serialize};

/// How much of the costs a plan covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MetalLevel {
    /// For people under 30 and those with a hardship.
    Catastrophic,
    /// About 60 %.
    Bronze,
    /// About 70 %: the level of the benchmark.
    Silver,
    /// About 80 %.
    Gold,
    /// About 90 %.
    Platinum,
}

impl MetalLevel {
    /// Every level, from the one that covers least.
    pub const ALL: [Self; 5] = [Self::Catastrophic, Self::Bronze, Self::Silver, Self::Gold, Self::Platinum];

    /// The stored form, and that in addresses and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Catastrophic => "catastrophic",
            Self::Bronze => "bronze",
            Self::Silver => "silver",
            Self::Gold => "gold",
            Self::Platinum => "platinum",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Reads a level as people write it: `Silver`, ` SILVER `.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_code(&text::fold(text))
    }
}

/// Where a plan is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Area {
    /// In one county.
    County(County),
    /// In every county of a rating area, 1 to 9.
    Rating(u8),
}

impl Area {
    /// The stored form: a county's code, `053`, or `R8`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::County(county) => county.code(),
            Self::Rating(number) => format!("R{number}"),
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.strip_prefix('R') {
            Some(number) => Self::rating(number),
            None => County::from_code(code).map(Self::County),
        }
    }

    /// Reads an area as people write it: `Hennepin`, `St. Louis County`, `Rating Area 8`, `8`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text::fold(text).replace(' ', "");
        let number = plain.strip_prefix("ratingarea").or_else(|| plain.strip_prefix("area")).unwrap_or(&plain);
        Self::rating(number).or_else(|| County::from_name(text).map(Self::County))
    }

    /// As it is written in a file.
    #[must_use]
    pub fn written(self) -> String {
        match self {
            Self::County(county) => format!("{} County", county.name()),
            Self::Rating(number) => format!("Rating Area {number}"),
        }
    }

    fn rating(number: &str) -> Option<Self> {
        let number = number.parse().ok().filter(|_| number.len() == 1)?;
        (1..=County::RATING_AREAS).contains(&number).then_some(Self::Rating(number))
    }

    /// Whether it holds this county.
    #[must_use]
    pub fn holds(self, county: County) -> bool {
        match self {
            Self::County(own) => own == county,
            Self::Rating(number) => county.rating_area() == number,
        }
    }

    /// Whether there is a county that both hold.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        County::all().any(|county| self.holds(county) && other.holds(county))
    }
}

impl From<Area> for String {
    fn from(area: Area) -> Self {
        area.code()
    }
}

impl TryFrom<String> for Area {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("not an area of Minnesota")
    }
}

/// The youngest and the oldest age that have a premium of their own: everybody younger pays that of 14, everybody older that of 64.
pub const AGES: std::ops::RangeInclusive<u16> = 14..=64;

/// How many premiums a plan has.
const PREMIUMS: usize = 51;

/// A plan's monthly premium by age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Premiums([Cents; PREMIUMS]);

impl Premiums {
    /// From what each of [`AGES`] pays, in their order; `None` for more or fewer, and where somebody would pay nothing.
    #[must_use]
    pub fn of(premiums: Vec<Cents>) -> Option<Self> {
        premiums.try_into().ok().filter(|premiums: &[Cents; PREMIUMS]| premiums.iter().all(|premium| premium.0 > 0)).map(Self)
    }

    /// What somebody of this age pays.
    #[must_use]
    pub fn at(&self, age: u16) -> Cents {
        self.0[usize::from(age.clamp(*AGES.start(), *AGES.end()) - AGES.start())]
    }

    /// The stored form: the cents of each age, with a space in between.
    #[must_use]
    pub fn stored(&self) -> String {
        self.0.map(|premium| premium.0.to_string()).join(" ")
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_stored(stored: &str) -> Option<Self> {
        let premiums: Option<Vec<Cents>> = stored.split(' ').map(|cents| cents.parse().ok().map(Cents)).collect();
        Self::of(premiums?)
    }
}

impl From<Premiums> for String {
    fn from(premiums: Premiums) -> Self {
        premiums.stored()
    }
}

impl TryFrom<String> for Premiums {
    type Error = &'static str;

    fn try_from(stored: String) -> Result<Self, Self::Error> {
        Self::from_stored(&stored).ok_or("not the premiums of a plan")
    }
}

/// A plan as it is sold in one area. The same plan in another area may cost another premium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The issuer's plan ID, in capitals.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The company that offers it.
    pub issuer: String,
    /// How much it covers.
    pub metal: MetalLevel,
    /// The network of clinics and hospitals.
    pub network: String,
    /// Where it is sold.
    pub area: Area,
    /// What it costs a month, by age.
    pub premiums: Premiums,
    /// What a person pays in a year before the plan begins to.
    pub deductible: Cents,
    /// The most that a person pays in a year.
    pub out_of_pocket_limit: Cents,
}

#[cfg(test)]
mod tests;
