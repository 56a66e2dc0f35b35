use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_quoted_goes() {
    for text in [
        "Yes please\n\n> old\n> older",
        "Yes please\n\nOn Fri, 20 Nov 2026 at 10:00, Rita Rep <rita@acme.example> wrote:\n> old",
        "Yes please\n\nOn Fri, 20 Nov 2026 at 10:00, Rita Rep\n<rita@acme.example>\nwrote:\n\n> old",
        "Yes please\n\nOn Friday Rita wrote:\n\n> old",
        "Yes please\n\nOn 20 Nov 2026, Rita wrote:\n\nold without marks\nmore",
        "Yes please\n\nLe ven. 20 nov. 2026 à 10:00, Rita a écrit\u{a0}:\n> ancien",
        "Yes please\n\nDen fre 20 nov. 2026 kl 10:00 skrev Rita <rita@acme.example>:\n> gammal",
        "Yes please\n\nAm 20.11.2026 um 10:00 schrieb Rita:\n> alt",
        "Yes please\n\n-----Original Message-----\nFrom: Rita\nold",
        "Yes please\n\n-----Message d’origine-----\nDe : Rita\nancien",
        "Yes please\n\n________________________________\nFrom: Rita\nSent: Friday\nTo: Lena\nSubject: x\n\nold",
        "Yes please\n\nDe : Rita\nEnvoyé : vendredi\nÀ : Lena\nObjet : x\n\nancien",
        "Yes please\n\n*Från:* Rita\n*Skickat:* fredag\n*Till:* Lena\n*Ämne:* x\n\ngammal",
        "Yes please\n\nVon: Rita\nGesendet: Freitag\nAn: Lena\nBetreff: x\n\nalt",
        "Yes please\r\n\r\n-- \r\nLena Lind\r\nBuyer",
        "Yes please\n\nSent from my iPhone\n\nOn 20 Nov 2026, Rita wrote:\n> old",
        "\n\nYes please\n\n\n",
    ] {
        assert_eq!(of_text(text), "Yes please", "{text}");
    }
}

#[test]
fn answers_below_and_between_are_heard() {
    assert_eq!(
        of_text("On 20 Nov 2026, Rita wrote:\n> old\n> older\n\nBelow it"),
        "Below it"
    );
    assert_eq!(
        of_text("> Price?\n10\n> Date?\n\nMonday\n-- \nLena"),
        "10\n\nMonday"
    );
}

#[test]
fn words_that_only_look_quoted_stay() {
    for text in [
        "On Monday he wrote: call me",
        "From: Lyon to Paris by train",
        "On 3 May we met.\nIt was good:\nyes",
        "a -- b",
        "Le 3 mai convient",
    ] {
        assert_eq!(of_text(text), text);
    }
}

#[test]
fn something_is_always_left() {
    for (text, left) in [
        ("> all quoted", "> all quoted"),
        (
            "On 20 Nov 2026, Rita wrote:\nx",
            "On 20 Nov 2026, Rita wrote:\nx",
        ),
        ("-- \nLena", "--\nLena"),
        ("", ""),
    ] {
        assert_eq!(of_text(text), left);
    }
    assert_eq!(of_html("<blockquote>all</blockquote>"), "> all");
    assert_eq!(of_html("<div class=\"gmail_quote\">all</div>"), "all");
    assert_eq!(of_html("x<x<div class=\"gmail_quote\">old</div>"), "x");
}

#[test]
fn mail_programs_mark_their_quotations() {
    for html in [
        "<div>Yes please</div><div class=\"gmail_quote\"><div class=gmail_attr>Il 20 nov 2026 Rita ha scritto:</div><blockquote>old</blockquote></div>",
        "<div>Yes please</div><div id=appendonsend></div><hr><div id=\"divRplyFwdMsg\"><b>Da:</b> Rita</div>old",
        "<p>Yes please</p><div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>From:</b> Rita<br><b>Sent:</b> Friday<br><b>To:</b> Lena<br><b>Subject:</b> x</p></div><p>old</p>",
        "<p>Yes please</p><blockquote type=\"cite\"><p>old</p></blockquote>",
        "<p>Yes please</p><div class=\"yahoo_quoted\">old</div>",
        "<div>Yes please<br><br>-- <br>Lena</div>",
    ] {
        assert_eq!(of_html(html), "Yes please", "{html}");
    }
    assert_eq!(
        of_html(
            "<div class=\"gmail_quote\"><div>On x:</div><blockquote>old</blockquote></div><p>Below</p>"
        ),
        "Below"
    );
}

#[test]
fn a_message_is_read_from_its_bytes() {
    let message = "Subject: Re: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOui, =C3=A7a va\r\n> ancien\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>other</p>\r\n--b--\r\n";
    assert_eq!(read(message.as_bytes()), "Oui, ça va");
    let html = "Content-Type: text/html\r\n\r\n<p>Yes</p><blockquote>old</blockquote>";
    assert_eq!(read(html.as_bytes()), "Yes");
    assert_eq!(read(b""), "");
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    for line in [
        "> a\n",
        "On 1 x\n",
        "On 1 wrote:\n",
        "From: a\n",
        "\n",
        "--\n",
        "x\n> y\n",
        "On 1 wrote:\n\n",
    ] {
        let text = line.repeat(200_000 / line.len());
        let began = Instant::now();
        of_text(&text);
        assert!(began.elapsed() < Duration::from_secs(3), "{line:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_given_is_in_the_text(text in "((On 1 a wrote:|> |From: |To: |Sent: |-- |--|x|\\PC{0,4})\n?){0,14}") {
        let fresh = of_text(&text);
        prop_assert_eq!(fresh.is_empty(), text.trim().is_empty());
        for line in fresh.lines() {
            prop_assert!(text.lines().any(|known| known.trim_end() == line));
        }
    }

    #[test]
    fn any_html_is_read(html in "(<(div|p|blockquote|br|div class=\"gmail_quote\"|div id=appendonsend)>|</(div|p|blockquote)>|x|\n|\\PC){0,20}") {
        let fresh = of_html(&html);
        let is_ours = fresh.contains(lines::QUOTE) || fresh.contains(lines::END);
        prop_assert!(!is_ours);
    }
}
