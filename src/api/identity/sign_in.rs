//! Signing in.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the sign-in page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPage {
    /// A refused try.
    pub form: FormState,
    /// The demo accounts, while demo data is present.
    pub demo: Vec<DemoAccount>,
    /// The password of all of them.
    pub demo_password: Option<String>,
    /// LoginMN is configured.
    pub login_mn: bool,
    /// Whether people sign in with a password here.
    pub password: bool,
}

/// A line of the list of demo accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccount {
    /// The user name.
    pub email: String,
    /// Who that is.
    pub who: String,
    /// An assister's reference number.
    pub number: Option<String>,
}

/// The sign-in page. `retry` finds a refused try.
#[server(name = LoadSignInPage, prefix = "/api", endpoint = "sign-in-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn sign_in_page(retry: String) -> Result<SignInPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let form = context.kept_form(Form::SignIn, &retry).await?;
    let config = &context.state().config;
    // Demo accounts have a password and nothing else.
    let password = config.password_sign_in;
    Ok(SignInPage {
        form,
        demo_password: context.demo_password().filter(|_| password),
        demo: if password { context.demo_accounts() } else { Vec::new() },
        login_mn: config.login_mn.is_some(),
        password,
    })
}

/// Sign in. `next` is where the person wanted to go.
#[server(prefix = "/api", endpoint = "sign-in", output = Postcard, client = FromPage)]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::audit::AuditAction;
    use crate::domain::next;
    use crate::domain::typed::plain;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::trace::Came;
    use crate::server::{access, sign_in as signing};
    let context = RequestContext::<Visitor>::require()?;
    if !context.state().config.password_sign_in {
        return Err(ApiError::new(ErrorCode::NotFound));
    }
    let t = context.messages();
    let mut form = FormState::default().keep("email", &email);
    if plain(&email).is_empty() {
        form.wrong("email", t.sign_in_email_missing());
    }
    if password.is_empty() {
        form.wrong("password", t.sign_in_password_missing());
    }
    if form.errors.is_empty() {
        let came = match signing::sign_in(context.state(), context.info(), &email, &password, context.browser()).await? {
            signing::SignIn::Right(user) => match access::enter(&context, user, &next).await? {
                Some(to) => return context.done(&to),
                None => Came::Wrong,
            },
            signing::SignIn::Wrong => Came::Wrong,
            signing::SignIn::TooMany => Came::Limited,
            signing::SignIn::Suspended(role) => {
                context.traced(AuditAction::SignInRefused, Came::Wrong, &email, None).await?;
                form.wrong("", signing::suspended(t, role));
                return context.refuse(Form::SignIn, form, next::safe(&next)).await;
            }
            signing::SignIn::ByMail(came) => {
                context.traced(AuditAction::SignInRefused, came, &email, None).await?;
                return context.done(access::by_mail::SENT);
            }
        };
        context.traced(AuditAction::SignInRefused, came, &email, None).await?;
        form.wrong("email", if came == Came::Limited { t.sign_in_too_many() } else { t.sign_in_wrong() });
    }
    context.refuse(Form::SignIn, form, next::safe(&next)).await
}
