//! What a page's tables say, as it reads there.

use std::collections::BTreeMap;

/// A row: what each cell says, by its column; and where the link in it leads.
#[derive(Clone, Debug, Default)]
pub struct Row {
    cells: BTreeMap<String, String>,
    link: String,
}

impl Row {
    /// What the cell of this column says.
    pub fn says(&self, column: &str) -> &str {
        self.cells.get(column).unwrap_or_else(|| panic!("no column {column}: {:?}", self.cells))
    }

    /// Whether there is a link in it with this in its address.
    pub fn leads_to(&self, part: &str) -> bool {
        self.link.contains(part)
    }

    /// The last part of the address that the row leads to.
    pub fn id(&self) -> &str {
        self.link.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_else(|| panic!("no link: {:?}", self.cells))
    }
}

/// The rows of all tables of a page.
pub fn rows(page: &str) -> Vec<Row> {
    let rows = page.split("<tr").map(|row| {
        let cells = row.split("data-label=\"").skip(1).map(|cell| {
            let (column, rest) = cell.split_once("\">").unwrap();
            (column.to_owned(), words(rest.split("</t").next().unwrap()))
        });
        let link = row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        Row { cells: cells.collect(), link }
    });
    rows.filter(|row| !row.cells.is_empty()).collect()
}

/// The text of markup.
pub fn words(markup: &str) -> String {
    let text = markup.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&").trim().to_owned()
}

/// What a list of facts says behind a term, as markup.
pub fn fact(page: &str, term: &str) -> String {
    let page = page.replace("<!>", "");
    let (_, rest) = page.split_once(&format!(">{term}</dt>")).unwrap_or_else(|| panic!("no {term} in {page}"));
    let (_, rest) = rest.split_once("summary-list__value\">").unwrap();
    rest.split_once("</dd>").unwrap().0.trim().to_owned()
}
