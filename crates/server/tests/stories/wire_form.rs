//! What leaves is well-formed mail, whatever people are called and whatever they write: sent by the real way,
//! taken from the recipient's mailbox, read by another's parser and byte by byte.

use jiff::SignedDuration;
use liaison_connectors::imap::{self, Credentials, ImapSettings};
use liaison_connectors::outbound::Security;
use liaison_domain::Language;
use liaison_domain::access::User;
use liaison_domain::id::{EmailId, FileId};
use liaison_domain::mail::compose::Typed;
use liaison_domain::mail::signature::Signature;
use liaison_domain::mail::{Email, EmailState};
use liaison_engine::Dice;
use liaison_engine::mail::emails::{self as acts, Form, When};
use liaison_engine::mail::files;
use liaison_standins::MARKER;
use liaison_store::Db;
use liaison_store::access::users;
use liaison_store::mail::{emails, identities};
use liaison_store::people::persons;
use liaison_testkit::{Fresh, sample};
use mail_parser::decoders::html::html_to_text;
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use secrecy::SecretString;

use super::emails::at_work;
use crate::support::Instance;
use crate::support::people::{SELLER, user};
use crate::times;

const BUYER: &str = "nadia@buyer.example";
const COPY: &str = "boss@buyer.example";
const BLIND: &str = "blind.witness@seller.example";
const LARGEST: usize = 23 * 1024 * 1024;

/// One e-mail as it was made up.
#[derive(Debug, Clone)]
struct Case {
    sender: String,
    first_name: String,
    last_name: String,
    company: String,
    signature: String,
    subject: String,
    body: String,
    has_copy: bool,
    has_blind_copy: bool,
    files: usize,
    is_follow_up: bool,
    is_non_commercial: bool,
}

/// What people are called, and what others would like them to be called.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-ZÅÄÖÉÇ][a-zåäöéèçß]{1,12}( [A-Z][a-z]{1,12})?",
        1 => "[A-Z][a-z]{1,8}, (Dr|PhD|Jr)\\.",
        1 => "[А-Я][а-я]{2,14}|[一-龥]{2,5}|[א-ת]{2,8}|[ก-ฮ]{2,9}",
        1 => "\\PC{1,60}",
        1 => "[A-Za-zÅé]{80,140}",
        1 => Just("Rita\r\nBcc: all@company.example".to_owned()),
        1 => Just("\"Rita\" (the \\ rep) <rita@evil.example>".to_owned()),
        1 => Just("=?utf-8?Q?Not_encoded?=".to_owned()),
        1 => Just("👩‍💻 Åsa 🚀".to_owned()),
    ]
}

fn subject() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-ZÅ][a-zåäö]{2,10}( [a-zåäöé]{1,12}){1,8}[?!.]?",
        2 => "[a-z]{2,8} \\{\\{(first_name|company \\| default: \"you\")\\}\\} [a-zé]{2,8}",
        1 => "[a-z]{150,250}",
        1 => "[一-龥]{40,250}",
        1 => "(é|ö|👍| ){30,120}x",
        1 => Just("Re: =?utf-8?B?SGVsbG8=?= =?x?=".to_owned()),
        1 => Just("50 % off: \"quotes\", commas; <angles>".to_owned()),
    ]
}

fn body() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "<p>[A-ZÅÄÖa-zåäöé ,.!?]{5,200}</p>",
        2 => "<p>[a-z]{2,9} \\{\\{(first_name|company \\| default: \"you\"|my_name)\\}\\}, <b>[a-zé]{2,9}</b> [a-z]{2,9}</p>",
        1 => "<ul><li>[a-zé]{1,30}</li><li>[a-z]{1,30}</li></ul>",
        1 => "<p><a href=\"https://shop.example/[a-z]{1,900}\\?x=[a-z]{1,30}&amp;y=1\">[a-zé]{3,20}</a></p>",
        1 => "<p>[a-z]{1000,3000}</p>",
        1 => "<p>[一-龥]{300,900}</p>",
        1 => "<table><tr><td>[a-z]{1,9}</td><td>[a-z]{1,9}</td></tr></table>",
        1 => Just("<p>.</p><pre>.\r\n.\r\n..dots\nFrom here</pre>".to_owned()),
        1 => Just("<p>nul \u{0} bell \u{7} <script>alert(1)</script> &lt;b&gt; &amp;amp; end</p>".to_owned()),
        1 => Just("<blockquote>&gt; quoted 👍 \u{202e}turned\u{202c}</blockquote>".to_owned()),
    ];
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.concat())
}

