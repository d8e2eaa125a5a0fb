//! The pages of an application, in their order, each with what must be answered before it is shown.

use super::Application;

/// A page with a question, or with what was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// "Do you want help paying for coverage?"
    Help,
    /// The household as a list.
    Household,
    /// Somebody of the household; `None`: somebody to add.
    Member(Option<u16>),
    /// Where the household lives.
    Address,
    /// The incomes as a list.
    Incomes,
    /// An income; `None`: one to add.
    Income(Option<u16>),
    /// Current and offered coverage of an applicant.
    Coverage(u16),
    /// Tax filing.
    Taxes,
    /// Citizenship or immigration status of an applicant.
    Status(u16),
    /// "Review your answers".
    Review,
    /// Sign and submit.
    Sign,
}

/// Where somebody is led who asked for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The page itself, or the latest one allowed.
    Page(Page),
    /// No help with paying is wanted: such an application can't be completed here (rule 26).
    NotHere,
}

impl Page {
    /// The rest of its address, behind `…/application/`.
    #[must_use]
    pub fn address(self) -> String {
        let of = |section: &str, id: Option<u16>| id.map_or_else(|| format!("{section}/add"), |id| format!("{section}/{id}"));
        match self {
            Self::Help => "help".to_owned(),
            Self::Household => "household".to_owned(),
            Self::Member(id) => of("household", id),
            Self::Address => "address".to_owned(),
            Self::Incomes => "income".to_owned(),
            Self::Income(id) => of("income", id),
            Self::Coverage(id) => format!("coverage/{id}"),
            Self::Taxes => "taxes".to_owned(),
            Self::Status(id) => format!("status/{id}"),
            Self::Review => "review".to_owned(),
            Self::Sign => "sign".to_owned(),
        }
    }

    /// Reads the rest of an address.
    #[must_use]
    pub fn from_address(address: &str) -> Option<Self> {
        let id = |text: &str| if text == "add" { Some(None) } else { text.parse().ok().map(Some) };
        Some(match address.trim_matches('/').split_once('/').unwrap_or((address.trim_matches('/'), "")) {
            ("help", "") => Self::Help,
            ("household", "") => Self::Household,
            ("household", member) => Self::Member(id(member)?),
            ("address", "") => Self::Address,
            ("income", "") => Self::Incomes,
            ("income", income) => Self::Income(id(income)?),
            ("coverage", member) => Self::Coverage(member.parse().ok()?),
            ("taxes", "") => Self::Taxes,
            ("status", member) => Self::Status(member.parse().ok()?),
            ("review", "") => Self::Review,
            ("sign", "") => Self::Sign,
            _ => return None,
        })
    }

    /// How many parts an application has.
    pub const PARTS: u16 = 8;

    /// The part that it belongs to, from 1 on. Unlike questions, of which answers add some, parts stay as many.
    #[must_use]
    pub const fn part(self) -> u16 {
        match self {
            Self::Help => 1,
            Self::Household | Self::Member(_) => 2,
            Self::Address => 3,
            Self::Incomes | Self::Income(_) => 4,
            Self::Coverage(_) => 5,
            Self::Taxes => 6,
            Self::Status(_) => 7,
            Self::Review | Self::Sign => Self::PARTS,
        }
    }

    /// The page of the list that somebody's or something's own page belongs to; itself for all others.
    #[must_use]
    pub const fn listed_on(self) -> Self {
        match self {
            Self::Member(_) => Self::Household,
            Self::Income(_) => Self::Incomes,
            page => page,
        }
    }
}

impl Application {
    /// The pages with questions that this household is asked, in order.
    #[must_use]
    pub fn questions(&self) -> Vec<Page> {
        let applicants: Vec<u16> = self.applicants().map(|member| member.id).collect();
        let mut pages = vec![Page::Help, Page::Household, Page::Address, Page::Incomes];
        pages.extend(applicants.iter().copied().map(Page::Coverage));
        pages.push(Page::Taxes);
        pages.extend(applicants.iter().copied().map(Page::Status));
        pages
    }

