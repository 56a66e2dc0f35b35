//! A real mail server for one test: Dovecot 2.3, unprivileged, on free ports, in a folder of its own. It knows
//! no passwords; whether a token is good it asks the pretend world (contracts 6.1).

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
/// A port found free may be taken before Dovecot gets there.
const ATTEMPTS: usize = 5;

/// What the server is told about the world.
pub struct Settings<'a> {
    pub mechanisms: &'a str,
    /// Lines of the token database: where to ask, and as whom.
    pub introspection: &'a str,
    /// PEM file of the authority the server trusts when it asks.
    pub trusted: &'a Path,
    /// Port of the SMTP server that submitted mail goes on to.
    pub relay: u16,
}

pub struct Dovecot {
    pub imap: u16,
    pub imaps: u16,
    pub submission: u16,
    process: Child,
    folder: TempDir,
}

impl Dovecot {
    /// Starts the server and waits until it answers.
    ///
    /// # Panics
    /// When Dovecot is not installed or does not start.
    pub fn start(settings: &Settings) -> Self {
        for (package, file) in [
            ("dovecot-core", "/usr/sbin/dovecot"),
            ("dovecot-imapd", "/usr/lib/dovecot/imap"),
            ("dovecot-submissiond", "/usr/lib/dovecot/submission"),
        ] {
            let exists = Path::new(file).exists();
            assert!(
                exists,
                "Dovecot is needed: ./test installs it (package {package})"
            );
        }
        (0..ATTEMPTS)
            .find_map(|_| Self::attempt(settings))
            .expect("Dovecot found no free ports")
    }

    /// `None` when a port was taken in between.
    fn attempt(settings: &Settings) -> Option<Self> {
        let folder = tempfile::Builder::new()
            .prefix("dovecot-")
            .tempdir_in("/tmp");
        let folder = folder.unwrap();
        let account = Account::suitable();
        let ports = free_ports();
        let etc = folder.path().join("etc");
        fs::create_dir(&etc).unwrap();
        let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let trusted = fs::read_to_string(settings.trusted).unwrap();
        let tokens = format!(
            "{}use_grant_password = no\nactive_attribute = active\nactive_value = true\nusername_attribute = email\n\
             tls_ca_cert_file = {}\ntimeout_msecs = 5000\n",
            settings.introspection,
            etc.join("trusted.pem").display(),
        );
        for (name, text) in [
            (
                "dovecot.conf",
                config(folder.path(), &account, ports, settings),
            ),
            ("oauth2.conf.ext", tokens),
            ("trusted.pem", trusted),
            ("cert.pem", own.cert.pem()),
            ("key.pem", own.signing_key.serialize_pem()),
        ] {
            fs::write(etc.join(name), text).unwrap();
        }
        account.take(folder.path());
        let process = account
            .run("/usr/sbin/dovecot")
            .arg("-F")
            .arg("-c")
            .arg(etc.join("dovecot.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Dovecot could not be started");
        let [imap, imaps, submission] = ports;
        let mut server = Self {
            imap,
            imaps,
            submission,
            process,
            folder,
        };
        server.answers(&ports).then_some(server)
    }

    fn answers(&mut self, ports: &[u16]) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Ok(Some(status)) = self.process.try_wait() {
                let log = self.log();
                assert!(
                    log.contains("Address already in use"),
                    "Dovecot ended at once ({status}): {log}"
                );
                return false;
            }
            let open = |port: &u16| TcpStream::connect(("127.0.0.1", *port)).is_ok();
            if ports.iter().all(open) {
                return true;
            }
            assert!(
                Instant::now() < deadline,
                "Dovecot is silent: {}",
                self.log()
            );
            thread::park_timeout(Duration::from_millis(5));
        }
    }

    /// What the server wrote down.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("dovecot.log")).unwrap_or_default()
    }

    /// PEM file of the certificate it shows.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("etc/cert.pem")
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        if !asked.is_ok_and(|status| status.success()) {
            self.process.kill().ok();
        }
        self.process.wait().ok();
        if thread::panicking() {
            eprintln!("{}", self.log());
        }
    }
}

/// Who the server runs as: never root.
struct Account {
    user: String,
    group: String,
    is_root: bool,
}

impl Account {
    fn suitable() -> Self {
        let is_root = id("-u") == "0";
        let (user, group) = if is_root {
            ("nobody".to_owned(), "nogroup".to_owned())
        } else {
            (id("-un"), id("-gn"))
        };
        Self {
            user,
            group,
            is_root,
        }
    }

    /// Hands the folder over.
    fn take(&self, folder: &Path) {
        if self.is_root {
            let owner = format!("{}:{}", self.user, self.group);
            let status = Command::new("chown")
                .arg("-R")
                .arg(owner)
                .arg(folder)
                .status();
            assert!(status.is_ok_and(|status| status.success()), "chown failed");
        }
    }

    fn run(&self, program: &str) -> Command {
        if !self.is_root {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={}", self.user))
            .arg(format!("--regid={}", self.group))
            .arg("--clear-groups")
            .arg(program);
        command
    }
}

fn id(what: &str) -> String {
    let output = Command::new("id").arg(what).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn free_ports() -> [u16; 3] {
    let held = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

fn config(data: &Path, account: &Account, ports: [u16; 3], settings: &Settings) -> String {
    let [imap, imaps, submission] = ports;
    let Account { user, group, .. } = account;
    let Settings {
        mechanisms, relay, ..
    } = settings;
    let data = data.display();
    format!(
        r"base_dir = {data}/run
state_dir = {data}/state
log_path = {data}/dovecot.log
protocols = imap submission
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
hostname = mail.local.test
postmaster_address = postmaster@local.test
ssl = required
ssl_cert = <{data}/etc/cert.pem
ssl_key = <{data}/etc/key.pem
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
mail_location = maildir:{data}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
passdb {{
  driver = oauth2
  mechanisms = {mechanisms}
  args = {data}/etc/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={data}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \Sent
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {submission}
  }}
}}
service anvil {{
  chroot =
  # Without it, each refusal makes the next one slower.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_trusted = yes
"
    )
}
