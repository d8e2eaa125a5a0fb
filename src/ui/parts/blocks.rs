//! A text that comes in blocks: the authorization, the receipt.

use leptos::prelude::*;

use crate::domain::manage_assister::Block;

/// Headings, paragraphs and lists.
#[component]
pub fn Blocks(
    /// The text.
    blocks: Vec<Block>,
    /// The text stands under a heading of the page's: its own are `<h3>`, else `<h2>`.
    #[prop(optional)]
    lower: bool,
) -> AnyView {
    view! { <div class="blocks">{blocks.into_iter().map(|each| block(each, lower)).collect_view()}</div> }.into_any()
}

fn block(block: Block, lower: bool) -> AnyView {
    match block {
        Block::Heading(text) if lower => view! { <h3>{text}</h3> }.into_any(),
        Block::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }.into_any(),
    }
}
