//! What happens to mail for an address.
//!
//! Without a rule of its own, the beginning of the local part decides:
//! `refuse…` is refused with 550 5.1.1, `bounce…` is taken and comes back as a delivery report,
//! `delay…` arrives 30 seconds later (world's clock), `ooo…` arrives and answers automatically, `reply…`
//! arrives and is answered by a person.

use serde::{Deserialize, Serialize};

/// A rule for one address or a pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    #[serde(default)]
    pub id: u64,
    /// Address in any case; `*` stands for any text, so `*@slow.example` is a domain.
    pub address: String,
    #[serde(flatten)]
    pub action: Action,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Delivers, whatever the local part says.
    Deliver,
    /// Answers `RCPT TO` with this code (4xx or 5xx) and text.
    Refuse {
        #[serde(default = "refuse_code")]
        code: u16,
        #[serde(default = "refuse_text")]
        text: String,
    },
    /// Delivers so many seconds later.
    Delay { seconds: i64 },
    /// Takes the mail, then sends a delivery report instead of delivering.
    Bounce {
        #[serde(default)]
        after_seconds: i64,
        /// Enhanced status; one beginning with `4` makes a report of a delay.
        #[serde(default = "bounce_status")]
        status: String,
        #[serde(default = "refuse_text")]
        text: String,
        /// A notice in words alone, as old servers write it, without the machine's part.
        #[serde(default)]
        in_words: bool,
    },
    /// Delivers into the folder for junk.
    Junk,
    /// Delivers, and somebody answers the sender, quoting the mail.
    Reply {
        #[serde(default)]
        after_seconds: i64,
        /// Another address than the one written to.
        from: Option<String>,
        #[serde(default = "answer_text")]
        text: String,
    },
    /// Delivers, and a machine answers the sender.
    AutoReply {
        #[serde(default = "reply_text")]
        text: String,
    },
}

fn refuse_code() -> u16 {
    550
}

fn refuse_text() -> String {
    "5.1.1 No such person here".into()
}

fn bounce_status() -> String {
    "5.1.1".into()
}

fn reply_text() -> String {
    "I am out of the office and read my mail again next week.".into()
}

fn answer_text() -> String {
    "Thank you, that sounds interesting. Can we talk next week?".into()
}

/// The action for an address: newest rule that fits, else the local part's beginning.
pub fn action(rules: &[Rule], address: &str) -> Action {
    let address = address.to_lowercase();
    if let Some(rule) = rules
        .iter()
        .rev()
        .find(|rule| fits(&rule.address.to_lowercase(), &address))
    {
        return rule.action.clone();
    }
    let starts = |word: &str| address.starts_with(word);
    if starts("refuse") {
        Action::Refuse {
            code: refuse_code(),
            text: refuse_text(),
        }
    } else if starts("bounce") {
        Action::Bounce {
            after_seconds: 0,
            status: bounce_status(),
            text: refuse_text(),
            in_words: false,
        }
    } else if starts("reply") {
        Action::Reply {
            after_seconds: 0,
            from: None,
            text: answer_text(),
        }
    } else if starts("delay") {
        Action::Delay { seconds: 30 }
    } else if starts("ooo") {
        Action::AutoReply { text: reply_text() }
    } else {
        Action::Deliver
    }
}

fn fits(pattern: &str, address: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| address.strip_prefix(first)) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_addresses() {
        assert!(fits("*@slow.example", "ann@slow.example"));
        assert!(fits("a*@*.example", "ann@slow.example"));
        assert!(!fits("ann", "ann@slow.example"));
        assert!(!fits("*@slow.example", "ann@slow.example.org"));
    }

    #[test]
    fn a_rule_beats_the_local_part() {
        let rule = Rule {
            id: 1,
            address: "refuse@x.example".into(),
            action: Action::Deliver,
        };
        assert_eq!(action(&[rule], "Refuse@x.example"), Action::Deliver);
        assert!(matches!(
            action(&[], "refuse.me@x.example"),
            Action::Refuse { code: 550, .. }
        ));
    }
}
