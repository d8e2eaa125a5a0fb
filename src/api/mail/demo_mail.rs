//! `/demo/mail`: what was written to whom, while demo data is present.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoMail {
    /// Its kind's stored form, by which tests tell one from another.
    pub code: String,
    /// What it is, to read.
    pub kind: String,
    /// To which address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// When, to read.
    pub at: String,
    /// What it says, paragraph by paragraph.
    pub lines: Vec<MailLine>,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailLine {
    /// Words.
    Text(String),
    /// An address to go to.
    Link(String),
}

/// The newest messages first. There is no such page without demo data.
#[server(name = LoadDemoMail, prefix = "/api", endpoint = "demo-mail", input = Postcard, output = Postcard, client = FromPage)]
pub async fn demo_mail() -> Result<Vec<DemoMail>, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::dates;
    let context = RequestContext::<Visitor>::require()?;
    if !context.demo() {
        return Err(ApiError::new(ErrorCode::NotFound));
    }
    let (t, mail) = (context.messages(), context.store().newest_mail(50).await?);
    let shown = mail.into_iter().map(|mail| DemoMail {
        code: mail.kind.code().to_owned(),
        kind: t.mail_kind(mail.kind).to_owned(),
        to: mail.to,
        subject: mail.subject,
        at: dates::moment(mail.at),
        lines: mail.text.split("\n\n").map(|line| MailLine::read(line.trim())).collect(),
    });
    Ok(shown.collect())
}

impl MailLine {
    /// A paragraph that is an address is a link to it.
    #[must_use]
    pub fn read(line: &str) -> Self {
        let address = ["https://", "http://"].iter().any(|scheme| line.starts_with(scheme)) && !line.contains(char::is_whitespace);
        if address { Self::Link(line.to_owned()) } else { Self::Text(line.to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_alone_is_a_link() {
        for line in ["https://portal.example.org/set-up/1", "http://127.0.0.1:3000/sign-in"] {
            assert_eq!(MailLine::read(line), MailLine::Link(line.to_owned()));
        }
        for line in ["Hello https://portal.example.org", "https://portal.example.org or", "javascript:alert(1)", ""] {
            assert_eq!(MailLine::read(line), MailLine::Text(line.to_owned()));
        }
    }
}
