//! Per-enrollee payments: a month's, one for each case.

use super::{FILE, READ, Style, value};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::worksheets::{Months, PAYMENTS, Worksheet};
use crate::domain::access::PAYMENTS_ROUTE;
use crate::domain::clients::PAGE_SIZE;
use crate::domain::eligibility::PUBLISHED;
use crate::domain::ids::OrganizationId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::fill;
use crate::domain::money::Cents;
use crate::domain::worksheets::{Month, case_number};
use crate::messages::{Language, Messages};
use crate::server::context::{PaymentReader, RequestContext};
use crate::server::csv::{BOM, write_row};
use crate::server::dates;
use crate::store::{Payment, Store, StoreError};
use std::sync::Arc;

/// How many months there are to choose from.
const MONTHS: usize = 24;

/// A page of a month: an organization's own navigators', or everybody's.
///
/// # Errors
/// When the store fails.
pub async fn page(context: &RequestContext<PaymentReader>, query: &str) -> Result<Worksheet, ApiError> {
    let organization = organization(&context.who);
    let t = context.messages();
    let month = asked(query, context.now).ok_or(ApiError::new(ErrorCode::Internal))?;
    let amount = PUBLISHED.payment_in(month.first_day());
    let payments = in_month(context.store(), organization, month).await?;
    let pages = payments.len().div_ceil(PAGE_SIZE).max(1);
    let number = value(query, "page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let page = |number: usize| format!("{PAYMENTS}?month={}&page={number}", month.code());
    let rows = payments.iter().skip((number - 1) * PAGE_SIZE).take(PAGE_SIZE).map(|payment| cells(payment, amount, organization, READ, t));
    let month_read = dates::month(month);
    Ok(Worksheet {
        heading: t.payments_heading().to_owned(),
        lead: vec![t.payments_lead().to_owned(), fill(t.payments_rule(), &[("amount", &amount.to_string())])],
        months: Some(months(month, dates::today(context.now).map_or(month, Month::of))),
        total: total(payments.len(), amount, &month_read, t),
        columns: columns(organization, t).into_iter().map(str::to_owned).collect(),
        rows: Arc::new(rows.collect()),
        empty: payments.is_empty().then(|| (fill(t.payments_none(), &[("month", &month_read)]), t.payments_none_text().to_owned())),
        previous: if number > 1 { page(number - 1) } else { String::new() },
        next: if number < pages { page(number + 1) } else { String::new() },
        file: format!("{PAYMENTS_ROUTE}?month={}", month.code()),
    })
}

/// Whose navigators' it is that somebody reads; none means everybody's.
#[must_use]
pub const fn organization(reader: &PaymentReader) -> Option<OrganizationId> {
    match reader {
        PaymentReader::Agency(who) => Some(who.organization),
        PaymentReader::Staff(_) => None,
    }
}

/// All of a month as a file.
///
/// # Errors
/// When the store fails.
pub async fn file(store: &Store, organization: Option<OrganizationId>, month: Month) -> Result<Vec<u8>, StoreError> {
    let t = Language::default().messages();
    let mut file = BOM.to_vec();
    write_row(&mut file, columns(organization, t));
    let amount = PUBLISHED.payment_in(month.first_day());
    for payment in in_month(store, organization, month).await? {
        write_row(&mut file, cells(&payment, amount, organization, FILE, t).iter().map(String::as_str));
    }
    Ok(file)
}

/// The month that an address asks for; this one where it asks for none.
#[must_use]
pub fn asked(query: &str, now: Instant) -> Option<Month> {
    value(query, "month").as_deref().and_then(Month::from_code).or_else(|| dates::today(now).map(Month::of))
}

async fn in_month(store: &Store, organization: Option<OrganizationId>, month: Month) -> Result<Vec<Payment>, StoreError> {
    store.payments(organization, dates::start_of_month(month), dates::start_of_month(month.next())).await
}

fn months(chosen: Month, this: Month) -> Months {
    let mut months: Vec<Month> = std::iter::successors(Some(this), |month| Some(month.previous())).take(MONTHS).collect();
    if !months.contains(&chosen) {
        months.push(chosen);
        months.sort_by(|one, other| other.cmp(one));
    }
    let choices = months.into_iter().map(|month| (month.code(), dates::month(month))).collect();
    Months { page: PAYMENTS.to_owned(), chosen: chosen.code(), choices }
}

fn total(payments: usize, amount: Cents, month: &str, t: Messages) -> String {
    let total: Cents = std::iter::repeat_n(amount, payments).sum();
    let text = if payments == 1 { t.payments_total_one() } else { t.payments_total_many() };
    fill(text, &[("n", &payments.to_string()), ("month", month), ("total", &total.to_string())])
}

fn columns(organization: Option<OrganizationId>, t: Messages) -> Vec<&'static str> {
    let (navigator, case, active, amount) =
        (t.payments_column_navigator(), t.payments_column_case(), t.payments_column_active(), t.payments_column_amount());
    match organization {
        Some(_) => vec![navigator, case, active, amount],
        None => vec![navigator, t.payments_column_organization(), case, active, amount],
    }
}

fn cells(payment: &Payment, amount: Cents, organization: Option<OrganizationId>, style: Style, t: Messages) -> Vec<String> {
    let navigator = payment.navigator.clone();
    let case = case_number(payment.case);
    let active = dates::today(payment.active_at).map_or_else(|| t.worksheet_none().to_owned(), style.day);
    let amount = (style.amount)(amount);
    match organization {
        Some(_) => vec![navigator, case, active, amount],
        None => vec![navigator, payment.organization.clone(), case, active, amount],
    }
}
