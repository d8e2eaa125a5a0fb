//! A text that comes in blocks: the authorization, the receipt.

use leptos::prelude::*;

use crate::domain::manage_assister::Block;

/// Headings (`<h2>`), paragraphs and lists.
#[component]
pub fn Blocks(
    /// The text.
    blocks: Vec<Block>,
) -> AnyView {
    view! { <div class="blocks">{blocks.into_iter().map(block).collect_view()}</div> }.into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }.into_any(),
    }
}
