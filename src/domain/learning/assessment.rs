//! The assessment: which questions are drawn, in which order, and when it is passed. Exact, in whole numbers.

use serde::{Deserialize, Serialize};

/// How many questions an assessment has, where the bank has as many.
pub const QUESTIONS: usize = 20;
/// From how many percent on an assessment is passed (rule 1).
const PASSES_FROM: u64 = 70;

/// How an assessment went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Questions answered right.
    pub correct: u32,
    /// Questions asked.
    pub total: u32,
}

impl Score {
    /// Whether it passes: 70 of 100 do, 699 of 1,000 don't.
    #[must_use]
    pub const fn passed(self) -> bool {
        self.total > 0 && self.correct as u64 * 100 >= self.total as u64 * PASSES_FROM
    }

    /// Percent, never more than was reached: 69.9 is 69.
    #[must_use]
    pub const fn percent(self) -> u64 {
        if self.total == 0 { 0 } else { self.correct as u64 * 100 / self.total as u64 }
    }
}

/// The numbers from 0 up to `count`, in an order that `below` decides: it gives any number below its argument.
pub fn shuffled(count: usize, below: &mut impl FnMut(usize) -> usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, below(last + 1).min(last));
    }
    order
}

/// Draws `count` questions of a bank, of which `modules` gives each one's module, spread evenly: no module has two questions more than
/// another while it has any left. In an order of its own.
pub fn draw(modules: &[u8], count: usize, below: &mut impl FnMut(usize) -> usize) -> Vec<usize> {
    let mut names: Vec<u8> = modules.to_vec();
    names.sort_unstable();
    names.dedup();
    let order = shuffled(modules.len(), below);
    let mut left: Vec<Vec<usize>> =
        names.iter().map(|name| order.iter().copied().filter(|question| modules[*question] == *name).collect()).collect();
    let mut drawn = Vec::with_capacity(count);
    while drawn.len() < count && left.iter().any(|module| !module.is_empty()) {
        for module in shuffled(left.len(), below) {
            if drawn.len() < count {
                drawn.extend(left[module].pop());
            }
        }
    }
    shuffled(drawn.len(), below).into_iter().map(|place| drawn[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventy_percent_passes_and_anything_less_does_not() {
        for (correct, total, passed) in [
            (700, 1000, true),
            (699, 1000, false),
            (14, 20, true),
            (13, 20, false),
            (7, 10, true),
            (20, 20, true),
            (0, 20, false),
            (0, 0, false),
            (69_999_999, 100_000_000, false),
            (3_006_477_108, 4_294_967_295, true),
            (3_006_477_106, 4_294_967_295, false),
        ] {
            assert_eq!(Score { correct, total }.passed(), passed, "{correct} of {total}");
        }
        assert_eq!(Score { correct: 699, total: 1000 }.percent(), 69);
        assert_eq!(Score { correct: 0, total: 0 }.percent(), 0);
    }

    /// Numbers that look drawn, the same at every run.
    fn numbers() -> impl FnMut(usize) -> usize {
        let mut state: u64 = 7;
        move |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        }
    }

    #[test]
    fn a_draw_is_spread_over_the_modules_and_has_nothing_twice() {
        let bank: Vec<u8> = (0..50).map(|question| question % 8 + 1).collect();
        let mut below = numbers();
        let mut draws = Vec::new();
        for _ in 0..50 {
            let drawn = draw(&bank, QUESTIONS, &mut below);
            assert_eq!(drawn.len(), QUESTIONS);
            for module in 1..=8 {
                let of_module = drawn.iter().filter(|question| bank[**question] == module).count();
                assert!((2..=3).contains(&of_module), "{of_module} of module {module}");
            }
            let mut sorted = drawn.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), QUESTIONS, "{drawn:?}");
            draws.push(drawn);
        }
        draws.sort();
        draws.dedup();
        assert_eq!(draws.len(), 50, "every draw is another one");
    }

    #[test]
    fn a_small_bank_is_asked_whole() {
        let mut drawn = draw(&[1, 1, 1, 2], QUESTIONS, &mut numbers());
        drawn.sort_unstable();
        assert_eq!(drawn, [0, 1, 2, 3]);
        assert!(draw(&[], QUESTIONS, &mut numbers()).is_empty());
    }

    #[test]
    fn shuffling_keeps_everything() {
        let mut order = shuffled(5, &mut numbers());
        assert_ne!(order, [0, 1, 2, 3, 4]);
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4]);
    }
}
