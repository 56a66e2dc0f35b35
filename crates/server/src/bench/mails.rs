//! How many mails a core composes in a second: fields, signature, plain text, MIME.

use std::hint::black_box;
use std::time::Instant;

use anyhow::anyhow;
use liaison_connectors::dkim::{self, MadeKey, Signer, SigningPart};
use liaison_connectors::mime::{self, Outgoing};
use liaison_domain::mail::Writing;
use liaison_domain::mail::compose::{self, Typed};
use liaison_domain::mail::fields::{Person, Values};

use super::Row;
use super::peer::Peer;
use super::report::Figure;

const GOAL: Figure = Figure::PerCpuSecond(25_000.0);
/// Of those signed with RSA; Ed25519 costs little beside it.
const SIGNED_GOAL: Figure = Figure::PerCpuSecond(3_900.0);
/// Signing takes longer: so many times fewer are enough.
const SIGNED_FEWER: usize = 10;

const SUBJECT: &str = "A word about {{company}}";
const BODY: &str = "<p>Hello {{first_name}},</p><p>you have looked at our <b>new shelves</b> twice \
    this week. Shall we talk on Tuesday? Here is what others in Malmö say: \
    <a href=\"https://www.example.com/stories\">three stories</a>.</p><p>Best regards</p>";
const SIGNATURE: &str = "<p>Rita Rep<br>Fjordlight AB</p>";

/// Composes so many mails on one core; a peer does the last step alone with as many.
pub(crate) fn measure(mails: usize, peer: Option<&Peer>) -> anyhow::Result<Vec<Row>> {
    let writing = Typed {
        subject: SUBJECT,
        body: BODY,
        ..Typed::default()
    };
    let writing = writing.read().map_err(|refusal| anyhow!("{refusal:?}"))?;
    let example = whole(&writing, 0)?;
    let rate = |done: &mut dyn FnMut(usize) -> anyhow::Result<()>| {
        let began = Instant::now();
        for number in 0..mails {
            done(number)?;
        }
        anyhow::Ok(Figure::PerCpuSecond(
            mails as f64 / began.elapsed().as_secs_f64(),
        ))
    };
    let whole_rate = rate(&mut |number| {
        black_box(whole(&writing, number)?);
        Ok(())
    })?;
    let words = words(&writing, 0)?;
    let bytes_rate = rate(&mut |number| {
        black_box(bytes(&words, number)?);
        Ok(())
    })?;
    let row = |what: String, goal, measured| Row {
        what,
        goal,
        measured,
    };
    let mut rows = vec![
        row(
            format!(
                "mails composed on one core, plain, of {} bytes",
                example.len()
            ),
            Some(GOAL),
            Some(whole_rate),
        ),
        row(
            "– their bytes alone, the words being there".into(),
            None,
            Some(bytes_rate),
        ),
    ];
    if let Some(peer) = peer {
        rows.push(row(
            "– the same bytes by nodemailer".into(),
            None,
            Some(peer.compose(mails, &words, None)?),
        ));
    }
    let signed = mails.div_ceil(SIGNED_FEWER);
    let rsa = dkim::make_rsa([7; 32])?;
    let signer = signer(&rsa)?;
    let began = Instant::now();
    for number in 0..signed {
        black_box(signer.sign(&whole(&writing, number)?)?);
    }
    let rate = signed as f64 / began.elapsed().as_secs_f64();
    rows.push(row(
        "– composed and signed twice, with RSA (2,048 bits) and Ed25519".into(),
        Some(SIGNED_GOAL),
        Some(Figure::PerCpuSecond(rate)),
    ));
    if let Some(peer) = peer {
        rows.push(row(
            "– – the same bytes by nodemailer, signed with RSA alone".into(),
            None,
            Some(peer.compose(signed, &words, Some(&rsa.private))?),
        ));
    }
    Ok(rows)
}

fn signer(rsa: &MadeKey) -> anyhow::Result<Signer> {
    let ed25519 = dkim::make_ed25519([8; 32])?;
    let by_rsa = SigningPart {
        selector: "rsa",
        private: &rsa.private,
    };
    let by_ed25519 = SigningPart {
        selector: "ed25519",
        private: &ed25519.private,
    };
    Ok(Signer::new("seller.example", &by_rsa, &by_ed25519)?)
}

/// What an e-mail says when its fields are filled in.
pub(crate) struct Words {
    pub subject: String,
    pub text: String,
    pub html: String,
}

fn words(writing: &Writing, number: usize) -> anyhow::Result<Words> {
    let values = Values {
        person: Person {
            first_name: format!("Nadia {number}"),
            company: "Acme, Inc.".into(),
            ..Person::default()
        },
        signature_html: SIGNATURE.into(),
        ..Values::default()
    };
    let rendered =
        compose::render(writing, &values, false).map_err(|refusal| anyhow!("{refusal:?}"))?;
    Ok(Words {
        text: rendered.html.to_text(),
        subject: rendered.subject,
        html: rendered.html.as_html().to_owned(),
    })
}

fn bytes(words: &Words, number: usize) -> anyhow::Result<Vec<u8>> {
    Ok(mime::compose(&Outgoing {
        from: (Some("Rita Rep".into()), "rita.rep@seller.example".into()),
        to: vec![(
            Some("Nadia Buyer".into()),
            format!("nadia{number}@buyer.example"),
        )],
        subject: words.subject.clone(),
        text: words.text.clone(),
        html: Some(words.html.clone()),
        message_id: format!("{number}@seller.example"),
        date: 1_795_161_600,
        ..Outgoing::default()
    })?)
}

fn whole(writing: &Writing, number: usize) -> anyhow::Result<Vec<u8>> {
    bytes(&words(writing, number)?, number)
}
