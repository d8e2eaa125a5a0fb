//! Where the time of a run went: each step with its share, and the slowest tests of each kind. Two runs can be laid side by side.

use super::Tally;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The table of the last run.
pub const FILE: &str = "target/test-times.txt";
/// How many of the slowest tests of a kind are named.
const SLOWEST: usize = 10;

/// A test and how long it took.
pub struct Timed {
    /// Which tests it is compared with.
    pub kind: &'static str,
    pub name: String,
    pub took: Duration,
}

#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    tests: Vec<Timed>,
}

struct Row {
    name: &'static str,
    /// In percent of the whole.
    budget: u32,
    took: Duration,
    beside: Option<Duration>,
    passed: u64,
    failed: u64,
}

impl Table {
    /// Times what comes before the first step.
    pub fn set_up<T>(&mut self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let began = Instant::now();
        let result = work()?;
        self.add("set-up of the compiler", 8, began.elapsed(), Tally::default());
        Ok(result)
    }

    pub fn add(&mut self, name: &'static str, budget: u32, took: Duration, tally: Tally) {
        self.rows.push(Row { name, budget, took, beside: tally.beside, passed: tally.passed, failed: tally.failed });
        self.tests.extend(tally.times);
    }

    /// How many checks held, and how many did not.
    pub fn totals(&self) -> (u64, u64) {
        self.rows.iter().fold((0, 0), |(passed, failed), row| (passed + row.passed, failed + row.failed))
    }

    /// The table. Budgets are shares of a `whole` run: in another, none is missed.
    pub fn print(mut self, all: Duration, whole: bool) -> String {
        let mut text = String::from("Step                                              seconds  share  tests\n");
        for row in &self.rows {
            let share = 100.0 * row.took.as_secs_f64() / all.as_secs_f64().max(f64::EPSILON);
            let beside = row.beside.map(|time| format!("  ({:.0} s beside other steps)", time.as_secs_f64())).unwrap_or_default();
            let over =
                if whole && share > f64::from(row.budget) { format!("  OVER ITS BUDGET of {} %", row.budget) } else { String::new() };
            let tests = row.passed + row.failed;
            let _ = writeln!(text, "{:<49} {:>7.1} {:>5.1}% {tests:>6}{beside}{over}", row.name, row.took.as_secs_f64(), share);
        }
        let (passed, failed) = self.totals();
        let _ = writeln!(text, "{:<49} {:>7.1} {:>5.1}% {:>6}", "all", all.as_secs_f64(), 100.0, passed + failed);
        self.tests.sort_by_key(|test| std::cmp::Reverse(test.took));
        let mut kinds: BTreeMap<&str, Vec<&Timed>> = BTreeMap::new();
        self.tests.iter().for_each(|test| kinds.entry(test.kind).or_default().push(test));
        for (kind, tests) in kinds {
            let together: Duration = tests.iter().map(|test| test.took).sum();
            let _ = writeln!(text, "\nSlowest of {} {kind} ({:.0} s together)", tests.len(), together.as_secs_f64());
            for test in tests.iter().take(SLOWEST) {
                let _ = writeln!(text, "{:>9.2}  {}", test.took.as_secs_f64(), test.name);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::default();
        let test = |name: &str, millis| Timed { kind: "unit tests", name: name.to_owned(), took: Duration::from_millis(millis) };
        let times = (0..12).map(|n| test(&format!("t{n}"), 100 * (n + 1))).collect();
        table.add("first", 50, Duration::from_secs(60), Tally { passed: 12, times, ..Tally::default() });
        table.add("second", 50, Duration::from_secs(40), Tally { failed: 1, beside: Some(Duration::from_secs(7)), ..Tally::default() });
        table
    }

    #[test]
    fn each_step_has_its_share_and_the_slowest_tests_are_named() {
        let text = table().print(Duration::from_secs(100), true);
        assert!(text.contains("60.0%     12  OVER ITS BUDGET of 50 %\n"), "{text}");
        assert!(text.contains("40.0%      1  (7 s beside other steps)\n"), "{text}");
        assert!(text.contains("Slowest of 12 unit tests (8 s together)\n     1.20  t11\n"), "{text}");
        assert!(text.contains("t2\n") && !text.contains("t1\n"), "ten are named: {text}");
    }

    #[test]
    fn a_part_of_the_steps_misses_no_budget() {
        assert!(!table().print(Duration::from_secs(100), false).contains("OVER"));
    }
}
