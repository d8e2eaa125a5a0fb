//! Believable Minnesotans, made from a number: the same number gives the same person.

use crate::domain::instant::Date;
use uuid::{Builder, Uuid};

/// Who is made from the number `index`, with all that demo data needs of chance.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) born: Date,
    pub(super) email: String,
}

/// SplitMix64: small, and the same on every machine.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `end` - 1. The slight preference for small numbers does not matter here.
    pub(super) const fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of(&mut self, names: &[&'static str]) -> &'static str {
        let index = self.below(names.len() as u64);
        usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
    }

    /// A UUID of version 7 with this time.
    pub(super) fn id(&mut self, millis: u64) -> Uuid {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.next().to_le_bytes());
        random[8..].copy_from_slice(&self.next().to_le_bytes()[..2]);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    pub(super) fn person(&mut self, seed: u64, index: u32) -> Person {
        let (first, last) = (self.of(FIRST), self.of(LAST));
        let name = match self.below(20) {
            0 => format!("{first} {} {last}", self.of(FIRST)),
            1 => format!("{first} {last}-{}", self.of(LAST)),
            _ => format!("{first} {last}"),
        };
        let day = |chance: &mut Self| u8::try_from(1 + chance.below(28)).unwrap_or(1);
        let month = u8::try_from(1 + self.below(12)).unwrap_or(1);
        let year = 1942 + i16::try_from(self.below(64)).unwrap_or(0);
        let born = Date { year, month, day: day(self) };
        Person { name, born, email: format!("client{index}@{seed}.people.demo.test") }
    }
}

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "Aaliyah", "Abdi", "Ahmed", "Aiyana", "Alice", "Amina", "Amy", "Ana", "Anders", "Andrew", "Anika", "Anna", "Arne", "Asha", "Astrid",
    "Axel", "Ayaan", "Barbara", "Ben", "Bjørn", "Brenda", "Carl", "Carmen", "Carol", "Cedar", "Chee", "Christine", "Clara", "Dahlia",
    "Daniel", "David", "Deborah", "Deqa", "Diego", "Donna", "Eleanor", "Elena", "Elias", "Emily", "Eric", "Erik", "Esther", "Eva", "Fadumo",
    "Farah", "Fatima", "Freya", "George", "Gloria", "Grace", "Greta", "Gunnar", "Hannah", "Harold", "Hawa", "Helen", "Henry", "Hodan",
    "Ibrahim", "Ifrah", "Ingrid", "Isaac", "Jack", "Jamal", "James", "Janet", "Javier", "Jennifer", "Jesús", "Joan", "John", "Jorge", "José",
    "Juan", "Judith", "Julia", "Kai", "Karen", "Karin", "Kathleen", "Kayla", "Khadra", "Kirsten", "Kong", "Kou", "Lars", "Laura", "Leif",
    "Lena", "Linda", "Liv", "Lucía", "Mai", "Malik", "Margaret", "María", "Mark", "Mary", "Maya", "Michael", "Miguel", "Mohamed", "Nadia",
    "Nancy", "Naomi", "Nhia", "Nils", "Nina", "Nora", "Olaf", "Oliver", "Omar", "Pa Houa", "Patricia", "Paul", "Pedro", "Peter", "Rachel",
    "Ramón", "Rebecca", "Robert", "Rosa", "Ruth", "Safiya", "Sagal", "Samuel", "Sara", "Sean", "See", "Selma", "Sigrid", "Siri", "Sofía",
    "Solveig", "Søren", "Steven", "Susan", "Sven", "Teng", "Thomas", "Thor", "Tou", "Tyrone", "Ubah", "Victor", "Violet", "Walter", "William",
    "Xia", "Yasmin", "Yer", "Yusuf", "Zahra", "Zoë",
];

#[rustfmt::skip]
const LAST: &[&str] = &[
    "Aamodt", "Abdi", "Abdullahi", "Ahmed", "Ali", "Amundson", "Andersen", "Anderson", "Bauer", "Beaulieu", "Becker", "Bellanger", "Benson",
    "Berg", "Bergström", "Brown", "Cha", "Chang", "Christensen", "Clark", "Dahl", "Davis", "Díaz", "Doyle", "Duong", "Egeland", "Ellefson",
    "Engstrom", "Erickson", "Fairbanks", "Farah", "Fischer", "Flores", "Foss", "Friedrich", "García", "Gonzáles", "Grøn", "Gustafson", "Haglund",
    "Halvorson", "Hansen", "Hassan", "Haugen", "Hendrickson", "Her", "Hernández", "Hoffmann", "Holm", "Hussein", "Ibrahim", "Isaacson", "Iverson",
    "Jackson", "Jensen", "Jama", "Johnson", "Jones", "Jorgenson", "Kelly", "King", "Klein", "Knutson", "Koenig", "Kowalski", "Krause", "Larson",
    "LaDuke", "Lee", "Lewis", "Lind", "Lindqvist", "López", "Lor", "Lund", "Lundgren", "Martínez", "Mattson", "McCarthy", "Meyer", "Miller",
    "Mohamud", "Moua", "Mueller", "Murphy", "Nelson", "Ness", "Nguyễn", "Nilsen", "Nowak", "Nygaard", "O'Brien", "O'Connor", "Olson", "Omar",
    "Ortiz", "Osman", "Østergaard", "Otto", "Palmquist", "Paulson", "Pearson", "Pedersen", "Peltier", "Peterson", "Pham", "Quist", "Ramírez",
    "Rasmussen", "Reyes", "Robinson", "Rodríguez", "Roy", "Samuelson", "Sandoval", "Schmidt", "Schroeder", "Schulz", "Sheikh", "Skoglund", "Smith",
    "Solberg", "Sorenson", "St. Clair", "Stein", "Strand", "Sundberg", "Svendsen", "Swanson", "Thao", "Thompson", "Thorson", "Torres", "Tran",
    "Vang", "Vargas", "Voss", "Vue", "Wagner", "Walker", "Warsame", "Weber", "White", "Wilson", "Winter", "Wolf", "Xiong", "Yang", "Young", "Yusuf",
    "Zimmerman",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::clean_name;

    #[test]
    fn the_same_number_gives_the_same_believable_person() {
        for index in 0..2_000 {
            let [one, two] = [0, 0].map(|_: i32| Chance::new(u64::from(index)).person(1, index));
            assert_eq!((&one.name, one.born, &one.email), (&two.name, two.born, &two.email));
            assert_eq!(clean_name(&one.name).as_ref(), Some(&one.name));
            assert_eq!(Date::parse(&one.born.iso()), Some(one.born));
        }
    }
}
