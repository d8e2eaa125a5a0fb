//! `/learning`: the way in for visitors; for learners where they stand, what is done and what is next.

use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::api::roster::StandingView;
use crate::domain::ids::AttemptId;
use crate::domain::learning::Score;
use crate::domain::next::Why;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LearningPage {
    /// To somebody who learns nothing (yet): the form for a link.
    Visitor {
        /// A refused try.
        form: FormState,
        /// Why they are here, where they come from a page that is not for them as they are.
        why: Option<Why>,
    },
    /// To a learner.
    Learner(Dashboard),
}

/// A learner's own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dashboard {
    /// Their name.
    pub name: String,
    /// The four gates and whose turn it is.
    pub standing: StandingView,
    /// The course.
    pub modules: Vec<ModuleLine>,
    /// The number of the first module that is not done.
    pub next: Option<u8>,
    /// Whether anything of the course is done.
    pub begun: bool,
    /// Whether an assessment is being taken.
    pub running: bool,
    /// The assessments that were handed in, the latest first.
    pub attempts: Vec<AttemptLine>,
}

/// A line of the list of modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleLine {
    /// From 1.
    pub number: u8,
    /// Its title.
    pub title: String,
    /// How long it takes.
    pub minutes: u8,
    /// Whether it was read.
    pub done: bool,
}

/// A line of the list of assessments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptLine {
    /// Leads to its result.
    pub id: AttemptId,
    /// When it was handed in, to read.
    pub when: String,
    /// How it went.
    pub score: Score,
}

/// The Learning Center's own page. `query` is that of its address: it finds a refused try, and says why somebody is here.
#[server(name = LoadLearningPage, prefix = "/api", endpoint = "learning-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn learning_page(query: String) -> Result<Reply, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::next::why_here;
    use crate::domain::query;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::learning::{course, enter};
    use crate::server::{dates, views};
    use crate::ui::draw_learning;
    let context = RequestContext::<Visitor>::require()?;
    let learner = context.who.0.as_ref().and_then(|principal| Some((enter::learns(principal)?, principal.name.clone())));
    let Some((id, name)) = learner else {
        let said = |name: &str| query::pairs(&query).find(|(said, _)| *said == name).map(|(_, value)| value);
        let form = context.kept_form(Form::LearningLink, &said("retry").unwrap_or_default()).await?;
        let why = why_here(said, context.info().cookie_was_bad);
        return Ok(Reply::Show(draw_learning(LearningPage::Visitor { form, why })));
    };
    let store = context.store();
    let standing = store.standing(id).await?.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let today = dates::today(context.now).ok_or(ApiError::new(ErrorCode::Internal))?;
    let (course, read, attempts) = (course(context.language()), store.modules_read(id).await?, store.attempts_of(id).await?);
    let modules = (1..).zip(course.modules).map(|(number, module)| ModuleLine {
        number,
        title: module.title.to_owned(),
        minutes: module.minutes,
        done: read.iter().any(|name| name == module.name),
    });
    Ok(Reply::Show(draw_learning(LearningPage::Learner(Dashboard {
        name,
        standing: views::standing(&standing, today, context.messages()),
        modules: modules.collect(),
        next: course.first_unread(&read),
        begun: !read.is_empty(),
        running: attempts.iter().any(|attempt| attempt.handed_in.is_none()),
        attempts: views::attempts(&attempts),
    }))))
}
