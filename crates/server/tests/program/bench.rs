//! That `bench` measures and prints; the figures themselves are nobody's promise in a test.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::liaison::{Ended, run, run_on_path};

fn assert_printed(bench: &Ended, parts: &[&str]) {
    assert_eq!(bench.code, 0, "{}", bench.log);
    for part in parts {
        let printed = &bench.printed;
        assert!(printed.contains(part), "{part} is missing: {printed}");
    }
}

#[tokio::test]
async fn one_start_fills_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let sizes = "--starts 1 --idle 0 --opens 200 --viewers 3 --people 60 --pages 10 --steps 20 --mails 10 --sends 3";
    let arguments: Vec<_> = ["bench"].into_iter().chain(sizes.split(' ')).collect();
    let bench = run(folder.path(), &arguments).await;
    let parts = [
        "cores",
        "| What | Measured | Goal | Met |",
        "| first start",
        "| later start",
        "| 30.0 ms |",
        "| the program file |",
        "| tracking: 200 opens",
        "writing nothing",
        "| feed with 3 viewers",
        "| 60 people added",
        "| the panel of a person",
        "| a page of 50 people",
        "| people found by a whole name",
        "| 20 due steps of a campaign",
        "| mails composed on one core",
        "| e-mails from one mailbox by the send protocol",
    ];
    assert_printed(&bench, &parts);
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "nothing is left where it was called");
}

#[tokio::test]
async fn without_an_nginx_that_starts_a_bare_handler_is_measured() {
    let (folder, programs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let nginx = programs.path().join("nginx");
    fs::write(&nginx, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(&nginx, fs::Permissions::from_mode(0o755)).unwrap();
    let sizes = "bench --only tracking --opens 50 --viewers 1";
    let arguments: Vec<_> = sizes.split(' ').collect();
    let bench = run_on_path(programs.path(), folder.path(), &arguments).await;
    assert_printed(&bench, &["| – a bare axum handler", "nginx did not start"]);
}
