//! What the answers of an application, and what is wrong with them, are called.

use crate::domain::applications::{Agreed, Frequency, Kind, Page, Problem, Relation, SignatureProblem, Source};
use crate::domain::county::County;
use crate::domain::eligibility::{Filing, Offer, Status};
use crate::domain::manage_assister::fill;
use crate::domain::typed::plain;
use crate::domain::zip::{Doubt, Zip};
use crate::messages::Messages;
use crate::server::dates::{self, DateWords};

/// What a page's part of the application is called.
pub(super) const fn part(t: Messages, page: Page) -> &'static str {
    match page {
        Page::Help => t.application_help_label(),
        Page::Household | Page::Member(_) => t.application_household_label(),
        Page::Address => t.application_address_label(),
        Page::Incomes | Page::Income(_) => t.application_income_label(),
        Page::Coverage(_) => t.application_coverage_title(),
        Page::Taxes => t.application_taxes_label(),
        Page::Status(_) => t.application_status_title(),
        Page::Review | Page::Sign => t.application_part_last(),
    }
}

pub(super) const fn relation(t: Messages, relation: Relation) -> &'static str {
    match relation {
        Relation::Myself => t.application_relation_self(),
        Relation::Spouse => t.application_relation_spouse(),
        Relation::Child => t.application_relation_child(),
        Relation::Parent => t.application_relation_parent(),
        Relation::Sibling => t.application_relation_sibling(),
        Relation::Relative => t.application_relation_relative(),
        Relation::Unrelated => t.application_relation_unrelated(),
    }
}

pub(super) const fn source(t: Messages, source: Source) -> &'static str {
    match source {
        Source::Job => t.application_source_job(),
        Source::SelfEmployment => t.application_source_self_employment(),
        Source::Unemployment => t.application_source_unemployment(),
        Source::SocialSecurity => t.application_source_social_security(),
        Source::Other => t.application_source_other(),
    }
}

pub(super) const fn frequency(t: Messages, frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Weekly => t.application_frequency_weekly(),
        Frequency::TwoWeeks => t.application_frequency_two_weeks(),
        Frequency::TwiceMonth => t.application_frequency_twice_month(),
        Frequency::Monthly => t.application_frequency_monthly(),
        Frequency::Yearly => t.application_frequency_yearly(),
    }
}

pub(super) const fn yes_no(t: Messages, answer: bool) -> &'static str {
    if answer { t.application_yes() } else { t.application_no() }
}

pub(super) const fn filing(t: Messages, filing: Filing) -> &'static str {
    match filing {
        Filing::Files => t.application_taxes_files(),
        Filing::Separately => t.application_taxes_separately(),
        Filing::DoesNotFile => t.application_taxes_does_not_file(),
    }
}

pub(super) const fn status(t: Messages, status: Status) -> &'static str {
    match status {
        Status::Citizen => t.application_status_citizen(),
        Status::LawfullyPresent => t.application_status_lawfully_present(),
        Status::Other => t.application_status_other(),
    }
}

pub(super) fn coverage(t: Messages, (medicare, offer): (bool, Offer)) -> String {
    let offer = match offer {
        Offer::None => t.application_coverage_answer_none().to_owned(),
        Offer::Enrolled => t.application_coverage_answer_enrolled().to_owned(),
        Offer::Offered(cost) => fill(t.application_coverage_answer_offered(), &[("cost", &cost.to_string())]),
    };
    let medicare = fill(t.application_coverage_answer_medicare(), &[("answer", yes_no(t, medicare))]);
    format!("{medicare}. {}.", fill(t.application_coverage_answer_employer(), &[("answer", &offer)]))
}

pub(super) const fn agreed(t: Messages, agreed: Agreed) -> &'static str {
    match agreed {
        Agreed::InPerson => t.application_sign_in_person(),
        Agreed::ByPhone => t.application_sign_by_phone(),
        Agreed::InWriting => t.application_sign_in_writing(),
    }
}

pub(super) const fn agreed_how(t: Messages, agreed: Agreed) -> &'static str {
    match agreed {
        Agreed::InPerson => t.application_how_in_person(),
        Agreed::ByPhone => t.application_how_by_phone(),
        Agreed::InWriting => t.application_how_in_writing(),
    }
}

/// For what somebody qualifies, without the reason.
#[must_use]
pub const fn kind(t: Messages, kind: Kind) -> &'static str {
    match kind {
        Kind::MedicalAssistance => t.determination_outcome_medical_assistance(),
        Kind::MinnesotaCare => t.determination_outcome_minnesotacare(),
        Kind::WithCredit => t.determination_outcome_with_credit(),
        Kind::WithoutCredit => t.determination_outcome_without_credit(),
        Kind::NeedsDecision => t.determination_outcome_needs_decision(),
    }
}

