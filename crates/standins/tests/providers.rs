//! What both providers promise about the world: who has an account where, and that they outlive a restart.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod helper;

use helper::provider::{Place, google, microsoft};
use helper::{CALLBACK, control};
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
    let world = helper::world().await;
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
