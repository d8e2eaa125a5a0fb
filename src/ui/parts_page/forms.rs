//! What forms are made of.

use leptos::prelude::*;

use super::{HOSTILE, LONG, Sample};
use crate::ui::parts::*;

pub(super) fn samples() -> AnyView {
    view! {
        {refusals()}
        {fields()}
        {choices()}
        {buttons()}
        <Sample name="SearchBox">
            <SearchBox name="sample-search" label="Search clients" hint="Part of a name, or a date of birth" button="Search"/>
            <SearchBox name="sample-search-used" label="Search again" value=LONG button="Search" clear="#" clear_text="Show everyone"/>
        </Sample>
    }
    .into_any()
}

fn refusals() -> AnyView {
    let errors = vec![
        ("sample-number-refused".to_owned(), "Enter the reference number your assister gave you".to_owned()),
        ("sample-agree-refused".to_owned(), "Check the box to agree, or cancel".to_owned()),
        (String::new(), format!("This is about no single field, and quotes {HOSTILE}")),
    ];
    view! {
        <Sample name="ErrorSummary">
            <ErrorSummary title="There is a problem" errors=errors/>
            <ErrorSummary title="Not shown while nothing is wrong" errors=Vec::new()/>
        </Sample>
    }
    .into_any()
}

fn fields() -> AnyView {
    let refused = RwSignal::new(None::<String>);
    let turn = move |()| refused.update(|error| *error = if error.is_none() { Some("This was refused just now".to_owned()) } else { None });
    view! {
        <Sample name="Field">
            <Field name="sample-name" label="Full name" autocomplete="name"/>
            <Field name="sample-number" label="Reference number" hint="Seven digits. Spaces and dashes don't matter." inputmode="numeric" short=true/>
            <Field
                name="sample-number-refused"
                label="Reference number, refused"
                hint="Seven digits. Spaces and dashes don't matter."
                value=HOSTILE
                error=Some("Enter the reference number your assister gave you".to_owned())
                inputmode="numeric"
                short=true
            />
            <Field name="sample-optional" label="Phone, if there is one" hint="Example: 651-555-0100" optional="(optional)"/>
            <Field name="sample-email" label="Email" kind=InputKind::Email value="zoe@demo.test" autocomplete="email"/>
            <Field name="sample-password" label="Password" kind=InputKind::Password autocomplete="current-password"/>
            <Field name="sample-born" label="Date of birth" kind=InputKind::Date value="2/28/1990" autocomplete="bday"/>
            <Field name="sample-file" label="CSV file" hint="A file that ends in .csv" kind=InputKind::File/>
            <Field name="sample-live" label="Refused without a reload" hint="What you type stays when the error comes and goes." error=refused/>
            <PressButton label="Refuse it, or take that back" kind=ButtonKind::Secondary on_press=turn/>
        </Sample>
    }
    .into_any()
}

fn choices() -> AnyView {
    view! {
        <Sample name="Checkbox">
            <Checkbox name="sample-agree" label="I have read this and I agree"/>
            <Checkbox name="sample-agreed" label=format!("I agree that {LONG} helps me") hint="You can end this at any time." checked=true/>
            <Checkbox name="sample-agree-refused" label="I have read this and I agree" error="Check the box to agree, or cancel".to_owned()/>
        </Sample>
        <Sample name="Radios">
            <Radios name="sample-access" legend="Assister Portal Access" hint="Yes approves an account." choices=yes_no() value="yes"/>
            <Radios name="sample-access-refused" legend=LONG error="Choose Yes or No".to_owned() choices=yes_no()/>
        </Sample>
        <Sample name="Select">
            <Select name="sample-state" label="Account" hint="Shows only these." choices=yes_no() value="no"/>
            <Select name="sample-state-refused" label="Account, refused" error="Choose one".to_owned() choices=vec![Choice::new("x", HOSTILE), Choice::new("y", LONG)]/>
        </Sample>
        <Sample name="FieldGroup">
            <FieldGroup legend="Public Facing Information" hint="Consumers see this.">
                <Field name="sample-phone" label="Phone"/>
                <Field name="sample-city" label="City"/>
            </FieldGroup>
        </Sample>
        <Sample name="TextArea">
            <TextArea name="sample-note" label="What happened?" hint="A few words are enough." rows=3/>
            <TextArea name="sample-note-refused" label="What happened, refused" value=format!("{HOSTILE}\n{LONG}") error="Use at most 200 letters".to_owned() rows=3/>
        </Sample>
    }
    .into_any()
}

fn yes_no() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
}

fn buttons() -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <Sample name="Buttons and links">
            <BackLink href="#" label="Back to your clients"/>
            <Actions>
                <Button label="Confirm"/>
                <Button label="Sending" busy=true/>
                <Button label="Search" kind=ButtonKind::Secondary/>
                <Button label="Sign out there" what="signed in on November 3" kind=ButtonKind::Secondary/>
                <Button label="Remove my assister" kind=ButtonKind::Danger/>
                <a href="#">"Cancel"</a>
            </Actions>
            <Actions>
                <ButtonLink href="#" label="Add an assister"/>
                <ButtonLink href="#" label=LONG kind=ButtonKind::Secondary/>
            </Actions>
        </Sample>
        <Sample name="CopyButton">
            <p>"Reference number 120-0010 " <CopyButton text="1200010" label="Copy" what="reference number 120-0010" done="Copied"/></p>
        </Sample>
        <Sample name="Dialog">
            <PressButton label="Open the dialog" kind=ButtonKind::Secondary on_press=move |()| open.set(true)/>
            <Dialog
                id="sample-dialog"
                open=open
                title="You will be signed out soon"
                text=view! { <p>"For your safety we sign you out after 15 minutes in which you do nothing."</p> }.into_any()
            >
                <Actions>
                    <PressButton label="Stay signed in" on_press=move |()| open.set(false)/>
                    <a href="#">"Sign out"</a>
                </Actions>
            </Dialog>
        </Sample>
    }
    .into_any()
}
