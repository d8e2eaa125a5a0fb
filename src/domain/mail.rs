//! Mail that the portal sends. None of it is about associations: nobody is notified when one starts or ends (rule 17).

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// To an enrolled assister: how to set up the account.
    Activation,
    /// To an assister whose account ARC or BSL confirmed.
    Confirmation,
    /// A link to the Learning Center.
    Learning,
    /// To somebody whom the resource manager or their organization gave an account: how to set it up.
    Invitation,
    /// A link to choose a new password.
    PasswordReset,
    /// A code to sign in with.
    SignInCode,
    /// "Your password was changed."
    PasswordChanged,
    /// "A new sign-in."
    NewSignIn,
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Activation,
        Self::Confirmation,
        Self::Learning,
        Self::Invitation,
        Self::PasswordReset,
        Self::SignInCode,
        Self::PasswordChanged,
        Self::NewSignIn,
    ];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Confirmation => "confirmation",
            Self::Learning => "learning",
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::SignInCode => "sign_in_code",
            Self::PasswordChanged => "password_changed",
            Self::NewSignIn => "new_sign_in",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_codes_are_read_back() {
        for kind in MailKind::ALL {
            assert_eq!(MailKind::from_code(kind.code()), Some(kind));
        }
    }
}
