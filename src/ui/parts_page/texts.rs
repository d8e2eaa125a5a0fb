//! What tells people something.

use leptos::prelude::*;

use super::{HOSTILE, LONG, Sample};
use crate::{domain::manage_assister::blocks, ui::parts::*};

const TEXT: &str = "## What your assister can do\n\nAnn Lindqvist of Northern Lights Health Navigators can act for you until you end it:\n\n\
    - see and change your application\n- talk to us about your coverage\n- get copies of our letters\n\n## How to end it\n\n\
    Sign in, open Manage Assister and choose Remove my assister. It ends at once.";

pub(super) fn samples() -> AnyView {
    view! {
        <Sample name="Notice">
            <Notice label="Important"><p>"Your assister can see your application from the moment you confirm."</p></Notice>
            <Notice kind=NoticeKind::Warning label="Warning">
                <p>{format!("This replaces {LONG}. They can no longer help you.")}</p>
            </Notice>
            <Notice kind=NoticeKind::Success label="Done"><p>{format!("You have authorized {HOSTILE}.")}</p></Notice>
        </Sample>
        <Sample name="Banner">
            <Banner label="Acting for" text="You are acting for Zoë Nguyễn" name="Zoë Nguyễn" href="#" link="Back to your clients"/>
            <Banner label="Acting for, long" text=format!("You are acting for {LONG}") name=LONG href="#" link="Back to your clients"/>
            <Banner label="Acting for, hostile" text=format!("You are acting for {HOSTILE}") name=HOSTILE/>
        </Sample>
        <Sample name="Steps">
            <Steps text="Step 1 of 3" current=1 total=3/>
            <Steps text="Step 3 of 3" current=3 total=3/>
        </Sample>
        <Sample name="Tag">
            <p>
                <Tag text="Navigator"/> " " <Tag text="New" kind=TagKind::Accent/> " " <Tag text="Approved" kind=TagKind::Success/> " "
                <Tag text="Ends soon" kind=TagKind::Warning/> " " <Tag text=HOSTILE/>
            </p>
        </Sample>
        <Sample name="Card">
            <Card title="Manage Assister" href="#" link="Manage Assister"><p>"Nobody helps you now."</p></Card>
            <Card title=LONG><p>{HOSTILE}</p></Card>
        </Sample>
        <Sample name="SummaryList">
            <SummaryList>
                <SummaryRow label="Name" href="#" link="Change">"Ann Lindqvist"</SummaryRow>
                <SummaryRow label="Organization">{LONG}</SummaryRow>
                <SummaryRow label="Public phone"><a href="tel:+16515550100">"651-555-0100"</a></SummaryRow>
                <SummaryRow label="Typed name">{HOSTILE}</SummaryRow>
            </SummaryList>
        </Sample>
        <Sample name="Blocks">
            <Blocks blocks=blocks(TEXT)/>
        </Sample>
    }
    .into_any()
}
