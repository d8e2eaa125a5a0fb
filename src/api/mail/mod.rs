//! Mail, for people to look at: the outbox of a demonstration, and how the queue is doing.

mod demo_mail;
mod mail_queue;

pub use demo_mail::{DemoMail, MailLine, demo_mail};
pub use mail_queue::{FailedView, MailQueue, mail_queue};