    /// Whether a page's question is answered.
    #[must_use]
    pub fn answered(&self, page: Page) -> bool {
        match page {
            Page::Help => self.help.is_some(),
            Page::Household => {
                self.household_done && self.members.iter().all(|member| member.applies.is_some()) && self.applicants().next().is_some()
            }
            Page::Address => self.address.is_some(),
            Page::Incomes => self.income_done,
            Page::Coverage(id) => self.member(id).is_some_and(|member| member.coverage.is_some()),
            Page::Taxes => self.filing.is_some(),
            Page::Status(id) => self.member(id).is_some_and(|member| member.status.is_some()),
            Page::Member(_) | Page::Income(_) | Page::Review | Page::Sign => true,
        }
    }

    /// Where to go on: the first question without an answer, or the review.
    #[must_use]
    pub fn next(&self) -> Stop {
        if self.help == Some(false) {
            return Stop::NotHere;
        }
        Stop::Page(self.questions().into_iter().find(|page| !self.answered(*page)).unwrap_or(Page::Review))
    }

    /// The page to show when `wanted` was asked for: itself when all before it is answered, else the latest one allowed.
    #[must_use]
    pub fn admit(&self, wanted: Page) -> Stop {
        if wanted == Page::Help {
            return Stop::Page(wanted);
        }
        let Stop::Page(latest) = self.next() else { return Stop::NotHere };
        let there = matches!(wanted, Page::Review | Page::Sign) || self.asks(wanted);
        let questions = self.questions();
        let place = |page: Page| questions.iter().position(|question| *question == page).unwrap_or(questions.len());
        match wanted {
            Page::Member(_) | Page::Income(_) if !there && place(wanted.listed_on()) <= place(latest) => Stop::Page(wanted.listed_on()),
            _ if there && place(wanted.listed_on()) <= place(latest) => Stop::Page(wanted),
            _ => Stop::Page(latest),
        }
    }

    /// Whether this household is asked what a page asks, in its turn or not.
    #[must_use]
    pub fn asks(&self, page: Page) -> bool {
        match page {
            Page::Member(Some(id)) => self.member(id).is_some(),
            Page::Income(Some(id)) => self.income(id).is_some(),
            Page::Coverage(id) | Page::Status(id) => self.applicants().any(|member| member.id == id),
            Page::Review | Page::Sign => false,
            Page::Help | Page::Household | Page::Member(None) | Page::Address | Page::Incomes | Page::Income(None) | Page::Taxes => true,
        }
    }

    /// The page before one, for the way back; nothing before the first.
    #[must_use]
    pub fn before(&self, page: Page) -> Option<Page> {
        let questions = self.questions();
        match page {
            Page::Member(_) | Page::Income(_) => Some(page.listed_on()),
            Page::Review => questions.last().copied(),
            Page::Sign => Some(Page::Review),
            _ => questions.iter().position(|question| *question == page)?.checked_sub(1).map(|place| questions[place]),
        }
    }

    /// The page after one that was answered.
    #[must_use]
    pub fn after(&self, page: Page) -> Stop {
        let questions = self.questions();
        match page {
            Page::Member(_) | Page::Income(_) => Stop::Page(page.listed_on()),
            _ if self.help == Some(false) => Stop::NotHere,
            _ => {
                let place = questions.iter().position(|question| *question == page);
                let next = place.and_then(|place| questions.get(place + 1)).copied();
                next.map_or_else(|| self.next(), |next| self.admit(next))
            }
        }
    }
}

/// The questions without an answer, in order: what keeps the application from being submitted.
#[must_use]
pub fn missing(application: &Application) -> Vec<Page> {
    application.questions().into_iter().filter(|page| !application.answered(*page)).collect()
}
