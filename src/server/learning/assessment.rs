//! Drawing an assessment, and reading one that was drawn.

use super::{Course, Question};
use crate::domain::learning::{QUESTIONS, draw, shuffled};
use crate::server::random;
use crate::store::Asked;

/// Draws the questions of an assessment: their names with the order of their answers.
#[must_use]
pub fn fresh(course: &Course) -> Vec<(String, Vec<u8>)> {
    let mut below = random::below;
    let modules: Vec<u8> = course.questions.iter().map(|question| question.module).collect();
    let drawn = draw(&modules, QUESTIONS, &mut below).into_iter().filter_map(|place| course.questions.get(place));
    drawn
        .map(|question| {
            let order = shuffled(question.options.len(), &mut below);
            (question.id.to_owned(), order.into_iter().filter_map(|place| u8::try_from(place).ok()).collect())
        })
        .collect()
}

/// The questions of an assessment as the bank has them now. `None` when one is gone: then it can't be gone on with.
#[must_use]
pub fn of_bank(course: &Course, asked: &[Asked]) -> Option<Vec<&'static Question>> {
    asked.iter().map(|asked| course.question(&asked.question).filter(|question| question.options.len() == asked.options.len())).collect()
}

/// The answers of a question in the order in which they are shown.
pub fn shown<'a>(question: &'static Question, asked: &'a Asked) -> impl Iterator<Item = &'static str> + use<'a> {
    asked.options.iter().filter_map(|place| question.options.get(usize::from(*place)).copied())
}

/// The answer that was chosen, as its place in the bank: `typed` is its place among those shown.
#[must_use]
pub fn chosen(asked: &Asked, typed: &str) -> Option<u8> {
    asked.options.get(typed.parse::<usize>().ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;
    use crate::server::learning::course;

    #[test]
    fn draws_differ_in_questions_and_in_the_order_of_answers() {
        let course = course(Language::default());
        let (first, second) = (fresh(course), fresh(course));
        assert_eq!((first.len(), second.len()), (QUESTIONS, QUESTIONS));
        assert_ne!(first, second);
        assert!(first.iter().any(|(_, order)| order.first() != Some(&0)), "answers are shuffled");
        for (id, order) in first {
            let mut places = order.clone();
            places.sort_unstable();
            let all: Vec<u8> = (0..u8::try_from(course.question(&id).unwrap().options.len()).unwrap()).collect();
            assert_eq!(places, all, "{id}");
        }
    }
}
