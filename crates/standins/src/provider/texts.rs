//! The words of both providers' pages, in the three languages of the seeds.

/// One language's words. `{provider}`, `{app}` and `{user}` stand for names.
pub struct Texts {
    pub lang: &'static str,
    pub pretend: &'static str,
    pub hint: &'static str,
    pub sign_in: &'static str,
    pub address: &'static str,
    pub unknown: &'static str,
    pub next: &'static str,
    pub welcome: &'static str,
    pub password: &'static str,
    pub wrong: &'static str,
    pub other_account: &'static str,
    pub consent: &'static str,
    pub choose: &'static str,
    pub only: &'static str,
    pub always: &'static str,
    pub continue_on: &'static str,
    pub accept: &'static str,
    pub cancel: &'static str,
    pub blocked: &'static str,
    pub admin_needed: &'static str,
    pub admin_text: &'static str,
    pub back: &'static str,
    pub signed_out: &'static str,
    scopes: [&'static str; 8],
}

const EN: Texts = Texts {
    lang: "en",
    pretend: "Pretend {provider} – part of the Liaison demo",
    hint: "This is not {provider}. Use only accounts of the demo here.",
    sign_in: "Sign in",
    address: "Email address",
    unknown: "There is no account with this address. Check it and try again.",
    next: "Next",
    welcome: "Welcome",
    password: "Password",
    wrong: "Wrong password. Try again.",
    other_account: "Use another account",
    consent: "{app} wants access to your {provider} account",
    choose: "Choose what {app} may do:",
    only: "{app} may then:",
    always: "{app} may also:",
    continue_on: "Continue",
    accept: "Accept",
    cancel: "Cancel",
    blocked: "Access blocked",
    admin_needed: "An administrator must approve",
    admin_text: "{app} needs permissions in your organisation that only an administrator can give.",
    back: "Return to {app} without consent",
    signed_out: "You are signed out",
    scopes: [
        "know your name, address and picture",
        "send mail as you",
        "read your mail",
        "read, write and sort your mail",
        "read, write, send and delete all your mail",
        "see and change your mail settings",
        "keep this access when you are away",
        "use: ",
    ],
};

const FR: Texts = Texts {
    lang: "fr",
    pretend: "{provider} factice – partie de la démo Liaison",
    hint: "Ce n’est pas {provider}. N’utilisez ici que les comptes de la démo.",
    sign_in: "Connexion",
    address: "Adresse e-mail",
    unknown: "Aucun compte n’a cette adresse. Vérifiez-la et réessayez.",
    next: "Suivant",
    welcome: "Bienvenue",
    password: "Mot de passe",
    wrong: "Mot de passe incorrect. Réessayez.",
    other_account: "Utiliser un autre compte",
    consent: "{app} souhaite accéder à votre compte {provider}",
    choose: "Choisissez ce que {app} peut faire :",
    only: "{app} pourra :",
    always: "{app} pourra aussi :",
    continue_on: "Continuer",
    accept: "Accepter",
    cancel: "Annuler",
    blocked: "Accès bloqué",
    admin_needed: "L’accord d’un administrateur est nécessaire",
    admin_text: "{app} demande des autorisations que seul un administrateur de votre organisation peut accorder.",
    back: "Revenir à {app} sans accorder l’accès",
    signed_out: "Vous êtes déconnecté",
    scopes: [
        "connaître votre nom, votre adresse et votre photo",
        "envoyer des e-mails en votre nom",
        "lire vos e-mails",
        "lire, écrire et classer vos e-mails",
        "lire, écrire, envoyer et supprimer tous vos e-mails",
        "voir et modifier vos paramètres de messagerie",
        "conserver cet accès en votre absence",
        "utiliser : ",
    ],
};

const SV: Texts = Texts {
    lang: "sv",
    pretend: "Låtsas-{provider} – en del av Liaisons demo",
    hint: "Det här är inte {provider}. Använd bara demons konton här.",
    sign_in: "Logga in",
    address: "E-postadress",
    unknown: "Det finns inget konto med den adressen. Kontrollera den och försök igen.",
    next: "Nästa",
    welcome: "Välkommen",
    password: "Lösenord",
    wrong: "Fel lösenord. Försök igen.",
    other_account: "Använd ett annat konto",
    consent: "{app} vill ha åtkomst till ditt {provider}-konto",
    choose: "Välj vad {app} får göra:",
    only: "{app} får då:",
    always: "{app} får också:",
    continue_on: "Fortsätt",
    accept: "Acceptera",
    cancel: "Avbryt",
    blocked: "Åtkomsten är blockerad",
    admin_needed: "En administratör måste godkänna",
    admin_text: "{app} behöver behörigheter som bara en administratör i din organisation kan ge.",
    back: "Tillbaka till {app} utan att godkänna",
    signed_out: "Du är utloggad",
    scopes: [
        "känna till ditt namn, din adress och din bild",
        "skicka e-post som du",
        "läsa din e-post",
        "läsa, skriva och sortera din e-post",
        "läsa, skriva, skicka och ta bort all din e-post",
        "se och ändra dina e-postinställningar",
        "behålla åtkomsten när du inte är här",
        "använda: ",
    ],
};

/// The words of a language; English for any other.
pub fn texts(language: &str) -> &'static Texts {
    match language
        .get(..2)
        .unwrap_or_default()
        .to_lowercase()
        .as_str()
    {
        "fr" => &FR,
        "sv" => &SV,
        _ => &EN,
    }
}

/// The best language of an `Accept-Language` header that there are words for.
pub fn preferred(header: &str) -> &'static Texts {
    let mut wanted: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|entry| {
            let entry = entry.trim();
            let (name, quality) = entry.split_once(";q=").unwrap_or((entry, "1"));
            let known = ["en", "fr", "sv"].iter();
            let known = known
                .into_iter()
                .any(|known| name.to_lowercase().starts_with(known));
            known.then(|| (quality.trim().parse().unwrap_or(0.0), name))
        })
        .collect();
    wanted.sort_by(|one, two| two.0.total_cmp(&one.0));
    texts(wanted.first().map_or("en", |(_, name)| name))
}

impl Texts {
    /// A scope in words.
    pub fn scope(&self, scope: &str) -> String {
        let short = scope
            .rsplit('/')
            .find(|part| !part.is_empty())
            .unwrap_or(scope);
        let place = match short.to_lowercase().as_str() {
            "openid" | "email" | "profile" | "userinfo.email" | "userinfo.profile"
            | "user.read" => 0,
            "gmail.send" | "gmail.compose" | "mail.send" | "mail.send.shared" | "smtp.send" => 1,
            "gmail.readonly" | "gmail.metadata" | "mail.read" | "mail.readbasic" => 2,
            "gmail.modify" | "mail.readwrite" => 3,
            "mail.google.com" | "imap.accessasuser.all" => 4,
            "gmail.settings.basic" | "mailboxsettings.read" | "mailboxsettings.readwrite" => 5,
            "offline_access" => 6,
            _ => return format!("{}{scope}", self.scopes[7]),
        };
        self.scopes[place].to_owned()
    }
}
