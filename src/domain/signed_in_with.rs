//! With what somebody signed in: the audit log says it in the row of the sign-in.

/// The first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// Their password.
    Password,
    /// LoginMN.
    LoginMn,
}

/// The second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondStep {
    /// A code of an authenticator app.
    App,
    /// A code by email.
    EmailCode,
    /// A passkey.
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

/// With what somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedInWith {
    /// The first step.
    pub first: FirstStep,
    /// The second one, where there was one.
    pub second: Option<SecondStep>,
}

impl SignedInWith {
    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match (self.first, self.second) {
            (FirstStep::Password, None) => "password",
            (FirstStep::Password, Some(SecondStep::App)) => "password+app",
            (FirstStep::Password, Some(SecondStep::EmailCode)) => "password+email_code",
            (FirstStep::Password, Some(SecondStep::Passkey)) => "password+passkey",
            (FirstStep::Password, Some(SecondStep::RecoveryCode)) => "password+recovery_code",
            (FirstStep::LoginMn, None) => "login_mn",
            (FirstStep::LoginMn, Some(SecondStep::App)) => "login_mn+app",
            (FirstStep::LoginMn, Some(SecondStep::EmailCode)) => "login_mn+email_code",
            (FirstStep::LoginMn, Some(SecondStep::Passkey)) => "login_mn+passkey",
            (FirstStep::LoginMn, Some(SecondStep::RecoveryCode)) => "login_mn+recovery_code",
        }
    }
}