/// What is odd about a ZIP code as it was typed.
pub(super) fn doubt(t: Messages, doubt: Doubt, typed: &str) -> String {
    let zip = Zip::parse(&plain(typed));
    let counties: Vec<&str> = zip.iter().flat_map(Zip::counties).map(County::name).collect();
    let text = match (doubt, counties.len()) {
        (Doubt::Unknown, _) => t.application_address_zip_unknown(),
        (Doubt::Several, _) => t.application_address_county_several(),
        (Doubt::OtherCounty, 1) => t.application_address_county_other(),
        (Doubt::OtherCounty, _) => t.application_address_county_others(),
    };
    let counties = match counties.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, [first])) => fill(t.application_address_two(), &[("first", first), ("last", last)]),
        Some((last, before)) => fill(t.application_address_many(), &[("before", &before.join(", ")), ("last", last)]),
        None => String::new(),
    };
    fill(text, &[("zip", zip.as_ref().map_or(typed, Zip::area)), ("counties", &counties)])
}

const BORN: DateWords = DateWords {
    missing: Messages::application_member_born_missing,
    wrong: Messages::application_member_born_wrong,
    future: Messages::application_member_born_future,
};

const AGREED: DateWords = DateWords {
    missing: Messages::application_sign_on_wrong,
    wrong: Messages::application_sign_on_wrong,
    future: Messages::application_sign_on_future,
};

/// What is wrong with a field of a page.
pub(super) fn problem(t: Messages, page: Page, field: &str, problem: Problem) -> &'static str {
    match (page, field, problem) {
        (Page::Household, ..) => t.application_household_nobody(),
        (Page::Member(_), _, Problem::TooMany) => t.application_household_too_many(),
        (Page::Income(_), _, Problem::TooMany) => t.application_income_too_many(),
        (_, "help", _) => t.application_help_missing(),
        (_, "name", Problem::Missing) => t.application_member_name_missing(),
        (_, "name", _) => t.application_member_name_wrong(),
        (_, "relation", Problem::SecondSpouse) => t.application_member_relation_spouse(),
        (_, "relation", _) => t.application_member_relation_missing(),
        (_, "born", Problem::NotADate(problem)) => dates::problem(t, problem, BORN),
        (_, "born", _) => t.application_member_born_wrong(),
        (_, "expecting", Problem::NotPregnant) => t.application_member_expecting_not_pregnant(),
        (_, "expecting", _) => t.application_member_expecting_wrong(),
        (_, "applies", _) => t.application_member_applies_missing(),
        (_, "street", Problem::Missing) => t.application_address_street_missing(),
        (_, "street", _) => t.application_address_street_long(),
        (_, "city", Problem::Missing) => t.application_address_city_missing(),
        (_, "city", _) => t.application_address_city_long(),
        (_, "zip", Problem::Missing) => t.application_address_zip_missing(),
        (_, "zip", _) => t.application_address_zip_wrong(),
        (_, "county", _) => t.application_address_county_missing(),
        (_, "nobody", _) => t.application_income_nobody_missing(),
        (_, "member", _) => t.application_income_member_missing(),
        (_, "source", _) => t.application_income_source_missing(),
        (_, "amount", Problem::Missing) => t.application_income_amount_missing(),
        (_, "amount", _) => t.application_income_amount_wrong(),
        (_, "frequency", _) => t.application_income_frequency_missing(),
        (_, "medicare", _) => t.application_coverage_medicare_missing(),
        (_, "employer", _) => t.application_coverage_employer_missing(),
        (_, "cost", Problem::Missing) => t.application_coverage_cost_missing(),
        (_, "cost", _) => t.application_coverage_cost_wrong(),
        (_, "filing", _) => t.application_taxes_missing(),
        _ => t.application_status_missing(),
    }
}

/// What is wrong with a signature. `name` is the account's, `authorized` the day of the authorization.
pub(super) fn signature(t: Messages, problem: SignatureProblem, name: &str, authorized: &str) -> String {
    match problem {
        SignatureProblem::NameMissing => t.application_sign_name_missing().to_owned(),
        SignatureProblem::NameDifferent => fill(t.application_sign_name_different(), &[("name", name)]),
        SignatureProblem::HowMissing => t.application_sign_how_missing().to_owned(),
        SignatureProblem::NotADate(problem) => dates::problem(t, problem, AGREED).to_owned(),
        SignatureProblem::BeforeAuthorized => fill(t.application_sign_on_before(), &[("date", authorized)]),
    }
}
