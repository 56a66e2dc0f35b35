//! The mails Liaison writes itself, in words: HTML and text from the same sentences.

use askama::Template;
use liaison_domain::Language;
use liaison_engine::mail::{Letter, Letters, Written};

use crate::dates;
use crate::texts::Texts;

/// Writes letters with the templates in `templates/mail/`.
pub struct TemplateLetters;

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct LetterHtml<'a> {
    lang: &'static str,
    subject: &'a str,
    preheader: &'a str,
    words: &'a Words,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct LetterText<'a> {
    words: &'a Words,
}

/// The sentences of a letter: one button, and what to do when it does not work.
struct Words {
    subject: String,
    title: String,
    before: Vec<String>,
    button: String,
    link: String,
    no_button: String,
    foot: Vec<String>,
}

impl Letters for TemplateLetters {
    fn write(&self, letter: &Letter, language: Language) -> Result<Written, String> {
        let t = Texts::of(language);
        let words = words(t, letter);
        let preheader = words.before.first().cloned().unwrap_or_default();
        let html = LetterHtml {
            lang: t.code(),
            subject: &words.subject,
            preheader: &preheader,
            words: &words,
        };
        let html = html.render().map_err(|e| e.to_string())?;
        let text = LetterText { words: &words }
            .render()
            .map_err(|e| e.to_string())?;
        Ok(Written {
            subject: words.subject,
            html,
            text,
        })
    }

    fn unsubscribe_message(&self, language: Language) -> String {
        let t = Texts::of(language);
        let message = UnsubscribeMessage {
            before: t.get("unsubscribe-message"),
            link: t.get("unsubscribe-message-link"),
        };
        message.render().unwrap_or_default()
    }
}

/// The link leads nowhere yet: each e-mail has its own.
#[derive(Template)]
#[template(
    source = r##"<p><small>{{ before }} <a href="#">{{ link }}</a></small></p>"##,
    ext = "html"
)]
struct UnsubscribeMessage<'a> {
    before: &'a str,
    link: &'a str,
}

fn words(t: &Texts, letter: &Letter) -> Words {
    let get = |key: &str| t.get(key).to_owned();
    match letter {
        Letter::Welcome {
            link,
            inviter,
            expires_at,
            time_zone,
            ..
        } => {
            let until = dates::moment_with_zone(t, *expires_at, time_zone);
            Words {
                subject: get("mail-welcome-subject"),
                title: get("mail-welcome-title"),
                before: vec![
                    match inviter {
                        Some(name) => t.one("mail-welcome-invited-by", "name", name),
                        None => get("mail-welcome-invited"),
                    },
                    get("mail-welcome-how"),
                ],
                button: get("get-started"),
                link: link.clone(),
                no_button: get("mail-no-button"),
                foot: vec![
                    t.one("mail-welcome-until", "until", until),
                    get("mail-welcome-unexpected"),
                ],
            }
        }
        Letter::Reset { link } => Words {
            subject: get("mail-reset-subject"),
            title: get("mail-reset-title"),
            before: vec![get("mail-reset-why")],
            button: get("mail-reset-button"),
            link: link.clone(),
            no_button: get("mail-no-button"),
            foot: vec![get("mail-reset-until"), get("mail-reset-unexpected")],
        },
        Letter::Reconnect { provider, link } => Words {
            subject: t.one("mail-reconnect-subject", "provider", provider),
            title: t.one("mail-reconnect-title", "provider", provider),
            before: vec![
                t.one("mail-reconnect-why", "provider", provider),
                get("mail-reconnect-means"),
            ],
            button: get("connect-again"),
            link: link.clone(),
            no_button: get("mail-no-button"),
            foot: vec![get("mail-reconnect-once")],
        },
        Letter::MailboxTest { link } => Words {
            subject: get("mail-test-subject"),
            title: get("mail-test-title"),
            before: vec![get("mail-test-why")],
            button: get("mail-test-button"),
            link: link.clone(),
            no_button: get("mail-no-button"),
            foot: vec![get("mail-test-delete")],
        },
        Letter::VerifyAddress {
            link,
            address,
            name,
            account,
            expires_at,
            time_zone,
        } => {
            let until = dates::moment_with_zone(t, *expires_at, time_zone);
            Words {
                subject: get("mail-verify-subject"),
                title: get("mail-verify-title"),
                before: vec![
                    t.with(
                        "mail-verify-who",
                        &[
                            ("name", name.clone()),
                            ("account", account.to_string()),
                            ("address", address.to_string()),
                        ],
                    ),
                    get("mail-verify-how"),
                ],
                button: get("verify-confirm"),
                link: link.clone(),
                no_button: get("mail-no-button"),
                foot: vec![
                    t.one("mail-verify-until", "until", until),
                    get("mail-verify-unexpected"),
                ],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use liaison_domain::EmailAddress;
    use liaison_domain::id::InvitationId;

    use super::*;

    fn welcome(language: Language) -> Written {
        let letter = Letter::Welcome {
            invitation: InvitationId(uuid::Uuid::nil()),
            link: "https://liaison.example/welcome/x".into(),
            inviter: Some("Åsa <b>Öberg</b>".into()),
            expires_at: "2026-11-27T17:00:00Z".parse().unwrap(),
            time_zone: "Europe/Paris".into(),
        };
        TemplateLetters.write(&letter, language).unwrap()
    }

    #[test]
    fn the_welcome_mail_has_its_seeds_button_in_every_language() {
        for (language, button) in [
            (Language::En, "Get started"),
            (Language::Fr, "Commencer"),
            (Language::Sv, "Kom igång"),
        ] {
            let written = welcome(language);
            assert!(
                written.html.contains(&format!(">{button}</a>")),
                "{}",
                written.html
            );
            assert!(written.text.contains("https://liaison.example/welcome/x"));
        }
    }

    #[test]
    fn the_question_to_an_addresss_owner_names_who_asks_and_until_when() {
        for (language, button, month) in [
            (Language::En, "Confirm address", "27 November 2026"),
            (Language::Fr, "Confirmer l’adresse", "27 novembre 2026"),
            (Language::Sv, "Bekräfta adressen", "27 november 2026"),
        ] {
            let letter = Letter::VerifyAddress {
                link: "https://liaison.example/verify-address/x".into(),
                address: EmailAddress::parse("sales@acme.example").unwrap(),
                name: "Åsa <b>Öberg</b>".into(),
                account: EmailAddress::parse("asa@acme.example").unwrap(),
                expires_at: "2026-11-27T17:00:00Z".parse().unwrap(),
                time_zone: "Europe/Paris".into(),
            };
            let written = TemplateLetters.write(&letter, language).unwrap();
            assert!(
                written.html.contains(&format!(">{button}</a>")),
                "{}",
                written.html
            );
            assert!(!written.html.contains("<b>Öberg"));
            for part in [&written.html, &written.text] {
                for word in [
                    "asa@acme.example",
                    "sales@acme.example",
                    month,
                    "https://liaison.example/verify-address/x",
                ] {
                    assert!(part.contains(word), "{word} in {part}");
                }
            }
        }
    }

    #[test]
    fn names_cannot_become_markup_and_times_are_local() {
        let written = welcome(Language::Fr);
        assert!(!written.html.contains("<b>Öberg"));
        assert!(
            written.text.contains("27 novembre 2026"),
            "{}",
            written.text
        );
        assert!(
            written.text.contains("18:00") && written.text.contains("CET"),
            "{}",
            written.text
        );
    }
}
