//! How many mails a core composes in a second: fields, signature, plain text, MIME.

use std::hint::black_box;
use std::time::Instant;

use anyhow::anyhow;
use liaison_connectors::mime::{self, Outgoing};
use liaison_domain::mail::Writing;
use liaison_domain::mail::compose::{self, Typed};
use liaison_domain::mail::fields::{Person, Values};

use super::Row;
use super::peer::Peer;
use super::report::Figure;

const GOAL: Figure = Figure::PerCpuSecond(25_000.0);

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
            Some(peer.compose(mails, &words)?),
        ));
    }
    Ok(rows)
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
