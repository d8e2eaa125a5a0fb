//! Of how many nodes a browser makes the body of a page that was written here. A page that consists of others when it is to be made live
//! was changed on its way or in the browser: comments taken out, words put into elements of a translator's, elements of an extension's put
//! between ours. Then the program would take one for another, and the page is better off without it.

use memchr::memchr;

/// Elements with nothing but text inside, whatever it looks like; no other's name begins so.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// The elements, texts and comments of a document's body, from what follows `<body>`. What we write has neither sign of a tag in a text
/// or in a value, but as `&lt;` and `&gt;`: so a sign is a tag's, and one that follows no tag's end ends a text.
pub fn count(body: &str) -> usize {
    let bytes = body.as_bytes();
    let is_text_before = |at: usize| at > 0 && bytes[at - 1] != b'>';
    let (mut count, mut from) = (0, 0);
    while let Some(at) = memchr(b'<', &bytes[from..]).map(|at| from + at) {
        count += usize::from(is_text_before(at));
        from = at + 1;
        match bytes.get(from) {
            Some(b'/') => {}
            Some(b'!') => {
                count += 1;
                // Leptos' own mark of nothing is `<!--<() />-->`.
                if body[from..].starts_with("!--") {
                    from = body[from..].find("-->").map_or(body.len(), |end| from + end);
                }
            }
            _ => {
                count += 1;
                if let Some(name) = RAW.iter().find(|name| body[from..].starts_with(**name)) {
                    let Some(start) = memchr(b'>', &bytes[from..]).map(|end| from + end + 1) else { break };
                    let end = body[start..].find(&format!("</{name}")).map_or(body.len(), |end| start + end);
                    let text = &body[start..end];
                    count += usize::from(!text.is_empty() && text != "\n");
                    // Behind the sign that ends it.
                    from = (end + 1).min(body.len());
                }
            }
        }
    }
    count + usize::from(is_text_before(bytes.len()))
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
            ("<p><!--<() />--></p><!---->", 3),
            ("<!--s-1-o--><br><input value=\"a &gt; b\" disabled>x", 4),
            ("<script nonce=\"1\">if (a < b) { c(\"</p>\") }</script>", 2),
            ("<textarea name=\"n\"></textarea><textarea>a<b</textarea>", 3),
            ("<svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg>\n", 3),
            ("<ul><li>a</li> <li>b</li></ul>", 6),
        ] {
            assert_eq!(count(body), nodes, "{body}");
        }
    }
}
