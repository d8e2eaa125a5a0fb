//! A page as data: what is decided to be shown, in the reader's language. One view draws all pages of an application.

use crate::api::forms::FormState;
use serde::{Deserialize, Serialize};

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// For whom an assister acts: the sentence, the name in it, and the way out.
    pub acting: Option<(String, String, Link)>,
    /// The way back, above the heading.
    pub back: Option<Link>,
    /// What stands above the heading in small.
    pub caption: String,
    /// What the page is about.
    pub heading: String,
    /// Its name in the browser's title, where the heading holds a person's name.
    pub title: String,
    /// What there is to know first.
    pub lead: Vec<String>,
    /// Why what was asked for was not done, above everything: takes focus.
    pub refusal: Option<Tell>,
    /// Something set off.
    pub tell: Vec<Tell>,
    /// Facts and texts, before the form.
    pub sections: Vec<Section>,
    /// What narrows down the tables.
    pub filter: Option<FilterView>,
    /// Tables, after the links.
    pub tables: Vec<TableView>,
    /// The form.
    pub form: Option<FormView>,
    /// Where to go from here.
    pub links: Vec<(Weight, Link)>,
    /// Where what the form is about is taken out, after it.
    pub remove: Option<Link>,
    /// What there is to know besides, after where to go from here.
    pub more: Vec<Section>,
    /// Who saved last.
    pub saved: String,
    /// The applications of other years, after everything else.
    pub years: Vec<Link>,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
}

/// How much a link asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The next step: a button.
    Next,
    /// Another step: a lighter button.
    Other,
    /// Words.
    Plain,
}

/// Something set off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tell {
    /// Whether something may not be wanted.
    pub warning: bool,
    /// What it is.
    pub title: String,
    /// What there is to know.
    pub text: String,
    /// The same one by one: links, or words where they lead nowhere.
    pub list: Vec<Link>,
    /// It is still to come: the page is looked at again until it is there.
    pub pending: bool,
}

/// Facts or texts under a heading of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; empty where it needs none.
    pub heading: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// Facts.
    pub facts: Vec<Fact>,
}

/// A fact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is called.
    pub label: String,
    /// What matters most of it; empty where there is no more than the fact.
    pub strong: String,
    /// The fact.
    pub value: String,
    /// Where it is changed.
    pub change: Option<Link>,
}

/// Where a form goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Start an application.
    Start,
    /// Save a page.
    Save,
    /// Submit.
    Submit,
    /// Enroll in a plan.
    Enroll,
    /// Mark notices as read: the consumer's alone.
    ReadNotices,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormView {
    /// What it does.
    pub ask: Ask,
    /// On behalf of a client: the function for assisters.
    pub for_client: bool,
    /// What goes along unseen.
    pub hidden: Vec<(String, String)>,
    /// What is asked, in order.
    pub fields: Vec<AskField>,
    /// The button.
    pub button: String,
    /// Whether it takes something out.
    pub removes: bool,
    /// The way out.
    pub cancel: Option<Link>,
    /// What was answered, or typed and refused.
    pub state: FormState,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskField {
    /// Its name, which is its id too.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// Help that is needed before answering.
    pub hint: String,
    /// How it is answered.
    pub kind: AskKind,
}

/// A form that the browser sends by itself, into the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterView {
    /// The address.
    pub action: String,
    /// What goes along unseen.
    pub hidden: Vec<(String, String)>,
    /// What can be looked for.
    pub fields: Vec<AskField>,
    /// The button.
    pub button: String,
    /// The way back to everything.
    pub clear: Option<Link>,
    /// What is looked for.
    pub state: FormState,
}

/// A table, perhaps with a picture of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableView {
    /// The heading; empty where it needs none.
    pub heading: String,
    /// How many there are, told when it changes.
    pub count: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// A picture of what the table holds: SVG, as the server drew it.
    pub picture: String,
    /// What the table holds, for screen readers.
    pub caption: String,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// Whether each column after the first is a thing of its own: they stay side by side in a narrow window.
    pub side_by_side: bool,
    /// The way through its pages, where it has several.
    pub pages: Option<Pages>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowView {
    /// The name by which an address leads to it; empty where none does.
    pub id: String,
    /// A cell for every column.
    pub cells: Vec<CellView>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellView {
    /// A link, or words where it leads nowhere.
    pub link: Link,
    /// The rest of the link's name, for screen readers, where its words don't say of what it is.
    pub about: String,
    /// More links, each with the rest of its name.
    pub more: Vec<(Link, String)>,
    /// A word that is set off.
    pub mark: String,
}

impl From<Link> for CellView {
    fn from(link: Link) -> Self {
        Self { link, ..Self::default() }
    }
}

/// The way through the pages of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// What is paged, for screen readers.
    pub label: String,
    /// The page before; empty on the first.
    pub previous: Link,
    /// The page after; empty on the last.
    pub next: Link,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnView {
    /// What it is called.
    pub text: String,
    /// Where the table is sorted by it; empty where it can't be.
    pub href: String,
    /// The table is sorted by it: `true` where the largest comes first.
    pub descending: Option<bool>,
}

/// How a field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskKind {
    /// Words.
    Text,
    /// Words of the person's own that their browser may know: the `autocomplete` token.
    Own(&'static str),
    /// A ZIP code, digits alone, with its token.
    Zip(&'static str),
    /// A date.
    Date,
    /// An amount.
    Number,
    /// Yes, by a check mark.
    Check,
    /// One of several, all to be seen: value and label. `true`: the heading asks already.
    One(Vec<(String, String)>, bool),
    /// One of many.
    List(Vec<(String, String)>),
}
