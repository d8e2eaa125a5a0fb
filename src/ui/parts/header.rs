//! The band at the top of every page.

use leptos::prelude::*;

use super::shown;

/// The service's name with its mark, the signed-in person's role, and what belongs to every page of that person.
///
/// Children stand at the end of the band: `<p class="header__item">` for a fact (an assister's number with its copy button), a [`Menu`](super::Menu), a
/// form with a [`Button`](super::Button) of kind `Quiet` for signing out, or plain links. The [`Bar`](super::Bar) stands under them.
#[component]
pub fn Header(
    /// The service's name.
    #[prop(into)]
    service: String,
    /// Where the name leads.
    #[prop(into)]
    home: String,
    /// The signed-in person's role.
    #[prop(into, optional)]
    role: String,
    /// The navigation bar.
    #[prop(optional_no_strip)]
    bar: Option<AnyView>,
    /// Facts, links and sign-out.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    view! {
        <header class="header">
            <div class="header__inner">
                <a class="header__home" href=home>
                    <svg class="header__mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
                        <path d="M16 1l2.9 9.1L28 13l-9.1 2.9L16 25l-2.9-9.1L4 13l9.1-2.9z"></path>
                        <path class="header__wave" d="M2 28c3.5 0 3.5-2 7-2s3.5 2 7 2 3.5-2 7-2 3.5 2 7 2"></path>
                    </svg>
                    <span class="header__service">{service}</span>
                </a>
                {shown(role).map(|role| view! { <span class="header__role">{role}</span> })}
                {children.map(|children| view! { <div class="header__end">{children()}</div> })}
            </div>
            {bar}
        </header>
    }
    .into_any()
}
