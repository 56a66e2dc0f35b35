//! A seller's instance on which the program is started, crashes, and is started again.

use std::path::Path;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use liaison_connectors::outbound::Response;
use liaison_engine::{Dice, Key};
use liaison_standins::{MARKER, Options, World};
use liaison_store::{Db, Sql};
use liaison_testkit::fresh_postgres;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::liaison::{Liaison, until};
use crate::support::Instance;
use crate::support::consent::walk;
use crate::support::outside::{self, Press, control};
use crate::support::people::{SELLER, seller, servers_form};
use crate::visit::Visit;

pub const MAILBOX: &str = "/settings/email/connection";
/// After this time a worker that is no more has lost its job.
pub const LEASE: SignedDuration = SignedDuration::from_secs(121);

/// After this time a provider that does not know a mail is believed.
const LOOKED_UP: SignedDuration = SignedDuration::from_secs(61);

pub struct Home {
    pub instance: Instance,
    folder: TempDir,
    session: String,
    /// Arguments that name the database, where it is not the folder's.
    database: Vec<String>,
    /// Where the program listens, from its first start on.
    listen: OnceLock<String>,
}

impl Home {
    /// An activated seller with an account at every provider; the program does not run yet.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&folder.path().join("liaison.db")).await.unwrap();
        Self::on(folder, db, vec![]).await
    }

    /// The same, on PostgreSQL.
    pub async fn on_postgres() -> Self {
        let url = fresh_postgres().await;
        let db = Db::postgres(&url).await.unwrap();
        let database = vec!["--database-url".to_owned(), url];
        Self::on(tempfile::tempdir().unwrap(), db, database).await
    }

    async fn on(folder: TempDir, db: Db, database: Vec<String>) -> Self {
        let key = Key::throw(&Dice::system());
        std::fs::write(folder.path().join("key"), key.to_hex()).unwrap();
        let world = World::start(Options::default()).await.unwrap();
        let relay = world.addresses().mail.smtp.clone();
        let instance = Instance::with_key(db, world, &relay, key).await;
        let browser = seller(&instance, SELLER).await;
        for provider in ["google", "microsoft"] {
            outside::tell(
                &instance,
                &format!("{provider}/users"),
                json!({ "email": SELLER }),
            )
            .await;
        }
        let session = browser.cookie("liaison_session").unwrap().to_owned();
        instance.drain().await;
        Self {
            instance,
            folder,
            session,
            database,
            listen: OnceLock::new(),
        }
    }

    /// Starts the program, and meets it as the seller.
    pub async fn start(&self) -> (Liaison, Visit) {
        self.meet(Liaison::start).await
    }

    /// Starts a program that crashes at this place.
    pub async fn start_crashing(&self, place: &str) -> (Liaison, Visit) {
        self.meet(|folder, arguments| Liaison::crashing(folder, arguments, place))
            .await
    }

    /// Starts a program that freezes at this place, once.
    pub async fn start_freezing(&self, place: &str) -> (Liaison, Visit) {
        self.meet(|folder, arguments| Liaison::freezing(folder, arguments, place))
            .await
    }

    /// Starts another process of the instance, which works in the background only.
    pub async fn start_worker(&self) -> Liaison {
        let address = format!("http://{}", self.listen.get().unwrap());
        let all = self.arguments();
        let all = all.iter().map(String::as_str);
        let arguments: Vec<_> = ["work", "--public-url", &address]
            .into_iter()
            .chain(all)
            .collect();
        let mut worker = Liaison::start(self.folder.path(), &arguments);
        assert_eq!(worker.line().await, "Liaison works in the background.");
        worker
    }

    fn arguments(&self) -> Vec<String> {
        let addresses = self.instance.world.addresses();
        let common = [
            "--data",
            ".",
            "--allow-private-addresses",
            "--extra-ca",
            addresses.ca.to_str().unwrap(),
            "--smtp-url",
            &addresses.mail.smtp,
            "--mail-from",
            "liaison@fjordlight.example",
            "--demo-clock",
            &addresses.control,
        ];
        let common = common.into_iter().map(str::to_owned);
        common.chain(self.database.iter().cloned()).collect()
    }

    async fn meet(&self, start: impl FnOnce(&Path, &[&str]) -> Liaison) -> (Liaison, Visit) {
        let listen = self.listen.get().map_or("127.0.0.1:0", String::as_str);
        let all = self.arguments();
        let all = all.iter().map(String::as_str);
        let arguments: Vec<_> = ["serve", "--listen", listen]
            .into_iter()
            .chain(all)
            .collect();
        let mut program = start(self.folder.path(), &arguments);
        let address = program.address().await;
        let listen = address.strip_prefix("http://").unwrap();
        assert_eq!(self.listen.get_or_init(|| listen.to_owned()), listen);
        let mut visit = Visit::to(&address);
        visit.enter(&self.session);
        (program, visit)
    }

    /// Connects a mailbox; nothing comes back from a program that dies meanwhile.
    pub async fn connect(&self, visit: &mut Visit, client: &str) -> Option<Response> {
        if client == "imap" {
            let form = servers_form(&self.instance.world, SELLER, &format!("mail-{MARKER}"));
            let form: Vec<_> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            return visit
                .post_to_dying(&format!("{MAILBOX}/servers"), &form)
                .await;
        }
        let form = [("client", client), ("other_login", "true")];
        let url = visit.leave(&format!("{MAILBOX}/choose"), &form).await;
        let back = walk(&self.instance, &url, SELLER, Press::Allow).await;
        visit.get_from_dying(&back).await
    }

    /// The seller's mails in a folder.
    pub async fn mails(&self, folder: &str) -> Vec<Value> {
        let path = format!("mails?to={SELLER}&folder={folder}");
        match control(&self.instance, &path).await {
            Value::Array(mails) => mails,
            other => panic!("{other}"),
        }
    }

    /// The seller's mails in a folder with a word in their subject.
    pub async fn count(&self, folder: &str, word: &str) -> usize {
        let mails = self.mails(folder).await;
        let fits = |mail: &&Value| mail["subject"].as_str().unwrap().contains(word);
        mails.iter().filter(fits).count()
    }

    /// Lets the program do all there is to do, and time pass where it waits for that.
    pub async fn settle(&self) {
        // Whoever watches a mailbox is never done.
        let waiting = "select state, run_at from jobs where state <> 'failed' and kind <> 'watch'
                       order by state desc, run_at limit 1";
        until("the end of all work", async || {
            let Some(job) = self.instance.engine.db.row(waiting, vec![]).await.unwrap() else {
                return Some(());
            };
            let state: String = job.get("state").unwrap();
            let due: Timestamp = job.get("run_at").unwrap();
            let now = self.instance.engine.clock.now();
            if state == "waiting" && due > now {
                self.instance.pass(due.duration_since(now).max(LOOKED_UP));
            }
            None
        })
        .await;
    }
}
