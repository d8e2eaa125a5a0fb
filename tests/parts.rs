//! What the parts promise: nothing that is typed becomes markup, and assistive technology is told what eyes see.

use assister_portal::ui::{parts::*, parts_page::PartsPage};
use leptos::prelude::*;

const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'&";

/// What the server would send, without the marks by which the browser's program finds its way when it takes the page over.
fn html(view: impl FnOnce() -> AnyView) -> String {
    let page = Owner::new().with(|| view().to_html());
    // Inside of these a mark would be text.
    assert!(!page.contains("<!></textarea>") && !page.contains("<!></title>"), "{page}");
    page.replace("<!>", "")
}

/// The start tag of the first element with this id.
fn tag<'a>(html: &'a str, id: &str) -> &'a str {
    let at = html.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no #{id} in {html}"));
    let start = html[..at].rfind('<').unwrap();
    &html[start..=at + html[at..].find('>').unwrap()]
}

#[test]
fn no_part_lets_a_name_out_of_its_place() {
    let page = html(|| view! { <PartsPage/> }.into_any());
    assert!(!page.contains("<script"), "a name became a script");
    assert_eq!(page.matches("<textarea").count(), page.matches("</textarea>").count(), "a name closed a text area");
    assert!(page.matches("&lt;/textarea&gt;&lt;script&gt;").count() > 10, "the hostile name is shown as it is");
}

#[test]
fn a_text_area_holds_what_was_typed() {
    let page = html(|| view! { <TextArea name="note" label="Note" value=HOSTILE/> }.into_any());
    assert!(page.contains(">&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;</textarea>"), "{page}");
    // Browsers drop a text area's first line break.
    let page = html(|| view! { <TextArea name="note" label="Note" value="\n&lt;"/> }.into_any());
    assert!(page.contains(">\n\n&amp;lt;</textarea>"), "{page}");
}

#[test]
fn a_field_keeps_its_value_in_an_attribute() {
    let page = html(|| view! { <Field name="name" label=HOSTILE hint=HOSTILE value=HOSTILE error=Some(HOSTILE.to_owned())/> }.into_any());
    assert!(!page.contains("<script"));
    assert!(tag(&page, "name").contains("alert(1)") && tag(&page, "name").contains("&quot;"), "{page}");
}

#[test]
fn a_password_is_never_written_into_a_page() {
    let page = html(|| view! { <Field name="password" label="Password" kind=InputKind::Password value="secret"/> }.into_any());
    assert!(!page.contains("secret") && page.contains("type=\"password\""));
}

#[test]
fn an_error_is_wired_to_its_field() {
    let page = html(|| {
        view! {
            <Field name="a" label="A"/>
            <Field name="b" label="B" hint="Help"/>
            <Field name="c" label="C" hint="Help" error=Some("No".to_owned())/>
            <Checkbox name="d" label="D" error=Some("No".to_owned())/>
            <TextArea name="e" label="E" error=Some("No".to_owned())/>
        }
        .into_any()
    });
    for (id, described_by) in
        [("a", None), ("b", Some("b-hint")), ("c", Some("c-hint c-error")), ("d", Some("d-error")), ("e", Some("e-error"))]
    {
        let input = tag(&page, id);
        assert_eq!(input.contains("aria-invalid=\"true\""), id > "b", "{input}");
        match described_by {
            None => assert!(!input.contains("aria-describedby"), "{input}"),
            Some(ids) => {
                assert!(input.contains(&format!("aria-describedby=\"{ids}\"")), "{input}");
                ids.split(' ').for_each(|id| assert!(tag(&page, id).starts_with("<p")));
            }
        }
        assert!(page.contains(&format!("for=\"{id}\"")));
    }
}

