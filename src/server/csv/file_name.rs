//! What a file of lines may be called. What is in it decides whether it is read; its name must not say something else.

use super::FileProblem;

/// Endings of files of lines.
const LINES: [&str; 2] = [".csv", ".txt"];
/// Endings of workbooks, of which it is said how to make a file of lines of them.
const WORKBOOKS: [&str; 5] = [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"];

/// Whether a file is called like one of lines; `false` for one without a name: browsers send that where no file was chosen.
///
/// # Errors
/// What is wrong with its name.
pub fn check_name(name: Option<&str>) -> Result<bool, FileProblem> {
    let name = name.unwrap_or_default().to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match () {
        () if name.is_empty() => Ok(false),
        () if ends(&LINES) => Ok(true),
        () if ends(&WORKBOOKS) => Err(FileProblem::Workbook),
        () => Err(FileProblem::Name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_lines_are_called_csv_or_txt() {
        for name in ["roster.csv", "Roster 2027.CSV", "roster.xlsx.csv", "roster.Txt", ".csv"] {
            assert_eq!(check_name(Some(name)), Ok(true), "{name}");
        }
        for name in ["roster", "roster.csv.exe", "roster.csv ", "roster.pdf", "csv", "roster.csv/x", "roster.tsv"] {
            assert_eq!(check_name(Some(name)), Err(FileProblem::Name), "{name}");
        }
        assert_eq!(check_name(Some("Roster.XLSX")), Err(FileProblem::Workbook));
        assert_eq!((check_name(None), check_name(Some(""))), (Ok(false), Ok(false)));
    }
}
