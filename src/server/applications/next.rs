//! "What happens next": for each program that somebody qualifies for, what comes after the determination, and whose turn it is.

use super::Applicant;
use super::plans::{Next, Shop};
use super::result::name;
use super::words;
use crate::api::applications::{Fact, Section};
use crate::domain::applications::{Application, Kind};
use crate::domain::manage_assister::fill;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::ApplicationFile;

impl RequestContext<Applicant> {
    /// What happens next, by these outcomes: the current ones for the consumer, the initial ones for an assister (rule 28).
    pub(super) fn next(&self, file: &ApplicationFile, answers: &Application, kinds: &[(u16, Kind)], shop: &Shop) -> Section {
        let program = |kind: &Kind| {
            let members: Vec<u16> = kinds.iter().filter(|(_, of)| of == kind).map(|(member, _)| *member).collect();
            let names: Vec<String> = members.iter().map(|member| name(answers, *member)).collect();
            (!members.is_empty()).then(|| Fact {
                label: words::kind(self.messages(), *kind).to_owned(),
                strong: names.join(", "),
                value: self.next_step(file, *kind, &members, shop),
                change: None,
            })
        };
        Section {
            heading: self.messages().determination_next_heading().to_owned(),
            text: Vec::new(),
            facts: Kind::ALL.iter().filter_map(program).collect(),
        }
    }

    fn next_step(&self, file: &ApplicationFile, kind: Kind, members: &[u16], shop: &Shop) -> String {
        let (t, own) = (self.messages(), self.who.kind.is_none());
        let template = match (kind, own) {
            (Kind::MedicalAssistance, true) => t.determination_next_medical(),
            (Kind::MedicalAssistance, false) => t.determination_next_medical_assister(),
            (Kind::MinnesotaCare, true) => t.determination_next_minnesotacare(),
            (Kind::MinnesotaCare, false) => t.determination_next_minnesotacare_assister(),
            (Kind::NeedsDecision, true) => t.determination_next_decision(),
            (Kind::NeedsDecision, false) => t.determination_next_decision_assister(),
            (Kind::WithCredit | Kind::WithoutCredit, _) => match self.next_of_plan(file, members, shop) {
                Next::Told(text) => return text,
                Next::Choose(from) => {
                    let credit = match (kind, own) {
                        (Kind::WithCredit, true) => t.determination_next_credit(),
                        (Kind::WithCredit, false) => t.determination_next_credit_assister(),
                        (_, true) => t.determination_next_no_credit(),
                        (_, false) => t.determination_next_no_credit_assister(),
                    };
                    let choose = if own { t.determination_next_choose() } else { t.determination_next_choose_assister() };
                    let choose = fill(choose, &[("name", &file.name), ("date", &dates::calendar(from))]);
                    return format!("{choose} {credit}");
                }
            },
        };
        fill(template, &[("name", &file.name), ("contact", t.contact_center())])
    }
}