#[test]
fn the_error_summary_leads_to_each_field_and_is_silent_without_errors() {
    let page = html(|| {
        let errors = [("number", "Enter a number"), ("", "Try again"), ("answers[3]", "Choose an answer")];
        let errors: Vec<_> = errors.into_iter().map(|(field, message)| (field.to_owned(), message.to_owned())).collect();
        view! { <ErrorSummary title="There is a problem" errors=errors/> }.into_any()
    });
    assert!(page.contains("role=\"alert\"") && page.contains("tabindex=\"-1\""));
    assert!(page.contains("<a href=\"#number\">Enter a number</a>") && page.contains("<li>Try again</li>"), "{page}");
    assert!(page.contains("<a href=\"#answers%5B3%5D\">Choose an answer</a>"), "{page}");
    let page = html(|| view! { <ErrorSummary title="There is a problem" errors=Vec::new()/> }.into_any());
    assert!(!page.contains("problem"), "{page}");
}

#[test]
fn the_current_tab_and_the_sorted_column_are_marked() {
    let page = html(|| {
        let tab = |text: &str, current| Tab { href: "/".to_owned(), text: text.to_owned(), count: "3".to_owned(), current };
        let columns = vec![
            Column::sorted("Name", "/?sort=name", Some(Order::Descending)),
            Column::sorted("Date", "/?sort=date", None),
            Column::plain("Plan"),
        ];
        view! {
            <Tabs label="Lists" tabs=vec![tab("New", true), tab("All", false)]/>
            <Table caption="Clients" columns=columns rows=Rows::default()/>
        }
        .into_any()
    });
    assert_eq!(page.matches("aria-current=\"page\"").count(), 1);
    assert_eq!(page.matches("aria-sort=").count(), 1);
    assert!(page.contains("aria-sort=\"descending\""), "{page}");
}

#[test]
fn what_a_row_says_stays_text() {
    let columns = vec![Column::plain("Name"), Column::plain(HOSTILE)];
    let rows = Rows::new(&columns, [[Cell::link(format!("/clients/1?q={HOSTILE}"), HOSTILE), Cell::text("–")]]);
    let page = html(|| view! { <Table caption="Clients" columns=columns rows=rows/> }.into_any());
    let text = "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;";
    let row = format!(
        "<tbody><tr><th scope=\"row\" class=\"table__wide\" data-label=\"Name\"><a href=\"/clients/1?q={text}\">{text}</a></th><td class=\"table__short\" data-label=\"{text}\">–</td></tr></tbody>"
    );
    assert!(page.contains(&row), "{page}");
}

#[test]
fn what_may_break_in_the_middle_is_a_sentence_or_longer_than_any_word() {
    let columns = ["Name", "A", "B", "C", "D", "E"].map(Column::plain).to_vec();
    let sentence = "many short words ".repeat(5);
    let cells = ["x".repeat(70), "Rating Area 8".to_owned(), "x".repeat(25), sentence, "x".repeat(24), "x".repeat(61)].map(Cell::text);
    let table = html(|| view! { <Table caption="Cells" columns=columns.clone() rows=Rows::new(&columns, [cells])/> }.into_any());
    let classes: Vec<_> =
        table.split("<t").filter(|tag| tag.contains("data-label")).map(|tag| tag.split("data-label").next().unwrap()).collect();
    let (wide, short) = ("d class=\"table__wide\" ", "d class=\"table__short\" ");
    let both = "d class=\"table__long table__wide\" ";
    assert_eq!(classes, ["h scope=\"row\" class=\"table__wide\" ", short, wide, "d class=\"table__long\" ", "d ", both]);
}

