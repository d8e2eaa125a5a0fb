//! Who is signed in and where, signing in and out, second steps, passwords, creating and setting up accounts.

mod change_password;
mod choose_factor;
mod close_account;
mod confirm_email;
mod create_account;
mod details;
mod finish_sign_in;
mod forgot_password;
mod kept_details;
mod me;
mod passkeys;
mod proof;
mod second_factor;
mod security;
mod sessions;
mod set_up;
mod sign_in;
mod sign_out;

pub use change_password::{ChangePassword, ChangePasswordPage, change_password, change_password_page};
pub use choose_factor::{
    AuthenticatorPage, BeginAuthenticator, ChooseFactorPage, ConfirmAuthenticator, UseEmailedCodes, authenticator_page,
    begin_authenticator, choose_factor_page, confirm_authenticator, use_emailed_codes,
};
pub use close_account::{CloseAccount, CloseAccountPage, close_account, close_account_page};
pub use confirm_email::{
    ConfirmAddress, ConfirmAddressPage, EmailPage, SendEmailLink, confirm_address, confirm_address_page, email_page, send_email_link,
};
pub use create_account::{CreateAccount, CreateAccountPage, create_account, create_account_page};
pub use details::{ChangeDetails, YourDetailsPage, change_details, your_details_page};
pub use finish_sign_in::{FinishSignIn, FinishSignInPage, finish_sign_in, finish_sign_in_page};
pub use forgot_password::{
    ForgotPassword, ForgotPasswordPage, OtherWaysView, ResetPassword, ResetPasswordPage, forgot_password, forgot_password_page,
    reset_password, reset_password_page,
};
pub use kept_details::{KeptDetailsPage, kept_details};
pub use me::{Me, Person, StaySignedIn, parts_page, stay_signed_in};
pub use passkeys::{
    AddPasskey, AskNewPasskey, AskPasskey, KeepWays, PasskeyQuestion, PasskeyView, PasskeysView, RemovePasskey, UsePasskey, WaysPage,
    add_passkey, ask_new_passkey, ask_passkey, keep_ways, remove_passkey, use_passkey, ways_page,
};
pub use proof::{ProofPage, Prove, proof_page, prove};
pub use second_factor::{
    CheckSecondFactor, EmailSignInCode, SecondFactorPage, check_second_factor, email_sign_in_code, second_factor_page,
};
pub use security::{
    LoginMnView, NewRecoveryCodes, RecoveryCodesKept, RecoveryCodesPage, SecondStepView, SecurityPage, TurnOffSecondStep, UnlinkLoginMn,
    new_recovery_codes, recovery_codes_kept, recovery_codes_page, security_page, turn_off_second_step, unlink_login_mn,
};
pub use sessions::{EndSession, SessionView, SessionsPage, SignOutEverywhere, end_session, sessions_page, sign_out_everywhere};
pub use set_up::{SetUpAccount, SetUpForm, SetUpPage, ShutLink, set_up_account, set_up_page};
pub use sign_in::{DemoAccount, SignIn, SignInPage, sign_in, sign_in_page};
pub use sign_out::{SignOut, sign_out};
