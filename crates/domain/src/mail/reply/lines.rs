//! Which lines of a text are new.

use super::tidy;

/// Our own mark of where a quotation begins.
pub(super) const QUOTE: &str = "\u{e000}quote\u{e000}";
/// Our own mark of where everything is quoted.
pub(super) const END: &str = "\u{e000}end\u{e000}";

/// The new lines; empty when there are none.
pub(super) fn fresh(text: &str) -> String {
    let lines: Vec<&str> = text.lines().flat_map(apart).map(str::trim_end).collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = &lines[at..];
        if ends(rest) {
            break;
        }
        if is_quoted(line) {
            at += 1;
        } else if let Some(length) = announces(rest) {
            let Some(quoted) = quotation(&rest[length..]) else {
                break;
            };
            at += length + quoted;
        } else {
            kept.push(line);
            at += 1;
        }
    }
    while kept
        .last()
        .is_some_and(|line| is_rule(line) || is_device(line))
    {
        kept.pop();
    }
    tidy(&kept.join("\n"))
}

/// Our marks on lines of their own, also where a damaged tag swallowed the line end before them.
fn apart(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((at, mark)) = [QUOTE, END]
        .into_iter()
        .filter(|_| !is_quoted(line))
        .filter_map(|mark| Some((rest.find(mark)?, mark)))
        .min()
    {
        pieces.extend([&rest[..at], mark]);
        rest = &rest[at + mark.len()..];
    }
    pieces.push(rest);
    pieces
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '\u{ff1e}'])
}

/// Nothing but spaces and strokes.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| " -_*=\u{2014}".contains(c))
}

/// Whether everything from here on is quoted, or a signature.
fn ends(lines: &[&str]) -> bool {
    let line = lines[0].trim();
    line == END || line == "--" || is_original(line) || is_header_block(lines)
}

fn is_original(line: &str) -> bool {
    if !(line.starts_with("--") && line.ends_with("--")) {
        return false;
    }
    let words = line
        .trim_matches(['-', ' '])
        .to_lowercase()
        .replace('’', "'");
    [
        "original message",
        "forwarded message",
        "message d'origine",
        "message original",
        "message transféré",
        "ursprungligt meddelande",
        "originalmeddelande",
        "vidarebefordrat meddelande",
        "ursprüngliche nachricht",
        "originalnachricht",
        "weitergeleitete nachricht",
    ]
    .contains(&words.as_str())
}

/// `From:`, and two more of such in the lines below: Outlook's.
fn is_header_block(lines: &[&str]) -> bool {
    const FROM: &[&str] = &["from", "de", "från", "von", "expéditeur"];
    const OTHERS: &[&str] = &[
        "sent", "date", "to", "cc", "subject", "envoyé", "à", "objet", "skickat", "till", "kopia",
        "ämne", "datum", "gesendet", "an", "betreff",
    ];
    let label = |line: &str| {
        let (label, _) = line.split_once(':')?;
        let label: String = label.chars().filter(|c| *c != '*').collect();
        (label.len() < 20).then(|| label.trim().to_lowercase())
    };
    if !label(lines[0]).is_some_and(|it| FROM.contains(&it.as_str())) {
        return false;
    }
    let below = lines[1..].iter().take(8).filter_map(|line| label(line));
    below.filter(|it| OTHERS.contains(&it.as_str())).count() >= 2
}

/// "On … wrote:" over at most [`LONGEST`] lines, with a date or just above what is quoted: how many.
fn announces(lines: &[&str]) -> Option<usize> {
    const LONGEST: usize = 4;
    if lines[0].trim() == QUOTE {
        return Some(1);
    }
    let mut said = String::new();
    for (n, line) in lines.iter().take(LONGEST).enumerate() {
        if line.trim().is_empty() || line.len() > 500 {
            return None;
        }
        said.push_str(&line.trim().to_lowercase().replace('\u{a0}', " "));
        said.push(' ');
        let begins = BEGINNINGS.iter().any(|word| said.starts_with(word));
        if !begins {
            return None;
        }
        if said.trim_end().ends_with(':') {
            let is_dated = said.contains(|c: char| c.is_ascii_digit());
            let below = &lines[n + 1..];
            let stands_above = below
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|line| is_quoted(line));
            let wrote = WROTE.iter().any(|word| said.contains(word));
            return (wrote && (is_dated || stands_above)).then_some(n + 1);
        }
    }
    None
}

const BEGINNINGS: [&str; 5] = ["on ", "le ", "den ", "am ", "på "];
const WROTE: [&str; 6] = [
    " wrote",
    " a écrit",
    " skrev",
    " schrieb",
    " écrit",
    "écrivait",
];

/// How many lines of quotation follow; `None` when all that is left is one, marked or not.
fn quotation(lines: &[&str]) -> Option<usize> {
    let begins = lines.iter().position(|line| is_quoted(line))?;
    // Between "wrote:" and the quoted lines there is at most a second "wrote:".
    let between = lines[..begins]
        .iter()
        .filter(|line| !line.trim().is_empty())
        .count();
    if between > 4 {
        return None;
    }
    let length = lines[begins..]
        .iter()
        .take_while(|line| is_quoted(line) || line.trim().is_empty())
        .count();
    Some(begins + length)
}

/// "Sent from my phone".
fn is_device(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.len() < 80
        && [
            "sent from my ",
            "sent from outlook for",
            "sent from mail for",
            "get outlook for",
            "envoyé de mon ",
            "envoyé depuis mon ",
            "envoyé à partir de ",
            "télécharger outlook",
            "skickat från min ",
            "skickat från outlook",
            "hämta outlook",
            "von meinem ",
            "gesendet von ",
            "gesendet mit ",
        ]
        .iter()
        .any(|start| line.starts_with(start))
}
