//! The Rust mail clients of the ecosystem against the world.
use crate::helper::{seller, world};
use async_imap::Client;
use futures::TryStreamExt as _;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use liaison_standins::{MARKER, World};
use tokio::net::TcpStream;

type Relay = AsyncSmtpTransport<Tokio1Executor>;

fn relay(world: &World, password: &str) -> Relay {
    // A second call finds the provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let addresses = world.addresses();
    let port = addresses
        .mail
        .smtp
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let ca = Certificate::from_pem(&std::fs::read(&addresses.ca).unwrap()).unwrap();
    let tls = TlsParameters::builder("localhost".into())
        .add_root_certificate(ca)
        .build_rustls()
        .unwrap();
    Relay::builder_dangerous("localhost")
        .port(port)
        .tls(Tls::Required(tls))
        .credentials(Credentials::new(seller(world), password.into()))
        .build()
}

fn mail(world: &World, to: &str) -> Message {
    let builder = Message::builder()
        .from(seller(world).parse().unwrap())
        .to(to.parse().unwrap());
    let builder = builder
        .message_id(Some("<from.lettre@test>".into()))
        .subject("Från lettre");
    builder
        .header(ContentType::TEXT_PLAIN)
        .body("Hej då".to_owned())
        .unwrap()
}

#[tokio::test]
async fn lettre_sends_and_async_imap_reads() {
    let world = world().await;
    let me = seller(&world);
    let good = relay(&world, &format!("mail-{MARKER}"));
    good.send(mail(&world, &me)).await.unwrap();
    let refused = good
        .send(mail(&world, "refuse@x.example"))
        .await
        .unwrap_err();
    assert!(
        refused.is_permanent() && refused.to_string().contains("5.1.1"),
        "{refused}"
    );
    let wrong = relay(&world, "wrong")
        .send(mail(&world, &me))
        .await
        .unwrap_err();
    assert_eq!(wrong.status().map(u16::from), Some(535));

    let stream = TcpStream::connect(world.addresses().mail.imap.split("://").nth(1).unwrap())
        .await
        .unwrap();
    let mut client = Client::new(stream);
    client.read_response().await.unwrap();
    let mut session = client
        .login(&me, format!("mail-{MARKER}"))
        .await
        .map_err(|(error, _)| error)
        .unwrap();
    let folders: Vec<_> = session
        .list(None, Some("*"))
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(folders.len(), 4);
    let inbox = session.select("INBOX").await.unwrap();
    assert_eq!((inbox.exists, inbox.uid_next), (1, Some(2)));
    let found = session
        .uid_search("HEADER Message-ID <from.lettre@test>")
        .await
        .unwrap();
    assert!(found.contains(&1));
    let items = "(FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[])";
    let got: Vec<_> = session
        .uid_fetch("1:*", items)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(got[0].uid, Some(1));
    assert!(got[0].bodystructure().is_some() && got[0].internal_date().is_some());
    let envelope = got[0].envelope().unwrap();
    assert_eq!(
        envelope.message_id.as_deref(),
        Some(b"<from.lettre@test>".as_slice())
    );
    assert!(String::from_utf8_lossy(got[0].body().unwrap()).contains("Subject: "));
    session
        .append("Sent", Some("(\\Seen)"), None, b"Subject: copy\r\n\r\nx")
        .await
        .unwrap();
    assert_eq!(
        session
            .status("Sent", "(MESSAGES UIDNEXT)")
            .await
            .unwrap()
            .exists,
        1
    );

    let mut idle = session.idle();
    idle.init().await.unwrap();
    let (news, _stop) = idle.wait();
    good.send(mail(&world, &me)).await.unwrap();
    let news = tokio::time::timeout(std::time::Duration::from_secs(5), news)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(
        news,
        async_imap::extensions::idle::IdleResponse::NewData(_)
    ));
    let mut session = idle.done().await.unwrap();
    session.uid_mv("1", "Trash").await.unwrap();
    session.logout().await.unwrap();
    world.stop().await;
}
