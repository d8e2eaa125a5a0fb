//! The part of an address behind its question mark: read in one place, since some of those who write it (leptos_router on the server among
//! them) escape more than they must.

/// The names and values of a query, with or without its question mark; a name without a value has an empty one.
pub fn pairs(query: &str) -> impl Iterator<Item = (&str, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (name, decode(value)))
}

/// Reads what an address writes as `%20` or `+`; what is not text is replaced.
fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut read = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        let escaped = pair.filter(|pair| *byte == b'%' && pair.bytes().all(|b| b.is_ascii_hexdigit()));
        match escaped.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(escaped) => {
                read.push(escaped);
                at += 3;
            }
            None => {
                read.push(if *byte == b'+' { b' ' } else { *byte });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_without_need_is_read_all_the_same() {
        let read = |query| pairs(query).map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        assert_eq!(read("?state=not%2Denrolled&q=a+b%20c&empty"), ["state=not-enrolled", "q=a b c", "empty="]);
        assert_eq!(read("after=%"), ["after=%"]);
        assert_eq!(read("sort=%2dname&x=%zz&y=%C3%A9"), ["sort=-name", "x=%zz", "y=é"]);
    }
}
