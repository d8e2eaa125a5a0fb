//! Of how many nodes a browser makes the body of a page that was written here. A page that consists of others when it is to be made live
//! was changed on its way or in the browser: comments taken out, words put into elements of a translator's, elements of an extension's put
//! between ours. Then the program would take one for another, and the page is better off without it.

/// Elements with nothing but text inside, whatever it looks like.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// The elements, texts and comments of a document's body, from what follows `<body>`.
pub fn count(body: &str) -> usize {
    let mut count = 0;
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        count += usize::from(at > 0);
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix('!') {
            count += 1;
            rest = if let Some(text) = comment.strip_prefix("--") { after(text, "-->") } else { after(comment, ">") };
        } else if rest.starts_with('/') {
            rest = after(rest, ">");
        } else {
            count += 1;
            let name = rest.split([' ', '>', '/']).next().unwrap_or_default();
            rest = after_tag(rest);
            if RAW.contains(&name) {
                let (text, after_text) = rest.split_once(&format!("</{name}")).unwrap_or((rest, ""));
                count += usize::from(!text.is_empty() && text != "\n");
                rest = after(after_text, ">");
            }
        }
    }
    count + usize::from(!rest.is_empty())
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// What follows a tag, whose values may hold its end.
fn after_tag(tag: &str) -> &str {
    let mut quoted = false;
    let end = tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or("", |at| &tag[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_counted_as_a_browser_makes_them() {
        for (body, nodes) in [
            ("", 0),
            ("text", 1),
            ("<p></p>", 1),
            ("<p>a</p>", 2),
            ("<p>a<!>b<!> </p>", 6),
            ("<!--s-1-o--><br><input value=\"a > b\" disabled>x", 4),
            ("<script nonce=\"1\">if (a < b) { c(\"</p>\") }</script>", 2),
            ("<textarea name=\"n\"></textarea><textarea>a<b</textarea>", 3),
            ("<svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg>\n", 3),
            ("<ul><li>a</li> <li>b</li></ul>", 6),
        ] {
            assert_eq!(count(body), nodes, "{body}");
        }
    }
}
