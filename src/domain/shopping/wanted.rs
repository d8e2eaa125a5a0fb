//! What the address of a shopping page asks for: what is looked for, in which order, which plans are compared, which one is chosen.
//!
//! It holds nothing about people: levels, companies, an amount and plan IDs. What it does not understand it leaves out, and what is not
//! [among the plans](Wanted::among) never goes back into a page: nothing that another site could choose stands beside the names of people
//! there, where the compressed length would tell whether it is the same.

use super::Offered;
use crate::domain::money::Cents;
use crate::domain::plans::MetalLevel;
use crate::domain::{query, typed};

/// The most plans side by side.
pub const MOST_COMPARED: usize = 3;

/// How many plans a page has.
const PAGE: usize = 50;

/// The longest word that is taken from an address.
const LONGEST: usize = 160;

/// The order of the plans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is paid a month after the credit.
    #[default]
    Cost,
    /// The deductible.
    Deductible,
    /// The out-of-pocket limit.
    Limit,
    /// The name.
    Name,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Cost, Self::Deductible, Self::Limit, Self::Name];

    /// The word in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Deductible => "deductible",
            Self::Limit => "limit",
            Self::Name => "name",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Plans of this level only.
    pub metal: Option<MetalLevel>,
    /// Plans of this company only; empty: of all.
    pub issuer: String,
    /// Plans that cost at most so much a month after the credit.
    pub most: Option<Cents>,
    /// What of a text that is no amount can be shown again: its digits and signs.
    pub wrong: Option<String>,
    /// The order, the smallest first.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// Which page of them, from 0.
    pub page: u16,
    /// The IDs of the plans that are compared, each once.
    pub compare: Vec<String>,
    /// The ID of the plan that is looked at.
    pub plan: String,
}

impl Wanted {
    /// Reads the part of an address behind the question mark.
    #[must_use]
    pub fn read(query: &str) -> Self {
        let mut wanted = Self::default();
        for (name, value) in query::pairs(query) {
            let value: String = value.chars().take(LONGEST).collect();
            let value = value.trim().to_owned();
            match name {
                "metal" => wanted.metal = MetalLevel::from_code(&value),
                "issuer" => wanted.issuer = value,
                "most" => {
                    wanted.most = Cents::parse(&value);
                    let wrong = wanted.most.is_none() && !typed::plain(&value).is_empty();
                    wanted.wrong = wrong
                        .then(|| typed::plain(&value).chars().filter(|c| c.is_ascii_digit() || "$.,-".contains(*c)).take(16).collect());
                }
                "sort" => {
                    wanted.descending = value.starts_with('-');
                    wanted.sort = Sort::from_code(value.trim_start_matches('-')).unwrap_or_default();
                }
                "page" => wanted.page = value.parse().unwrap_or(1_u16).saturating_sub(1),
                "compare" => value.split(',').for_each(|code| wanted.add(code)),
                "plan" => wanted.plan = value,
                _ => {}
            }
        }
        wanted
    }

