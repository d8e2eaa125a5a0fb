//! A roster's file as it comes in: lines are read, checked and staged in batches, so that neither the file nor its rows are ever in
//! memory as a whole.

use crate::domain::ids::AssisterId;
use crate::domain::roster::{Cells, Detail, Header, HeaderProblem, ImportAction, MOST_ROWS, Plan, Row, RowProblem, plan};
use crate::server::csv::{FileProblem, Line, LineProblem, Reader};
use crate::store::{NewImport, StagedRow, Store, StoreError};
use std::collections::HashMap;

/// Rows that are checked against the roster together.
const BATCH: usize = 500;

/// Why a file is not imported at all. Nothing of it is kept.
#[derive(Debug)]
pub enum Refusal {
    /// No file was chosen.
    NoFile,
    /// No roster was chosen, or one that the organization does not keep.
    NoRoster,
    /// Not a file of rows.
    File(FileProblem),
    /// The first line is not that of a roster.
    Header(HeaderProblem),
    /// Nothing stands below the first line.
    NoRows,
    /// More rows than are imported at once.
    TooManyRows,
    /// The file did not arrive whole.
    CutOff,
    /// The upload was cancelled meanwhile.
    Cancelled,
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<FileProblem> for Refusal {
    fn from(problem: FileProblem) -> Self {
        Self::File(problem)
    }
}

/// A row that was read, before it is known what it would do.
struct Checked {
    line: u32,
    cells: Cells,
    row: Result<Row, Vec<RowProblem>>,
}

/// Takes one file in.
pub struct Intake<'a> {
    store: &'a Store,
    import: &'a NewImport,
    reader: Reader,
    header: Option<Header>,
    batch: Vec<Checked>,
    rows: u32,
    /// On which line each Training ID, email and person was met first.
    training_ids: HashMap<String, u32>,
    emails: HashMap<String, u32>,
    people: HashMap<AssisterId, u32>,
}

impl<'a> Intake<'a> {
    /// For an import that has begun, of a file of at most so many bytes.
    pub fn new(store: &'a Store, import: &'a NewImport, limit: u64) -> Self {
        Self {
            store,
            import,
            reader: Reader::new(limit),
            header: None,
            batch: Vec::with_capacity(BATCH),
            rows: 0,
            training_ids: HashMap::new(),
            emails: HashMap::new(),
            people: HashMap::new(),
        }
    }

    /// Takes the next piece of the file.
    ///
    /// # Errors
    /// Why the file is not imported.
    pub async fn feed(&mut self, piece: &[u8]) -> Result<(), Refusal> {
        self.reader.feed(piece)?;
        self.lines().await
    }

    /// The file is at its end. Gives the headings that were passed over.
    ///
    /// # Errors
    /// Why the file is not imported.
    pub async fn finish(mut self) -> Result<Vec<String>, Refusal> {
        self.reader.finish()?;
        self.lines().await?;
        let Some(header) = self.header.take() else { return Err(Refusal::NoFile) };
        if self.rows == 0 {
            return Err(Refusal::NoRows);
        }
        self.stage().await?;
        Ok(header.ignored)
    }

    async fn lines(&mut self) -> Result<(), Refusal> {
        while let Some(line) = self.reader.next_line() {
            match &self.header {
                None => self.header = Some(first_line(&line)?),
                Some(header) => {
                    let checked = check(header, line);
                    self.rows += 1;
                    if self.rows > MOST_ROWS {
                        return Err(Refusal::TooManyRows);
                    }
                    self.batch.push(checked);
                    if self.batch.len() == BATCH {
                        self.stage().await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Decides what the rows read so far would do, and keeps them.
    async fn stage(&mut self) -> Result<(), Refusal> {
        let batch = std::mem::take(&mut self.batch);
        let good = || batch.iter().filter_map(|checked| checked.row.as_ref().ok());
        let training_ids: Vec<&str> = good().map(Row::training_id).collect();
        let emails: Vec<&str> = good().map(Row::certification_email).collect();
        let found = self.store.import_finds(self.import, &training_ids, &emails).await?;
        let by_id: HashMap<&str, _> = found.iter().map(|found| (found.now.entry.training_id.as_str(), found)).collect();
        let by_email: HashMap<&str, _> = found.iter().map(|found| (found.now.entry.certification_email.as_str(), found)).collect();
        let staged: Vec<StagedRow> = batch
            .iter()
            .map(|Checked { line, cells, row }| {
                let (action, detail) = match row {
                    Err(problems) => (ImportAction::Refuse, Detail::Problems(problems.clone())),
                    Ok(row) => {
                        let plan = plan(row, by_id.get(row.training_id()).copied(), by_email.get(row.certification_email()).copied());
                        let plan = self.met_before(*line, row, &plan).unwrap_or(plan);
                        (plan.action(), plan.detail())
                    }
                };
                StagedRow { line: *line, action, name: cells.name(), cells: cells.clone(), detail }
            })
            .collect();
        if self.store.stage_rows(self.import.id, &staged).await? { Ok(()) } else { Err(Refusal::Cancelled) }
    }

    /// Whether a line above is about the same person, Training ID or email.
    fn met_before(&mut self, line: u32, row: &Row, plan: &Plan) -> Option<Plan> {
        let first = [
            self.training_ids.get(row.training_id()).copied(),
            self.emails.get(row.certification_email()).copied(),
            plan.about().and_then(|id| self.people.get(&id).copied()),
        ];
        if let Some(first) = first.into_iter().flatten().min() {
            return Some(Plan::Refuse(RowProblem::SameAsLine(first)));
        }
        self.training_ids.insert(row.training_id().to_owned(), line);
        self.emails.insert(row.certification_email().to_owned(), line);
        if let Some(id) = plan.about() {
            self.people.insert(id, line);
        }
        None
    }
}

fn first_line(line: &Line) -> Result<Header, Refusal> {
    // A first line that can't be read is the beginning of something else than a roster.
    if line.problem.is_some() {
        return Err(Refusal::File(FileProblem::NotText));
    }
    Header::read(&line.cells).map_err(Refusal::Header)
}

fn check(header: &Header, line: Line) -> Checked {
    let (cells, too_many) = header.cells(line.cells);
    let problem = match line.problem {
        Some(LineProblem::Unreadable) => Some(RowProblem::Unreadable),
        Some(LineProblem::OpenQuote) => Some(RowProblem::OpenQuote),
        Some(LineProblem::TooLong) => Some(RowProblem::TooLong),
        None if too_many => Some(RowProblem::TooManyCells),
        None => None,
    };
    let row = problem.map_or_else(|| Row::read(&cells), |problem| Err(vec![problem]));
    Checked { line: line.number, cells, row }
}
