//! ZIP codes of Minnesota addresses, and the counties they lie in.
//!
//! What is not in the list is asked about, never refused: ZIP codes are the Postal Service's, and change.

use super::county::County;

/// `zip,counties,kind`, a line for each of 1,037 ZIP codes: the counties by their census codes, several where the area lies in several;
/// post offices in a neighboring state that deliver in Minnesota have no kind. From the Census Bureau's relationship of ZIP code areas to
/// counties (2010) and, for codes without an area, the county of the post office.
const LIST: &str = include_str!("zip_counties.csv");

/// A ZIP code as it is written: five digits, and perhaps four more behind a hyphen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zip(String);

impl Zip {
    /// Reads `55802`, `55802-1234` and `558021234`.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let (area, further) = match typed.split_once('-') {
            Some((area, further)) => (area.trim_end(), Some(further.trim_start())),
            None if typed.len() == 9 => (typed.get(..5)?, typed.get(5..)),
            None => (typed, None),
        };
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        match further {
            None => digits(area, 5).then(|| Self(area.to_owned())),
            Some(further) => (digits(area, 5) && digits(further, 4)).then(|| Self(format!("{area}-{further}"))),
        }
    }

    /// As it is stored: `55802` or `55802-1234`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first five digits.
    #[must_use]
    pub fn area(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The counties of Minnesota in which it lies; none for one that the list does not have.
    #[must_use]
    pub fn counties(&self) -> Vec<County> {
        let area = self.area();
        let line = LIST.lines().find_map(|line| line.strip_prefix(area)?.strip_prefix(','));
        let codes = line.and_then(|line| line.split(',').next()).unwrap_or_default();
        codes.split(' ').filter_map(County::from_code).collect()
    }

    /// What is odd about it with the county that was chosen, if one was.
    #[must_use]
    pub fn doubt(&self, chosen: Option<County>) -> Option<Doubt> {
        match (self.counties().as_slice(), chosen) {
            ([], _) => Some(Doubt::Unknown),
            ([_, _, ..], None) => Some(Doubt::Several),
            (counties, Some(county)) if !counties.contains(&county) => Some(Doubt::OtherCounty),
            _ => None,
        }
    }
}

/// What is odd about a ZIP code and a county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The list does not have it.
    Unknown,
    /// It lies in several counties, and none was chosen.
    Several,
    /// It does not lie in the chosen county.
    OtherCounty,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn county(name: &str) -> County {
        County::from_name(name).unwrap()
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines: Vec<&str> = LIST.lines().skip(1).collect();
        assert_eq!(lines.len(), 1037);
        for line in &lines {
            let area = line.split(',').next().unwrap();
            let zip = Zip::parse(area).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(zip.counties().len(), line.split(',').nth(1).unwrap().split(' ').count(), "{line}");
        }
        let several = lines.iter().filter(|line| line.split(',').nth(1).unwrap().contains(' '));
        assert_eq!(several.count(), 319);
    }

    #[test]
    fn a_zip_code_is_five_digits_or_nine() {
        for (typed, stored) in
            [("55802", "55802"), ("55802-1234", "55802-1234"), ("558021234", "55802-1234"), ("55802 - 1234", "55802-1234")]
        {
            assert_eq!(Zip::parse(typed).unwrap().as_str(), stored);
        }
        for typed in
            ["", "5580", "558021", "5580x", "é5802", "55802-", "55802-123", "55802-12345", "-1234", "55802-12-4", "ééééé", "5580é1234"]
        {
            assert_eq!(Zip::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_is_odd_is_said() {
        let doubt = |zip: &str, county: Option<County>| Zip::parse(zip).unwrap().doubt(county);
        let (st_louis, ramsey) = (county("St. Louis"), county("Ramsey"));
        assert_eq!(doubt("55802", None), None);
        assert_eq!(doubt("55802-0001", Some(st_louis)), None);
        assert_eq!(doubt("55802", Some(ramsey)), Some(Doubt::OtherCounty));
        // Hugo lies in Anoka, Ramsey and Washington.
        assert_eq!(doubt("55038", None), Some(Doubt::Several));
        assert_eq!(doubt("55038", Some(county("Anoka"))), None);
        assert_eq!(doubt("55038", Some(st_louis)), Some(Doubt::OtherCounty));
        assert_eq!(doubt("58102", Some(ramsey)), Some(Doubt::Unknown));
        assert_eq!(doubt("58102", None), Some(Doubt::Unknown));
        // The post office is in Iowa, the address in Jackson County.
        assert_eq!(doubt("51360", None), None);
        assert_eq!(Zip::parse("51360").unwrap().counties(), [county("Jackson")]);
    }
}