fn case() -> impl Strategy<Value = Case> {
    let words = (name(), name(), name(), name(), subject(), body());
    let rest = (any::<[bool; 4]>(), 0..12_usize, "[a-zåé]{3,20}");
    (words, rest).prop_map(|(words, (flags, files, mark))| {
        let (sender, first_name, last_name, company, subject, body) = words;
        Case {
            sender,
            first_name,
            last_name,
            company,
            signature: format!("<p>{SIGNED} {mark}</p>"),
            subject,
            body,
            has_copy: flags[0],
            has_blind_copy: flags[1],
            files: files.saturating_sub(8),
            is_follow_up: flags[2],
            is_non_commercial: flags[3],
        }
    })
}

/// How the fields begin that [`subject`] and [`body`] use; a name may have other brackets in it.
const FIELDS: [&str; 3] = ["{{first_name", "{{company", "{{my_name"];

/// A word no other part of an e-mail holds.
const SIGNED: &str = "Undertecknat";

const FILES: [(&str, &str); 4] = [
    ("Förslag – version 2.pdf", "application/pdf"),
    ("naïve \"quotes\"; a=b.txt", "text/plain"),
    ("見積書.xlsx", "nonsense"),
    (
        "a very long name of a file that nobody would type but which somebody has saved from a web page.html",
        "text/html",
    ),
];

/// The judge takes bytes of a text for UTF-8.
fn content(kind: &str) -> Vec<u8> {
    let last = if kind.starts_with("text/") { 127 } else { 255 };
    (0..=last).cycle().take(3_000).collect()
}

struct Post {
    /// The file goes with it.
    _database: Fresh,
    instance: Instance,
    seller: User,
    files: Vec<FileId>,
    inbox: imap::Mailbox,
    taken: u32,
}

impl Post {
    async fn open() -> Self {
        let fresh = Fresh::sqlite().await;
        let instance = Instance::start(Db::from(&fresh)).await;
        at_work(&instance, "imap").await;
        let seller = user(&instance, SELLER).await;
        let mut kept = Vec::new();
        for (name, kind) in FILES {
            let file = files::add(&instance.engine, &seller, name, kind, &content(kind)).await;
            kept.push(file.unwrap().id);
        }
        let imaps = instance.world.addresses().mail.imaps.clone();
        let settings = ImapSettings {
            host: "127.0.0.1".into(),
            port: imaps.rsplit(':').next().unwrap().parse().unwrap(),
            security: Security::Tls,
            username: BUYER.into(),
            credentials: Credentials::Password(SecretString::from(format!("mail-{MARKER}"))),
        };
        // The mailbox is made with the first mail.
        let person = sample::person(1, BUYER);
        persons::save(&instance.engine.db, &person).await.unwrap();
        let mut post = Self {
            _database: fresh,
            inbox: {
                let greeting = Typed {
                    subject: "First",
                    body: "<p>x</p>",
                    ..Typed::default()
                };
                let form = Form {
                    typed: greeting,
                    ..Form::default()
                };
                let id = EmailId(Dice::system().id(instance.engine.clock.now()));
                acts::send(&instance.engine, &seller, id, person.id, &form, &When::Now)
                    .await
                    .unwrap();
                super::emails::leave(&instance).await;
                imap::Mailbox::open(&instance.engine.outbound, &settings)
                    .await
                    .unwrap()
            },
            instance,
            seller,
            files: kept,
            taken: 0,
        };
        post.newest().await;
        post
    }

    /// The next mail of the inbox, as it arrived.
    async fn newest(&mut self) -> Vec<u8> {
        self.taken += 1;
        let mail = self.inbox.fetch("INBOX", self.taken).await.unwrap();
        mail.unwrap()
    }

