//! What surrounds every page.

use leptos::prelude::*;

use super::{HOSTILE, LONG, Sample};
use crate::ui::parts::*;

fn items() -> Vec<BarItem> {
    vec![
        BarItem { text: "Parts", href: "/parts", waiting: Some(MOST_WAITING + 1), ..BarItem::default() },
        BarItem { text: "Mail", href: "/demo/mail", ..BarItem::default() },
        BarItem { text: "Help", href: "/help", whole: true, ..BarItem::default() },
    ]
}

pub(super) fn samples() -> AnyView {
    let texts = BarTexts { label: "Sample", menu: "Menu", waiting: "waiting" };
    let form = || MenuForm { action: "/parts", hidden: None, button: "Sign out" };
    view! {
        <Sample name="Header">
            <Header service="Assister Portal" home="#"/>
            <br/>
            <Header service="Assister Portal" home="#" role="Navigator">
                <p class="header__item">
                    "Reference number " <strong>"120-0010"</strong>
                    <CopyButton text="1200010" label="Copy" what="reference number" done="Copied"/>
                </p>
                <Button label="Sign out" kind=ButtonKind::Quiet/>
            </Header>
            <br/>
            <Header service=HOSTILE home="#" role=LONG>
                <a href="#">"Sign in"</a>
            </Header>
        </Sample>
        <Sample name="Bar">
            <Header service="Assister Portal" home="#" bar=Some(view! { <Bar texts items=items() path="/parts" /> }.into_any()) />
        </Sample>
        <Sample name="Menu">
            <Header service="Assister Portal" home="#" role="Navigator">
                <Menu name=HOSTILE items=items() form=form() path="/parts" />
            </Header>
            <br/>
            <Header service="Assister Portal" home="#">
                <Menu name=LONG items=items() form=form() path="/elsewhere" />
            </Header>
        </Sample>
        <Sample name="Footer">
            <Footer>
                <p>"Assister Portal"</p>
                <p><a href="#">"Privacy"</a></p>
            </Footer>
        </Sample>
    }
    .into_any()
}
