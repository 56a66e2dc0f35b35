//! Runs the pretend world until Ctrl C and prints its addresses as JSON: `cargo run -p liaison-standins --example world`.

use liaison_standins::{Options, World};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options {
        data: std::env::args_os().nth(1).map(Into::into),
        ..Options::default()
    };
    let world = World::start(options).await?;
    world.allow_redirect("http://localhost:9/callback");
    println!("{}", serde_json::to_string(world.addresses())?);
    tokio::signal::ctrl_c().await?;
    world.stop().await;
    Ok(())
}