    async fn send(&mut self, case: &Case, before: Option<&Email>) -> (Email, Vec<u8>) {
        let engine = &self.instance.engine;
        let mut person = sample::person(1, BUYER);
        person.first_name.clone_from(&case.first_name);
        person.last_name.clone_from(&case.last_name);
        person.company.clone_from(&case.company);
        persons::save(&engine.db, &person).await.unwrap();
        let identity = identities::of_user(&engine.db, self.seller.id)
            .await
            .unwrap()
            .remove(0);
        let signature = Signature::clean(&case.signature).unwrap();
        identities::change(
            &engine.db,
            self.seller.id,
            identity.id,
            &case.sender,
            &signature,
        )
        .await
        .unwrap();
        let form = Form {
            follows: before.map(|before| before.id),
            typed: Typed {
                cc: if case.has_copy { COPY } else { "" },
                bcc: if case.has_blind_copy { BLIND } else { "" },
                subject: &case.subject,
                body: &case.body,
            },
            files: self.files.iter().take(case.files).copied().collect(),
            is_non_commercial: case.is_non_commercial,
            ..Form::default()
        };
        let id = EmailId(Dice::system().id(engine.clock.now()));
        acts::send(engine, &self.seller, id, person.id, &form, &When::Now)
            .await
            .unwrap_or_else(|error| panic!("{error}: {case:?}"));
        self.instance.pass(SignedDuration::from_secs(9));
        self.instance.drain().await;
        let email = emails::by_id(&self.instance.engine.db, id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            email.state,
            EmailState::Delivered,
            "{:?}: {case:?}",
            email.problem
        );
        (email, self.newest().await)
    }
}

