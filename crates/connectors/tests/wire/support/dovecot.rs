//! A real mail server for one test: Dovecot, unprivileged, on free ports, in a folder of its own
//! (contracts 6.1).

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::tls::TestTls;

pub const USER: &str = "rita.rep@seller.test";
pub const PASSWORD: &str = "pw-rita";

const PATIENCE: Duration = Duration::from_secs(20);

pub struct Dovecot {
    pub imap: u16,
    pub imaps: u16,
    pub submission: u16,
    process: Child,
    folder: TempDir,
}

impl Dovecot {
    /// Starts the server and waits until it answers. With a `relay`, mail handed to `submission` goes
    /// on to it; without, there is no submission.
    ///
    /// # Panics
    /// When Dovecot, or its submission part where it is wanted, is not installed or does not start.
    pub fn start(tls: &TestTls, relay: Option<SocketAddr>) -> Self {
        Self::start_with_tokens(tls, relay, None)
    }

    /// Like [`Self::start`]; access tokens are taken too, if the server at `introspection` knows
    /// them.
    ///
    /// # Panics
    /// As `start`.
    pub fn start_with_tokens(
        tls: &TestTls,
        relay: Option<SocketAddr>,
        introspection: Option<SocketAddr>,
    ) -> Self {
        needed("dovecot-core", "/usr/sbin/dovecot");
        needed("dovecot-imapd", "/usr/lib/dovecot/imap");
        if relay.is_some() {
            needed("dovecot-submissiond", "/usr/lib/dovecot/submission");
        }
        let folder = tempfile::Builder::new()
            .prefix("dovecot-")
            .tempdir_in("/tmp")
            .expect("a folder");
        let account = Account::suitable();
        let [imap, imaps, submission] = free_ports();
        let etc = folder.path().join("etc");
        fs::create_dir(&etc).expect("a folder");
        let mut config = config(folder.path(), &account, [imap, imaps]);
        if let Some(relay) = relay {
            config.push_str(&submission_config(submission, relay.port()));
        }
        if introspection.is_some() {
            config.push_str(&token_config(folder.path()));
        }
        let oauth2 = introspection.map(oauth2_config).unwrap_or_default();
        for (name, text) in [
            ("oauth2.conf.ext", oauth2.as_str()),
            ("dovecot.conf", config.as_str()),
            ("users", &format!("{USER}:{{PLAIN}}{PASSWORD}\n")),
            ("cert.pem", &tls.certificate),
            ("key.pem", &tls.key),
        ] {
            fs::write(etc.join(name), text).expect("a file");
        }
        account.take(folder.path());
        let process = account
            .run("dovecot")
            .arg("-F")
            .arg("-c")
            .arg(etc.join("dovecot.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("Dovecot could not be started");
        let mut server = Self {
            imap,
            imaps,
            submission,
            process,
            folder,
        };
        let ports = [imap, imaps, submission];
        server.wait_until_it_answers(if relay.is_some() { &ports } else { &ports[..2] });
        server
    }

    fn wait_until_it_answers(&mut self, ports: &[u16]) {
        let deadline = Instant::now() + PATIENCE;
        while !ports
            .iter()
            .all(|p| TcpStream::connect(("127.0.0.1", *p)).is_ok())
        {
            let log = || fs::read_to_string(self.folder.path().join("dovecot.log"));
            if let Ok(Some(status)) = self.process.try_wait() {
                panic!("Dovecot ended at once ({status}): {:?}", log());
            }
            assert!(Instant::now() < deadline, "Dovecot is silent: {:?}", log());
            thread::park_timeout(Duration::from_millis(5));
        }
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
            assert!(status.is_ok_and(|s| s.success()), "chown failed");
        }
    }

    fn run(&self, program: &str) -> Command {
        let program = format!("/usr/sbin/{program}");
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
    let output = Command::new("id").arg(what).output().expect("id");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn needed(package: &str, file: &str) {
    let exists = Path::new(file).exists();
    assert!(
        exists,
        "Dovecot is needed: ./test installs it (package {package})"
    );
}

fn free_ports() -> [u16; 3] {
    let held = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
    held.map(|listener| listener.local_addr().expect("an address").port())
}

fn config(data: &Path, account: &Account, ports: [u16; 2]) -> String {
    let [imap, imaps] = ports;
    let Account { user, group, .. } = account;
    let data = data.display();
    format!(
        r"base_dir = {data}/run
state_dir = {data}/state
log_path = {data}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
hostname = mail.local.test
postmaster_address = postmaster@local.test
ssl = yes
ssl_cert = <{data}/etc/cert.pem
ssl_key = <{data}/etc/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{data}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = username_format=%u {data}/etc/users
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
  mailbox Drafts {{
    auto = create
    special_use = \Drafts
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
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"
    )
}

fn submission_config(port: u16, relay: u16) -> String {
    format!(
        r"protocols = imap submission
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {port}
  }}
}}
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_trusted = yes
"
    )
}

fn token_config(data: &Path) -> String {
    let data = data.display();
    format!(
        r"auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {data}/etc/oauth2.conf.ext
}}
"
    )
}

fn oauth2_config(introspection: SocketAddr) -> String {
    format!(
        r"introspection_mode = post
introspection_url = http://{introspection}/introspect
client_id = dovecot
client_secret = dovecot-secret
use_grant_password = no
active_attribute = active
active_value = true
username_attribute = email
timeout_msecs = 2000
"
    )
}
