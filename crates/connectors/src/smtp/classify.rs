//! Refusing replies to errors (contracts 6).

use super::{SmtpError, wire::Reply};

/// Where in the conversation a reply came.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stage<'a> {
    Greeting,
    Hello,
    StartTls,
    /// Before the last line of a sign-in.
    AuthStep,
    Auth,
    Mail,
    Recipient(&'a str),
    Data,
    /// After the whole message; with the recipient if it is the only one.
    Message(Option<&'a str>),
}

impl Stage<'_> {
    /// Whether a positive reply is the one that leads on.
    pub(super) fn expects(self, code: u16) -> bool {
        match self {
            Self::AuthStep => code == 334,
            Self::Auth => code == 235,
            Self::Data => code == 354,
            _ => matches!(code, 200..=299),
        }
    }
}

pub(super) fn refusal(stage: Stage<'_>, reply: Reply) -> SmtpError {
    let words = reply.text.to_ascii_lowercase();
    let says = |part: &str| words.contains(part);
    let text = reply.text.clone();
    let enhanced = reply.enhanced.as_deref().unwrap_or_default();
    match (reply.code, enhanced) {
        (_, "5.7.30" | "5.7.139") => return SmtpError::BasicAuthDisabled { text },
        (535, _) if says("smtpclientauthentication is disabled") => {
            return SmtpError::BasicAuthDisabled { text };
        }
        (534 | 535, _)
            if enhanced == "5.7.9" || says("app password") || says("application-specific") =>
        {
            return SmtpError::AppPasswordNeeded { text };
        }
        (421, _) if says("too many") || says("connections") || says("concurrent") => {
            return SmtpError::TooManyConnections { text };
        }
        (452, "4.5.3") | (550, "5.4.5") => return SmtpError::DailyLimit { text },
        (_, "5.2.3" | "5.3.4") => return SmtpError::TooLarge,
        (552, "") if matches!(stage, Stage::Mail | Stage::Message(_)) => {
            return SmtpError::TooLarge;
        }
        (538, _) => return SmtpError::TlsRequired,
        (530, _) if says("tls") => return SmtpError::TlsRequired,
        (530, _) => return SmtpError::AuthRequired { text },
        (_, "5.7.60") => return sender_refused(reply),
        _ => {}
    }
    match stage {
        Stage::Auth | Stage::AuthStep if matches!(reply.code, 500..=599) => {
            SmtpError::BadCredentials { text }
        }
        Stage::Mail => sender_refused(reply),
        Stage::Recipient(address) => recipient_refused(address, reply),
        Stage::Message(Some(address)) if enhanced.starts_with("5.1.") => {
            recipient_refused(address, reply)
        }
        _ => SmtpError::other(reply),
    }
}

fn sender_refused(reply: Reply) -> SmtpError {
    SmtpError::SenderRefused {
        permanent: reply.is_permanent(),
        code: reply.code,
        enhanced: reply.enhanced,
        text: reply.text,
    }
}

fn recipient_refused(address: &str, reply: Reply) -> SmtpError {
    SmtpError::RecipientRefused {
        permanent: reply.is_permanent(),
        address: address.to_owned(),
        code: reply.code,
        enhanced: reply.enhanced,
        text: reply.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stage: Stage<'_>, line: &str) -> SmtpError {
        let (code, text) = line.split_once(' ').unwrap();
        refusal(stage, Reply::new(code.parse().unwrap(), &[text.to_owned()]))
    }

    #[test]
    fn every_reply_of_the_list_has_its_meaning() {
        use SmtpError as E;
        use Stage::{Auth, Greeting, Mail, Message, Recipient};
        let to = Recipient("zoe@buyer.test");
        type Is = fn(&SmtpError) -> bool;
        let rows: &[(Stage<'_>, &str, Is)] = &[
            (Auth, "535 5.7.8 Bad credentials", |e| {
                matches!(e, E::BadCredentials { .. })
            }),
            (Auth, "535 5.7.3 Authentication unsuccessful", |e| {
                matches!(e, E::BadCredentials { .. })
            }),
            (
                Auth,
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
                |e| matches!(e, E::BasicAuthDisabled { .. }),
            ),
            (
                Auth,
                "535 5.7.3 SmtpClientAuthentication is disabled for the Mailbox.",
                |e| matches!(e, E::BasicAuthDisabled { .. }),
            ),
            (
                Auth,
                "550 5.7.30 Basic authentication is not supported for Client Submission.",
                |e| matches!(e, E::BasicAuthDisabled { .. }),
            ),
            (
                Auth,
                "534 5.7.9 Application-specific password required.",
                |e| matches!(e, E::AppPasswordNeeded { .. }),
            ),
            (Auth, "454 4.7.0 Temporary authentication failure", |e| {
                matches!(e, E::Other { .. }) && e.is_temporary()
            }),
            (
                Mail,
                "530 5.7.0 Must issue a STARTTLS command first.",
                |e| *e == E::TlsRequired,
            ),
            (Mail, "530 5.7.0 Authentication required", |e| {
                matches!(e, E::AuthRequired { .. })
            }),
            (Greeting, "421 4.7.0 Too many concurrent connections", |e| {
                matches!(e, E::TooManyConnections { .. }) && e.is_temporary()
            }),
            (Greeting, "421 4.3.2 Shutting down", |e| {
                matches!(e, E::Other { .. }) && e.is_temporary()
            }),
            (
                to,
                "450 4.2.1 The user is receiving mail too quickly",
                |e| {
                    matches!(
                        e,
                        E::RecipientRefused {
                            permanent: false,
                            ..
                        }
                    )
                },
            ),
            (to, "452 4.5.3 Too many recipients today", |e| {
                matches!(e, E::DailyLimit { .. })
            }),
            (
                Message(None),
                "550 5.4.5 Daily sending quota exceeded",
                |e| matches!(e, E::DailyLimit { .. }),
            ),
            (to, "550 5.1.1 Unknown", |e| {
                matches!(
                    e,
                    E::RecipientRefused {
                        permanent: true,
                        code: 550,
                        ..
                    }
                )
            }),
            (to, "550 No such user", |e| {
                matches!(
                    e,
                    E::RecipientRefused {
                        permanent: true,
                        enhanced: None,
                        ..
                    }
                )
            }),
            (Message(Some("zoe@buyer.test")), "550 5.1.1 Unknown", |e| {
                matches!(e, E::RecipientRefused { .. })
            }),
            (
                Message(None),
                "550 5.7.60 Client does not have permissions to send as this sender",
                |e| matches!(e, E::SenderRefused { .. }),
            ),
            (Mail, "552 5.3.4 Too big", |e| *e == E::TooLarge),
            (Message(None), "552 5.2.3 Too big", |e| *e == E::TooLarge),
            (Message(None), "554 5.7.1 Spam", |e| {
                matches!(
                    e,
                    E::Other {
                        permanent: true,
                        ..
                    }
                )
            }),
        ];
        for (stage, line, is) in rows {
            let found = read(*stage, line);
            assert!(is(&found), "{line}: {found:?}");
        }
    }
}
