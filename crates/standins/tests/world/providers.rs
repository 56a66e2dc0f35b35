//! What both providers promise about the world: who has an account where, and that they outlive a restart.
use crate::helper::provider::{Place, answer, google, microsoft};
use crate::helper::{CALLBACK, client, control};
use liaison_standins::{MARKER, Options, World};
use serde_json::json;

fn options(folder: &std::path::Path) -> Options {
    Options {
        data: Some(folder.to_owned()),
        mail_redirects: vec![CALLBACK.into()],
        ..Options::default()
    }
}

#[tokio::test]
async fn everybody_has_an_account_at_one_of_them() {
    let world = crate::helper::world().await;
    let of = |system: &str| {
        let accounts = world.accounts().into_iter();
        accounts
            .filter(|account| account.system == system)
            .collect::<Vec<_>>()
    };
    let (google, microsoft, mail) = (of("google"), of("microsoft"), of("mail"));
    assert_eq!((google.len(), microsoft.len(), mail.len()), (16, 16, 32));
    assert!(
        google
            .iter()
            .chain(&microsoft)
            .all(|account| account.password.ends_with(MARKER))
    );
    let secrets = [world.google_client().1, world.microsoft_client().1];
    assert!(secrets.iter().all(|secret| secret.contains(MARKER)));
    let (_, routes) = control(&world, "GET", "/", None).await;
    assert!(routes["routes"].to_string().contains("/google/forget"));
    let (status, said) = control(&world, "POST", "/google/nonsense", Some(json!({}))).await;
    assert_eq!((status, said["error"].is_string()), (404, true));
    let (status, _) = control(
        &world,
        "POST",
        "/microsoft/expire",
        Some(json!({ "email": "nobody@else.example" })),
    )
    .await;
    assert_eq!(status, 404);
    world.stop().await;
}

#[tokio::test]
async fn grants_keys_and_history_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(options(folder.path())).await.unwrap();
    let places: [fn(&World) -> Place; 2] = [google, microsoft];
    let mut kept = Vec::new();
    for place in places.map(|place| place(&world)) {
        let scope = if place.name == "google" {
            "https://mail.google.com/"
        } else {
            "Mail.ReadWrite"
        };
        kept.push(place.grant(&world, scope));
    }
    let gmail = google(&world);
    let profile = gmail
        .call(&kept[0].0, "GET", "/gmail/v1/users/me/profile", None)
        .await
        .body;
    let keys = gmail.call("", "GET", "/oauth2/v3/certs", None).await.body;
    world.stop().await;

    let world = World::start(options(folder.path())).await.unwrap();
    let gmail = google(&world);
    assert_eq!(
        gmail
            .call(&kept[0].0, "GET", "/gmail/v1/users/me/profile", None)
            .await
            .body,
        profile
    );
    assert_eq!(
        gmail.call("", "GET", "/oauth2/v3/certs", None).await.body,
        keys
    );
    assert_eq!(gmail.refresh(&kept[0].1).await.status, 200);
    assert_eq!(microsoft(&world).refresh(&kept[1].1).await.status, 200);
    world.stop().await;
}

#[tokio::test]
async fn a_known_mail_server_may_ask_about_tokens() {
    let world = crate::helper::world().await;
    for (place, mail, other) in [
        (
            google(&world),
            "https://mail.google.com/",
            "https://www.googleapis.com/auth/gmail.send",
        ),
        (
            microsoft(&world),
            "https://outlook.office.com/SMTP.Send",
            "Mail.Send",
        ),
    ] {
        let at = format!("{}/introspect", place.base);
        let known = |token: &str| {
            client()
                .post(&at)
                .basic_auth("dovecot", Some("dovecot-secret"))
                .form(&[("token", token)])
        };
        let in_form = |token: &str, secret: &str| {
            client().post(&at).form(&[
                ("token", token),
                ("client_id", "dovecot"),
                ("client_secret", secret),
            ])
        };
        let (living, _) = place.grant(&world, mail);
        let good = json!({ "active": true, "email": place.user, "scope": "mail" });
        assert_eq!(answer(known(&living)).await.body, good);
        assert_eq!(answer(in_form(&living, "dovecot-secret")).await.body, good);
        let nothing = json!({ "active": false });
        let (narrow, refresh) = place.grant(&world, other);
        for token in ["nonsense", "", &narrow, &refresh] {
            let told = answer(known(token)).await;
            assert_eq!((told.status, told.body), (200, nothing.clone()));
        }

        let strangers = [
            in_form(&living, "guessed"),
            client().post(&at).form(&[("token", &living)]),
            client()
                .post(&at)
                .basic_auth("dovecot", Some("guessed"))
                .form(&[("token", &living)]),
        ];
        for stranger in strangers {
            let response = stranger.send().await.unwrap();
            assert_eq!(response.status(), 401);
            assert!(response.headers().contains_key("www-authenticate"));
            assert_eq!(
                response.text().await.unwrap(),
                r#"{"error":"invalid_client"}"#
            );
        }
        let without = client()
            .post(&at)
            .basic_auth("dovecot", Some("dovecot-secret"));
        assert_eq!(answer(without).await.status, 400);
        assert_eq!(answer(client().get(&at)).await.status, 405);

        place
            .control(&world, "expire", json!({ "email": place.user }))
            .await;
        assert_eq!(answer(known(&living)).await.body, nothing);
        let (revoked, _) = place.grant(&world, mail);
        assert_eq!(answer(known(&revoked)).await.body, good);
        place
            .control(&world, "revoke", json!({ "email": place.user }))
            .await;
        assert_eq!(answer(known(&revoked)).await.body, nothing);
    }
    world.stop().await;
}

#[tokio::test]
async fn the_bare_address_is_a_page_for_people() {
    let world = crate::helper::world().await;
    for place in [google(&world), microsoft(&world)] {
        let mut browser = place.browser("en");
        let page = browser.get("/").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("id=\"address\""), "{}", page.text);
        place.sign_in(&mut browser, "/").await;
        let page = browser.get("/").await;
        assert!(page.text.contains(&place.user), "{}", page.text);
        assert!(!page.text.contains("<form"), "{}", page.text);
        assert_eq!(browser.get("/signout?next=/").await.location, "/");
        assert!(browser.get("/").await.text.contains("id=\"address\""));
    }
    world.stop().await;
}
