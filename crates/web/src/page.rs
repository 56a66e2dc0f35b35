//! What the frame around every page needs.

use liaison_domain::Language;
use liaison_domain::access::User;

use crate::assets;
use crate::parts::Icon;
use crate::texts::Texts;
use crate::visitor::{Member, Visitor};

/// The frame: language, title, who is signed in, where we are.
pub(crate) struct Page {
    pub t: &'static Texts,
    /// `page:state`, for the browser tests.
    pub view: String,
    pub title: String,
    /// Where we are in the navigation: `home`, or the code of a settings entry.
    pub place: &'static str,
    pub member: Option<Badge>,
    /// A word of confirmation.
    pub toast: Option<String>,
    /// Where the language switch comes back to.
    pub path: String,
    pub demo: bool,
    /// In the panel on a page of Salesforce: no frame of our own, and little room.
    pub in_panel: bool,
}

/// The signed-in user as the frame shows them.
pub(crate) struct Badge {
    pub name: String,
    pub email: String,
    pub initials: String,
    pub is_admin: bool,
}

impl Badge {
    pub fn of(user: &User) -> Self {
        Self {
            name: user.display_name(),
            email: user.email.to_string(),
            initials: initials(user),
            is_admin: user.is_admin(),
        }
    }
}

/// Two letters for the round sign beside a name.
pub(crate) fn initials(user: &User) -> String {
    let first = |text: &str| text.chars().find(|c| c.is_alphanumeric());
    let name: String = [first(&user.first_name), first(&user.last_name)]
        .into_iter()
        .flatten()
        .collect();
    let letters = if name.is_empty() {
        user.email.as_str().chars().take(2).collect()
    } else {
        name
    };
    letters.to_uppercase()
}

impl Page {
    /// A page for anybody. `view` is `page:state`; `title` is in the visitor's language.
    pub fn new(visitor: &Visitor, view: impl Into<String>, title: &str) -> Self {
        let t = visitor.t();
        Self {
            t,
            view: view.into(),
            title: title.to_owned(),
            place: "",
            member: visitor.user().map(Badge::of),
            toast: visitor
                .said
                .as_deref()
                .map(|key| t.of_family("said", key).to_owned())
                .filter(|s| !s.is_empty()),
            path: visitor.path.clone(),
            demo: visitor.app.is_demo(),
            in_panel: visitor.in_panel,
        }
    }

    /// A page at a place of the navigation, with the title that place has.
    pub fn at(member: &Member, place: &'static str, view: &'static str) -> Self {
        let title = member.t().of_family("place", place);
        Self {
            place,
            ..Self::new(&member.visitor, view, title)
        }
    }

    pub fn languages(&self) -> &'static [Language] {
        &Language::ALL
    }

    pub fn asset(&self, name: &str) -> &'static str {
        assets::path(name)
    }

    pub fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }

    /// Whether the browser is at this entry.
    pub fn is_at(&self, place: &str) -> bool {
        self.place == place
    }

    pub fn navigation(&self) -> &'static [NavigationEntry] {
        &NAVIGATION
    }

    /// What stands behind "More" where there is room for four.
    pub fn navigation_more(&self) -> &'static [NavigationEntry] {
        &NAVIGATION[4..]
    }

    pub fn is_in_settings(&self) -> bool {
        !self.place.is_empty() && NAVIGATION.iter().all(|entry| entry.place != self.place)
    }
}

/// One entry of the main navigation: only what works is listed.
pub(crate) struct NavigationEntry {
    pub place: &'static str,
    pub path: &'static str,
    pub icon: &'static str,
}

const fn nav(place: &'static str, path: &'static str, icon: &'static str) -> NavigationEntry {
    NavigationEntry { place, path, icon }
}

const NAVIGATION: [NavigationEntry; 6] = [
    nav("home", "/home", "house"),
    nav("feed", "/feed", "rss"),
    nav("people", "/people", "users"),
    nav("emails", "/email", "mail"),
    nav("campaigns", "/campaigns", "megaphone"),
    nav("tasks", "/tasks", "tasks"),
];

/// One entry of the settings' own column (administration 4): only what works is listed.
pub(crate) struct SettingsEntry {
    pub place: &'static str,
    pub path: &'static str,
}

const fn entry(place: &'static str, path: &'static str) -> SettingsEntry {
    SettingsEntry { place, path }
}

pub(crate) const MY_ACCOUNT: [SettingsEntry; 4] = [
    entry("profile", "/settings/profile"),
    entry("email", "/settings/email"),
    entry("salesforce", "/settings/salesforce"),
    entry("sessions", "/settings/sessions"),
];

pub(crate) const ADMIN_SETTINGS: &[SettingsEntry] = &[
    entry("users", "/settings/users"),
    entry("invitations", "/settings/invitations"),
    entry("login", "/settings/login"),
    entry("connections", "/settings/connections"),
    entry("team-server", "/settings/team-server"),
    entry("calls", "/settings/calls"),
    entry("tracking", "/settings/tracking"),
    entry("unsubscribe", "/settings/unsubscribe"),
    entry("panel", "/settings/panel"),
    entry("blocked-domains", "/settings/blocked-domains"),
    entry("salesforce-sync", "/settings/salesforce-sync"),
    entry("diagnostics", "/settings/diagnostics"),
];

impl Page {
    pub fn my_account(&self) -> &'static [SettingsEntry] {
        &MY_ACCOUNT
    }

    /// Empty for everybody but admins: for them these do not exist.
    pub fn admin_settings(&self) -> &'static [SettingsEntry] {
        if self.member.as_ref().is_some_and(|m| m.is_admin) {
            ADMIN_SETTINGS
        } else {
            &[]
        }
    }
}
