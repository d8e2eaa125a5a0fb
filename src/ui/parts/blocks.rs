//! A text that comes in blocks: the authorization, the receipt.

use leptos::prelude::*;

use crate::domain::manage_assister::Block;

/// Headings (`<h2>`), paragraphs and lists.
#[component]
pub fn Blocks(
    /// The text.
    blocks: Vec<Block>,
    /// Whether it stands under such a heading: its own are one step lower (`<h3>`).
    #[prop(optional)]
    inside: bool,
) -> AnyView {
    view! { <div class="blocks">{blocks.into_iter().map(|of| block(of, inside)).collect_view()}</div> }.into_any()
}

fn block(block: Block, inside: bool) -> AnyView {
    match block {
        Block::Heading(text) if inside => view! { <h3>{text}</h3> }.into_any(),
        Block::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }.into_any(),
    }
}
