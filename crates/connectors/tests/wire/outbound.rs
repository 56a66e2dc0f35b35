//! What may leave, and what may come back.

use std::time::Duration;

use crate::support::{outbound, tls::TestTls};
use axum::{Router, routing::get};
use liaison_connectors::outbound::{Outbound, OutboundError, OutboundPolicy, Request};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(text).expect("an address")
}

async fn serve(app: Router) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, app).await });
    port
}

fn is_private(error: &OutboundError) -> bool {
    matches!(error, OutboundError::PrivateAddress { .. })
}

#[tokio::test]
async fn private_hosts_are_refused_by_name_and_by_number() {
    let strict = Outbound::new(OutboundPolicy::default()).unwrap();
    for host in [
        "localhost",
        "127.0.0.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.0.0.1",
        "[fd00::1]",
        "0.0.0.0",
    ] {
        let request = Request::get(url(&format!("https://{host}:1/secret-path")));
        let error = strict.http(request).await.unwrap_err();
        assert!(is_private(&error), "{host}: {error:?}");
        assert!(!error.to_string().contains("secret-path"));
        let error = strict.dial_tcp(host, 1).await.unwrap_err();
        assert!(is_private(&error), "{host}: {error:?}");
        let error = strict.dial_tls(host, 1).await.unwrap_err();
        assert!(is_private(&error), "{host}: {error:?}");
    }
}

#[tokio::test]
async fn clear_text_and_odd_schemes_are_refused() {
    let strict = Outbound::new(OutboundPolicy::default()).unwrap();
    let clear = strict.http(Request::get(url("http://example.com/"))).await;
    assert!(
        matches!(clear, Err(OutboundError::ClearText { .. })),
        "{clear:?}"
    );
    let odd = strict.http(Request::get(url("ftp://example.com/"))).await;
    assert!(matches!(odd, Err(OutboundError::Invalid(_))), "{odd:?}");
}

#[tokio::test]
async fn redirects_are_answers() {
    let app = Router::new().route(
        "/",
        get(|| async { axum::response::Redirect::to("http://169.254.169.254/") }),
    );
    let port = serve(app).await;
    let answer = outbound(None)
        .http(Request::get(url(&format!("http://127.0.0.1:{port}/"))))
        .await
        .unwrap();
    assert_eq!(answer.status.as_u16(), 303);
    assert_eq!(answer.header("location"), Some("http://169.254.169.254/"));
}

#[tokio::test]
async fn size_and_time_have_limits() {
    let endless = || async {
        let chunks = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 4096]));
        axum::body::Body::from_stream(chunks)
    };
    let app = Router::new()
        .route("/long", get(|| async { "x".repeat(1001) }))
        .route("/fits", get(|| async { "x".repeat(1000) }))
        .route("/endless", get(endless))
        .route("/never", get(std::future::pending::<()>));
    let port = serve(app).await;
    let narrow = Outbound::new(OutboundPolicy {
        allow_private: true,
        total_timeout: Duration::from_millis(500),
        max_body: 1000,
        ..OutboundPolicy::default()
    })
    .unwrap();
    let fetch = |path| {
        narrow.http(Request::get(url(&format!(
            "http://127.0.0.1:{port}/{path}"
        ))))
    };
    assert_eq!(fetch("fits").await.unwrap().body.len(), 1000);
    let too_large = OutboundError::TooLarge { limit: 1000 };
    assert_eq!(fetch("long").await.unwrap_err(), too_large);
    assert_eq!(fetch("endless").await.unwrap_err(), too_large);
    assert_eq!(fetch("never").await.unwrap_err(), OutboundError::TimedOut);
}

#[tokio::test]
async fn cuts_and_closed_doors_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = url(&format!("http://127.0.0.1:{port}/"));
    let cutting = tokio::spawn(async move {
        for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"] {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut request = [0; 1024];
            let read = stream.read(&mut request).await.expect("a request");
            assert!(read > 0);
            stream.write_all(answer.as_bytes()).await.expect("written");
        }
    });
    let connector = outbound(None);
    for _ in 0..2 {
        let cut = connector.http(Request::get(address.clone())).await;
        assert_eq!(cut.unwrap_err(), OutboundError::CutOff);
    }
    cutting.await.unwrap();
    let closed = connector.http(Request::get(address)).await.unwrap_err();
    assert!(
        matches!(closed, OutboundError::Refused { .. }),
        "{closed:?}"
    );
    let unknown = connector.dial_tcp("no-such-host.invalid", 1).await;
    assert!(matches!(unknown, Err(OutboundError::NotResolved { .. })));
}

#[tokio::test]
async fn only_known_certificates_are_accepted() {
    let tls = TestTls::for_localhost();
    let connector = outbound(None);
    let port = crate::support::tls::serve_https(&tls).await;
    let address = url(&format!("https://localhost:{port}/"));
    let error = connector
        .http(Request::get(address.clone()))
        .await
        .unwrap_err();
    assert!(error.is_certificate(), "{error:?}");
    let error = connector.dial_tls("localhost", port).await.unwrap_err();
    assert!(error.is_certificate(), "{error:?}");
    let trusting = outbound(Some(&tls.ca));
    let answer = trusting.http(Request::get(address)).await.unwrap();
    assert_eq!(answer.text(), "hello");
    trusting.dial_tls("localhost", port).await.unwrap();

    let nonsense = OutboundPolicy {
        extra_ca: Some(b"nonsense".to_vec()),
        ..OutboundPolicy::default()
    };
    assert!(matches!(
        Outbound::new(nonsense),
        Err(OutboundError::Invalid(_))
    ));
}