#[test]
fn a_link_back_to_its_row_has_the_rows_name_and_cells_hold_several_things() {
    let columns = vec![Column::plain("Plan"), Column::plain("Choose")];
    let link = |about: &'static str| Piece::Link { href: "/choose?a&b".into(), text: "Choose".into(), about: about.into() };
    let back = Piece::Link { href: "/plans?compare=A#plan-A".into(), text: "Add to compare".into(), about: "A".into() };
    let rows = [
        ("plan-A", [Cell::Several(vec![link(""), Piece::Mark(HOSTILE.into())]), Cell::Several(vec![link(HOSTILE), back])]),
        ("", [Cell::text("B"), Cell::text("–")]),
    ];
    let rows = Rows::named(&columns, rows);
    let page = html(|| view! { <Table caption="Plans" columns=columns rows=rows/> }.into_any());
    let text = "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;";
    for said in [
        "<tbody><tr><th scope=\"row\"".to_owned(),
        "<a id=\"plan-A\" href=\"/plans?compare=A#plan-A\">Add to compare".to_owned(),
        format!("<a href=\"/choose?a&amp;b\">Choose</a> <span class=\"tag tag--accent\">{text}</span>"),
        format!("<a href=\"/choose?a&amp;b\">Choose<span class=\"visually-hidden\"> {text}</span></a>"),
        "</tr><tr><th scope=\"row\"".to_owned(),
    ] {
        assert!(page.contains(&said), "{said}: {page}");
    }
}

#[test]
fn the_banner_sets_the_name_off() {
    let page = html(|| view! { <Banner label="Acting for" text="You are acting for Ann" name="Ann"/> }.into_any());
    assert!(page.contains("<strong class=\"banner__name\">Ann</strong>"), "{page}");
    let page = html(|| view! { <Banner label="Acting for" text="You are acting for someone" name="Ann"/> }.into_any());
    assert!(page.contains("You are acting for someone") && !page.contains("<strong"), "{page}");
}

#[test]
fn what_needs_a_script_is_not_offered_without_one() {
    let page = html(|| view! { <CopyButton text="1" label="Copy" done="Copied"/> }.into_any());
    assert!(page.starts_with("<span hidden"), "{page}");
    let page =
        html(|| view! { <Dialog id="d" open=RwSignal::new(true) title="Title" text="Body".into_any()>"Buttons"</Dialog> }.into_any());
    assert!(page.starts_with("<dialog") && !page.contains(" open"), "{page}");
}

#[test]
fn ids_on_the_parts_page_are_unique() {
    let page = html(|| view! { <PartsPage/> }.into_any());
    let mut ids: Vec<_> = page.split(" id=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn every_part_has_its_style_file_and_the_other_way_round() {
    let names = |folder: &str, end: &str| {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = files.filter_map(|file| file.strip_suffix(end).map(str::to_owned)).collect();
        names.retain(|name| !["mod", "main", "tokens", "base", "forced_colors", "print"].contains(&name.as_str()));
        names.sort();
        names
    };
    let styles = names("style", ".css");
    assert_eq!(names("src/ui/parts", ".rs"), styles);
    let main = std::fs::read_to_string("style/main.css").unwrap();
    styles.iter().for_each(|name| assert!(main.contains(&format!("@import \"{name}.css\"")), "{name}"));
}

#[test]
fn a_choice_is_asked_named_and_kept() {
    let choices = || vec![Choice::new("yes", "Yes"), Choice::new("no", HOSTILE)];
    let page = html(|| view! { <Radios name="access" legend="Access" error="Choose".to_owned() choices=choices() value="no"/> }.into_any());
    assert!(
        page.contains("<legend") && page.contains("aria-describedby=\"access-error\"") && page.contains("id=\"access-error\""),
        "{page}"
    );
    assert!(!tag(&page, "access").contains("checked") && tag(&page, "access-1").contains("checked"), "{page}");
    assert!(page.contains("for=\"access-1\"") && !page.contains("<script"));
    let page = html(|| view! { <Select name="state" label="State" hint="Help" choices=choices() value="no"/> }.into_any());
    assert!(page.contains("for=\"state\"") && tag(&page, "state").contains("aria-describedby=\"state-hint\""), "{page}");
    let chosen = page.find("selected").unwrap();
    assert!(page[..chosen].matches("<option").count() == 2 && !page.contains("<script"), "{page}");
}