    /// The names and values of what is asked for, in the order in which they are written.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let sort = match (self.sort, self.descending) {
            (Sort::Cost, false) => String::new(),
            (sort, false) => sort.code().to_owned(),
            (sort, true) => format!("-{}", sort.code()),
        };
        let pairs = [
            ("metal", self.metal.map(MetalLevel::code).unwrap_or_default().to_owned()),
            ("issuer", self.issuer.clone()),
            ("most", self.most.map(Cents::typed).unwrap_or_default()),
            ("sort", sort),
            ("page", if self.page == 0 { String::new() } else { (self.page + 1).to_string() }),
            ("compare", self.compare.join(",")),
            ("plan", self.plan.clone()),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Writes it again: a question mark and what [`read`](Self::read) understands; empty where nothing is asked for.
    #[must_use]
    pub fn query(&self) -> String {
        let parts: Vec<String> = self.pairs().iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The same without companies and plans that there are not.
    #[must_use]
    pub fn among(mut self, all: &[Offered<'_>]) -> Self {
        let sold = |code: &str| all.iter().any(|offered| offered.plan.code == code);
        self.compare.retain(|code| sold(code));
        if !sold(&self.plan) {
            self.plan.clear();
        }
        if !all.iter().any(|offered| offered.plan.issuer == self.issuer) {
            self.issuer.clear();
        }
        self
    }

    /// Whether plans are left out.
    #[must_use]
    pub fn filters(&self) -> bool {
        self.metal.is_some() || !self.issuer.is_empty() || self.most.is_some()
    }

    /// The same without what leaves plans out.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self { metal: None, issuer: String::new(), most: None, wrong: None, page: 0, ..self.clone() }
    }

    /// The same with another plan to compare, or without it.
    #[must_use]
    pub fn comparing(&self, code: &str, compared: bool) -> Self {
        let mut wanted = self.clone();
        wanted.compare.retain(|other| other != code);
        if compared {
            wanted.add(code);
        }
        wanted
    }

    /// The same with another plan to look at.
    #[must_use]
    pub fn choosing(&self, code: &str) -> Self {
        Self { plan: code.to_owned(), ..self.clone() }
    }

    fn add(&mut self, code: &str) {
        let code = code.trim();
        let known = code.is_empty() || self.compare.iter().any(|other| other == code);
        if !known && self.compare.len() < MOST_COMPARED {
            self.compare.push(code.to_owned());
        }
    }

    /// The same in another order, from its beginning.
    #[must_use]
    pub fn sorted(&self, sort: Sort, descending: bool) -> Self {
        Self { sort, descending, page: 0, ..self.clone() }
    }

    /// The same on the page so many further.
    fn turned(&self, by: i16) -> Self {
        Self { page: self.page.saturating_add_signed(by), ..self.clone() }
    }

    /// The page of what was found, the last one where there are fewer, with what asks for the pages before and after.
    #[must_use]
    pub fn page_of<'a, 'b>(&self, found: &'b [Offered<'a>]) -> (&'b [Offered<'a>], Option<Self>, Option<Self>) {
        let last = found.len().saturating_sub(1) / PAGE;
        let at = usize::from(self.page).min(last);
        let here = Self { page: u16::try_from(at).unwrap_or(u16::MAX), ..self.clone() };
        let shown = &found[at * PAGE..found.len().min((at + 1) * PAGE)];
        (shown, (at > 0).then(|| here.turned(-1)), (at < last).then(|| here.turned(1)))
    }

    /// The plans that are looked for, in the order that is asked for. Those alike are by name, then by ID.
    #[must_use]
    pub fn find<'a>(&self, all: &[Offered<'a>]) -> Vec<Offered<'a>> {
        let wanted = |offered: &&Offered<'a>| {
            self.metal.is_none_or(|metal| offered.plan.metal == metal)
                && (self.issuer.is_empty() || offered.plan.issuer == self.issuer)
                && self.most.is_none_or(|most| offered.price.pays() <= most)
        };
        let mut found: Vec<Offered<'a>> = all.iter().filter(wanted).copied().collect();
        let amount = |offered: &Offered<'a>| match self.sort {
            Sort::Cost => offered.price.pays(),
            Sort::Deductible => offered.plan.deductible,
            Sort::Limit => offered.plan.out_of_pocket_limit,
            Sort::Name => Cents(0),
        };
        found.sort_by(|one, other| {
            let named = one.plan.name.cmp(&other.plan.name);
            let order = if self.sort == Sort::Name { named } else { amount(one).cmp(&amount(other)) };
            let order = if self.descending { order.reverse() } else { order };
            order.then(named).then_with(|| one.plan.code.cmp(&other.plan.code))
        });
        found
    }
}

fn encode(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._,".contains(&byte);
    value.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
