//! The forms of a page, as a browser would send them.

/// A form that is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedForm {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// Every form of a page that is posted, filled as the page fills it, with every box ticked.
pub fn of_page(html: &str) -> Vec<PostedForm> {
    let forms = html.split("<form").skip(1);
    forms
        .filter_map(|rest| {
            let whole = rest.split("</form>").next()?;
            let (tag, inside) = whole.split_once('>')?;
            let is_posted = attribute(tag, "method").as_deref() == Some("post");
            let is_upload = attribute(tag, "enctype").is_some();
            (is_posted && !is_upload).then_some(())?;
            Some(PostedForm {
                action: attribute(tag, "action")?,
                fields: fields(inside),
            })
        })
        .collect()
}

fn fields(html: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or((piece, ""));
        let kind = tag.split_whitespace().next().unwrap_or_default();
        let name = attribute(tag, "name");
        let value = attribute(tag, "value").unwrap_or_default();
        match (kind, name) {
            ("option", _) => {
                if let Some((_, chosen)) = found.last_mut()
                    && (chosen.is_empty() || tag.contains(" selected"))
                {
                    *chosen = value;
                }
            }
            ("textarea", Some(name)) => found.push((name, plain(after))),
            ("select", Some(name)) => found.push((name, String::new())),
            ("input" | "button", Some(name)) => {
                let is_one_of_several = tag.contains("type=\"radio\"") || kind == "button";
                if !is_one_of_several || found.iter().all(|(known, _)| *known != name) {
                    found.push((name, value));
                }
            }
            _ => {}
        }
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

fn plain(text: &str) -> String {
    let signs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    let all = signs.iter();
    all.fold(text.to_owned(), |text, (sign, plain)| {
        text.replace(sign, plain)
    })
}
