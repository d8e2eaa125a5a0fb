//! The chart of what a year costs, as SVG. It has no style of its own: the pages' security policy allows none inside of a page, and the
//! style sheet has colors for light and dark.

use crate::domain::money::Cents;
use crate::ui::parts::escape;
use std::fmt::Write as _;

/// The size in units of its own; it is as wide as there is room.
const WIDTH: i64 = 320;
const HEAD: i64 = 26;
const ROW: i64 = 38;
const BAR: i64 = 14;
/// The longest bar leaves room for its amount.
const LONGEST: i64 = 230;
/// The longest name that there is room for.
const NAME: usize = 40;

/// Bars under a heading for each group, the longest for the highest amount of all. `label` says what it shows.
pub(super) fn chart(label: &str, groups: &[(&str, Vec<(&str, Cents)>)]) -> String {
    let most = groups.iter().flat_map(|(_, bars)| bars).map(|(_, amount)| amount.0).max().unwrap_or_default().max(1);
    let height: i64 = groups.iter().map(|(_, bars)| HEAD + ROW * i64::try_from(bars.len()).unwrap_or_default()).sum();
    let mut svg = format!("<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" aria-label=\"");
    escape(label, &mut svg);
    svg.push_str("\">");
    let mut y = 0;
    for (head, bars) in groups {
        text(&mut svg, "head", (0, y + 18), 15, head);
        y += HEAD;
        for (name, amount) in bars {
            let length = i64::try_from(i128::from(amount.0) * i128::from(LONGEST) / i128::from(most)).unwrap_or_default().max(1);
            text(&mut svg, "text", (0, y + 12), 13, &short(name));
            let _ = write!(svg, "<rect class=\"chart__bar\" x=\"0\" y=\"{}\" width=\"{length}\" height=\"{BAR}\" rx=\"2\"/>", y + 17);
            text(&mut svg, "text", (length + 6, y + 29), 13, &amount.to_string());
            y += ROW;
        }
    }
    svg.push_str("</svg>");
    svg
}

fn short(name: &str) -> String {
    if name.chars().count() <= NAME { name.to_owned() } else { name.chars().take(NAME - 1).chain(['…']).collect() }
}

fn text(svg: &mut String, class: &str, (x, y): (i64, i64), size: u8, text: &str) {
    let _ = write!(svg, "<text class=\"chart__{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\">");
    escape(text, svg);
    svg.push_str("</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_amount_has_the_longest_bar_and_names_stay_text() {
        let svg = chart("Cost & more", &[("Low", vec![("<b>A</b>", Cents(100)), ("B", Cents(400))]), ("High", vec![("A", Cents(0))])]);
        assert!(svg.contains("aria-label=\"Cost &amp; more\"") && svg.contains("&lt;b&gt;A&lt;/b&gt;") && !svg.contains("<b>"));
        let widths: Vec<&str> = svg.split(" width=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(widths, ["57", "230", "1"]);
        assert!(svg.contains(">$4.00</text>") && svg.contains("viewBox=\"0 0 320 166\"") && !svg.contains("style="));
    }

    #[test]
    fn nothing_is_a_chart_too() {
        assert!(chart("", &[("Low", vec![("A", Cents(0))])]).contains("width=\"1\""));
        let long = "é".repeat(41);
        assert!(chart("", &[("Low", vec![(&long, Cents(1))])]).contains(&format!(">{}…<", "é".repeat(39))));
    }
}
