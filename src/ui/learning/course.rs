//! `/learning/course/N`

use crate::api::forms::FormState;
use crate::api::learning::{CoursePage, FinishModule, HOME, course_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Blocks, Button, Tag, TagKind};
use leptos::prelude::*;

/// The module with this number.
pub fn module_page(number: String) -> AnyView {
    page(move || number.clone(), course_page, |module| view! { <ModuleView module /> }.into_any())
}

#[component]
fn ModuleView(module: CoursePage) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<FinishModule>(FormState::default());
    let number = module.number.to_string();
    let caption = fill(t.learning_module_step(), &[("n", &number), ("total", &module.total.to_string())]);
    view! {
        <BackLink href=HOME label=t.learning_back() />
        <PageHeading text=module.title caption />
        <FormProblems form />
        <p class="aside">
            {fill(t.learning_module_minutes(), &[("n", &module.minutes.to_string())])} " "
            {module.done.then(|| view! { <Tag text=t.learning_module_done() kind=TagKind::Success /> })}
        </p>
        <Blocks blocks=module.text />
        <PostForm form>
            <input type="hidden" name="module" value=number />
            <Actions>
                <Button label=t.learning_module_button() busy=form.busy() />
            </Actions>
        </PostForm>
    }
}