/// Control characters are blanks, and blanks are one.
fn tidy(text: &str) -> String {
    let spaced = text.replace(|c: char| c.is_control() || c.is_whitespace(), " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blanks between encoded words are a reader's affair.
fn same(read: Option<&str>, written: &str) -> bool {
    tidy(read.unwrap_or_default()).replace(' ', "") == tidy(written).replace(' ', "")
}

/// Names and values of the header, folds undone.
fn header(raw: &str) -> Vec<(String, String)> {
    let head = raw.split("\r\n\r\n").next().unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        match line.starts_with([' ', '\t']) {
            true => fields.last_mut().unwrap().1.push_str(line),
            false => {
                let (name, value) = line.split_once(':').expect(line);
                fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
    fields
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn must_be_wire_form(raw: &[u8]) {
    assert!(raw.is_ascii(), "8-bit bytes");
    let text = std::str::from_utf8(raw).unwrap();
    assert!(
        !text.replace("\r\n", "").contains(['\r', '\n']),
        "a bare line end"
    );
    assert!(
        text.split("\r\n").all(|line| line.len() <= 998),
        "a line too long"
    );
    assert!(raw.len() < LARGEST);
    let head = text.split("\r\n\r\n").next().unwrap();
    let odd = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t');
    assert!(!head.contains(odd), "a control character in the header");
    for line in head.split("\r\n") {
        assert!(!line.trim().is_empty(), "a folded line of blanks alone");
    }
}

/// Every part that is announced is there and ends.
fn boundaries_must_close(raw: &str) {
    let found = raw.match_indices("boundary=\"").map(|(at, start)| {
        let rest = &raw[at + start.len()..];
        rest.split('"').next().unwrap()
    });
    let found: Vec<&str> = found.collect();
    assert!(!found.is_empty());
    for boundary in found {
        assert!(
            raw.contains(&format!("\r\n--{boundary}\r\n")),
            "{boundary} opens"
        );
        assert_eq!(
            raw.matches(&format!("\r\n--{boundary}--")).count(),
            1,
            "{boundary} closes"
        );
    }
}

fn party(list: Option<&mail_parser::Address<'_>>) -> (Option<String>, String) {
    let one = list.unwrap().first().unwrap();
    (
        one.name().map(str::to_owned),
        one.address().unwrap().to_owned(),
    )
}

fn must_say_the_same_twice(read: &Message<'_>, is_follow_up: bool) {
    let text = read.body_text(0).unwrap().into_owned();
    let html = read.body_html(0).unwrap().into_owned();
    for part in [&text, &html] {
        assert!(!part.trim().is_empty());
        let left = FIELDS.iter().find(|field| part.contains(**field));
        assert_eq!(left, None, "a field is left: {part}");
        // What is followed up is quoted with its own.
        let signed = if is_follow_up { 2 } else { 1 };
        assert_eq!(
            part.matches(SIGNED).count(),
            signed,
            "the signature: {part}"
        );
    }
    let said = words(&text);
    let mut left = said.iter();
    // The judge's own reading forgets that a cell or an entry of a list ends a word.
    for word in words(&html_to_text(&html.replace('<', " <"))) {
        assert!(
            left.any(|said| *said == word),
            "{word} is missing in the plain text, or not in its place:\n{text}\n---\n{html}"
        );
    }
}

fn must_be_well_formed(case: &Case, email: &Email, before: Option<&Email>, raw: &[u8]) {
    must_be_wire_form(raw);
    let text = std::str::from_utf8(raw).unwrap();
    boundaries_must_close(text);
    let fields = header(text);
    let all = |name: &str| -> Vec<&str> {
        fields
            .iter()
            .filter(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
            .collect()
    };
    for name in [
        "from",
        "to",
        "date",
        "message-id",
        "subject",
        "mime-version",
        "content-type",
    ] {
        assert_eq!(all(name).len(), 1, "{name}");
    }
    assert_eq!(all("cc").len(), usize::from(case.has_copy));
    assert!(all("bcc").is_empty());
    assert!(!text.contains(BLIND), "a blind copy is named");
    let read = MessageParser::default().parse(raw).unwrap();
    assert_eq!(read.message_id(), email.message_id.as_deref());
    assert!(read.date().is_some_and(mail_parser::DateTime::is_valid));
    let subject = email.sent_subject.as_deref().unwrap();
    assert!(
        same(read.subject(), subject),
        "{:?} is not {subject:?}",
        read.subject()
    );
    let (name, address) = party(read.from());
    assert!(
        same(name.as_deref(), &case.sender),
        "{name:?} is not {:?}",
        case.sender
    );
    assert_eq!(address, SELLER);
    let (name, address) = party(read.to());
    let whole = format!("{} {}", case.first_name, case.last_name);
    assert!(same(name.as_deref(), &whole), "{name:?} is not {whole:?}");
    assert_eq!(address, BUYER);
    must_say_the_same_twice(&read, before.is_some());
    match before {
        Some(before) => {
            let id = before.message_id.as_deref().unwrap();
            assert!(matches!(read.in_reply_to(), HeaderValue::Text(to) if to == id));
            assert!(matches!(read.references(), HeaderValue::Text(to) if to == id));
        }
        None => assert!(all("in-reply-to").is_empty()),
    }
    let unsubscribe = all("list-unsubscribe");
    assert_eq!(unsubscribe.len(), usize::from(!case.is_non_commercial));
    for way in unsubscribe {
        let url = way
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .unwrap();
        assert!(
            url.starts_with("http://127.0.0.1:4444/u/") && !url.contains('@'),
            "{url}"
        );
        assert_eq!(all("list-unsubscribe-post"), ["List-Unsubscribe=One-Click"]);
    }
    let attached: Vec<_> = read.attachments().collect();
    assert_eq!(attached.len(), case.files);
    for (file, (name, kind)) in attached.iter().zip(FILES) {
        assert_eq!(file.attachment_name(), Some(name));
        assert_eq!(file.contents(), content(kind));
    }
}

async fn lint(language: Language) {
    let mut post = Post::open().await;
    let db = post.instance.engine.db.clone();
    users::set_language(&db, post.seller.id, language)
        .await
        .unwrap();
    let seed = [language as u8; 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut before: Option<Email> = None;
    let mut wrong = Vec::new();
    for _ in 0..times(100, 1_667) {
        let case = case().new_tree(&mut runner).unwrap().current();
        let followed = before.take().filter(|_| case.is_follow_up);
        let (email, raw) = post.send(&case, followed.as_ref()).await;
        let judged = std::panic::catch_unwind(|| {
            must_be_well_formed(&case, &email, followed.as_ref(), &raw);
        });
        if judged.is_err() {
            wrong.push(format!("{case:?}\n{}", String::from_utf8_lossy(&raw)));
        }
        // What follows up quotes: a chain would grow without end.
        before = followed.is_none().then_some(email);
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong, such as {}",
        wrong.len(),
        wrong[0]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_in_english_is_well_formed() {
    lint(Language::En).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_in_french_is_well_formed() {
    lint(Language::Fr).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_in_swedish_is_well_formed() {
    lint(Language::Sv).await;
}
