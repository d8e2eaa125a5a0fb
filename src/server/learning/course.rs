//! The course's texts and the bank of questions, compiled in from `locales/course`. A browser gets one module's text a page, and no
//! question's right answer before it was handed in.
//!
//! To add a question: a block in `questions.toml` with an id that no question ever had. One that changes its meaning, or the order of
//! its answers, gets a new id: handed-in assessments refer to it.

use crate::messages::Language;

/// The course in one language.
#[derive(Debug)]
pub struct Course {
    /// The modules in their order.
    pub modules: &'static [Module],
    /// The bank.
    pub questions: &'static [Question],
}

/// A module of the course.
#[derive(Debug)]
pub struct Module {
    /// Stays when modules are put in another order.
    pub name: &'static str,
    /// The heading of its page.
    pub title: &'static str,
    /// How long it takes to read.
    pub minutes: u8,
    /// In the markup of [`blocks`](crate::domain::manage_assister::blocks).
    pub text: &'static str,
}

/// A question of the bank.
#[derive(Debug)]
pub struct Question {
    /// Never another question's, even after this one is gone.
    pub id: &'static str,
    /// The module that answers it, from 1.
    pub module: u8,
    /// The question.
    pub text: &'static str,
    /// The answers.
    pub options: &'static [&'static str],
    /// The place of the right one.
    pub correct: u8,
    /// Why it is right.
    pub why: &'static str,
}

impl Course {
    /// The module of this number, from 1.
    #[must_use]
    pub fn module(&self, number: u8) -> Option<&'static Module> {
        self.modules.get(usize::from(number).checked_sub(1)?)
    }

    /// The modules' names.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.modules.iter().map(|module| module.name).collect()
    }

    /// How many modules there are.
    #[must_use]
    pub fn len(&self) -> u8 {
        u8::try_from(self.modules.len()).unwrap_or(u8::MAX)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }

    /// The number of the first module that is not among those read.
    #[must_use]
    pub fn first_unread(&self, read: &[String]) -> Option<u8> {
        (1..).zip(self.modules).find(|(_, module)| !read.iter().any(|name| name == module.name)).map(|(number, _)| number)
    }

    /// A question of the bank.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&'static Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

include!(concat!(env!("OUT_DIR"), "/course.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::learning::QUESTIONS;
    use crate::domain::manage_assister::{Block, blocks};
    use std::collections::BTreeSet;

    #[test]
    fn the_course_is_about_an_hour_of_text() {
        let course = course(Language::default());
        assert_eq!(course.len(), 8);
        let minutes: u32 = course.modules.iter().map(|module| u32::from(module.minutes)).sum();
        assert!((45..=60).contains(&minutes), "{minutes} minutes");
        for module in course.modules {
            let text = blocks(module.text);
            assert!(text.iter().any(|block| matches!(block, Block::Heading(_))), "{} has headings", module.name);
            let words = module.text.split_whitespace().count();
            // A calm reader reads 250 words a minute at most; the rest is for thinking.
            assert!(words >= usize::from(module.minutes) * 120, "{}: {words} words in {} minutes", module.name, module.minutes);
            assert!(!module.text.contains(['{', '<', '*', '|']), "{} has markup that is not read", module.name);
            assert!(!module.text.lines().any(|line| line.starts_with("# ")), "{} has a second title", module.name);
        }
        let names: BTreeSet<_> = course.names().into_iter().collect();
        assert_eq!(names.len(), course.modules.len());
    }

    #[test]
    fn the_bank_has_enough_questions_of_every_module_with_one_right_answer_each() {
        let course = course(Language::default());
        assert!(course.questions.len() >= 48 && course.questions.len() > 2 * QUESTIONS);
        for number in 1..=course.len() {
            let count = course.questions.iter().filter(|question| question.module == number).count();
            assert!(count >= 6, "module {number} has {count} questions");
        }
        let ids: BTreeSet<_> = course.questions.iter().map(|question| question.id).collect();
        assert_eq!(ids.len(), course.questions.len(), "every id once");
        for question in course.questions {
            assert!((3..=5).contains(&question.options.len()), "{}", question.id);
            assert!(usize::from(question.correct) < question.options.len(), "{}", question.id);
            assert!((1..=course.len()).contains(&question.module), "{}", question.id);
            assert!(!question.text.is_empty() && !question.why.is_empty(), "{}", question.id);
            let options: BTreeSet<_> = question.options.iter().collect();
            assert_eq!(options.len(), question.options.len(), "{} has an answer twice", question.id);
        }
    }
}
