//! One file for each command.

mod admin_link;
mod backup;
mod bench;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
mod doctor_crm;
mod inspect;
mod migrate;
mod move_to_postgres;
mod restore;
mod serve;
#[cfg(feature = "demo")]
mod standins;
mod work;

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the web application and run the background jobs
    Serve(serve::Serve),
    /// Run background jobs only
    Work(work::Work),
    /// Bring the database up to date and stop
    Migrate(migrate::Migrate),
    /// Print a one-time link that makes an admin
    AdminLink(admin_link::AdminLink),
    /// Check settings, database, mail and each connection, and say what to do
    Doctor(doctor::Doctor),
    /// Write everything in the database to a file
    Backup(backup::Backup),
    /// Read a backup into an empty database
    Restore(restore::Restore),
    /// Move from SQLite to an empty PostgreSQL database
    MoveToPostgres(move_to_postgres::MoveToPostgres),
    /// Say what Liaison makes of addresses, HTML or links: standard input to JSON
    #[command(subcommand)]
    Inspect(inspect::Inspect),
    /// Measure this build on this machine beside the goals
    Bench(bench::Bench),
    /// Start the product in a pretend world, to look around
    #[cfg(feature = "demo")]
    Demo(demo::Demo),
    /// Start the pretend world alone, for tests
    #[cfg(feature = "demo")]
    Standins(standins::Standins),
}

impl Command {
    pub async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Serve(command) => command.run().await,
            Self::Work(command) => command.run().await,
            Self::Migrate(command) => command.run().await,
            Self::AdminLink(command) => command.run().await,
            Self::Doctor(command) => command.run().await,
            Self::Backup(command) => command.run().await,
            Self::Restore(command) => command.run().await,
            Self::MoveToPostgres(command) => command.run().await,
            Self::Inspect(command) => command.run(),
            Self::Bench(command) => command.run().await,
            #[cfg(feature = "demo")]
            Self::Demo(command) => command.run().await,
            #[cfg(feature = "demo")]
            Self::Standins(command) => command.run().await,
        }
    }
}
