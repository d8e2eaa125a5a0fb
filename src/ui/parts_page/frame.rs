//! What surrounds every page.

use leptos::prelude::*;

use super::{HOSTILE, LONG, Sample};
use crate::ui::parts::*;

pub(super) fn samples() -> AnyView {
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
        <Sample name="Footer">
            <Footer>
                <p>"Assister Portal"</p>
                <p><a href="#">"Privacy"</a></p>
            </Footer>
        </Sample>
    }
    .into_any()
}
