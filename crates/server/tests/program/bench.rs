//! That `bench` measures and prints; the figures themselves are nobody's promise in a test.

use crate::liaison::run;

#[tokio::test]
async fn one_start_fills_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let bench = run(
        folder.path(),
        &[
            "bench",
            "--starts",
            "1",
            "--idle",
            "0",
            "--opens",
            "200",
            "--viewers",
            "3",
            "--mails",
            "10",
            "--sends",
            "3",
        ],
    )
    .await;
    assert_eq!(bench.code, 0, "{}", bench.log);
    for part in [
        "cores",
        "| What | Measured | Goal | Met |",
        "| first start",
        "| later start",
        "| 30.0 ms |",
        "| the program file |",
        "| tracking: 200 opens",
        "| feed with 3 viewers",
        "which writes nothing",
        "| mails composed on one core",
        "| e-mails from one mailbox by the send protocol",
    ] {
        assert!(
            bench.printed.contains(part),
            "{part} is missing: {}",
            bench.printed
        );
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "nothing is left where it was called");
}
