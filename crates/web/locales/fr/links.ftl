### Connexions : Salesforce, boîtes aux lettres, applications de l’administrateur.

connection = Connexion
connected-since = Connecté depuis
last-worked = Dernier fonctionnement
last-checked = Dernière vérification
health-connected = Connecté
health-reconnect = À reconnecter
health-none = Non connecté

# --- vers la page de connexion, et retour
leaving-title = Nous vous conduisons chez { $provider }
leaving-text = Si rien ne se passe, cliquez sur Continuer.
differ-invited = Adresse invitée
differ-salesforce = Adresse dans Salesforce
other-salesforce-login = Utiliser un autre compte Salesforce

for-salesforce-admin-api = Merci de donner à { $salesforce } l’autorisation « API activée » (API Enabled) dans Salesforce (Configuration → Profils ou Ensembles d’autorisations → Autorisations système), pour que le compte puisse être utilisé avec Liaison.
for-salesforce-admin-app = Merci d’installer et d’autoriser l’application cliente externe « Liaison » dans notre organisation Salesforce (Configuration → Utilisation d’OAuth par les applications connectées, « Connected Apps OAuth Usage » → Installer), pour que nous puissions nous connecter avec Salesforce.

# --- son propre Salesforce
salesforce-lead = Ce que vous faites dans Liaison est enregistré dans Salesforce en votre nom.
salesforce-none = Salesforce n’est pas connecté
salesforce-none-text = Connectez votre propre compte. Son adresse e-mail doit être la même que la vôtre ici.
salesforce-username = Nom d’utilisateur
salesforce-instance = Adresse
salesforce-organisation = Organisation
salesforce-disconnect-title = Déconnecter Salesforce ?
salesforce-disconnect-text = Tant que vous ne l’avez pas reconnecté, rien de ce que vous faites n’est enregistré dans Salesforce, et vous ne pouvez pas vous connecter avec Salesforce.

# --- boîte aux lettres
tab-addresses = Adresse et signature
tab-connection = Connexion e-mail
mailbox-connect-title = Connecter votre boîte aux lettres
mailbox-reading = Lecture (IMAP)
mailbox-writing = Envoi (SMTP)
mailbox-sent-folder = Dossier des e-mails envoyés
mailbox-no-sent-folder = Aucun trouvé
mailbox-title-connected = Configuration de la connexion par e-mail réussie
mailbox-success-text = Liaison envoie en tant que { $address } et voit ce qui y arrive.
mailbox-disconnect-title = Déconnecter votre boîte aux lettres ?
mailbox-disconnect-text-gmail = Tant qu’elle n’est pas reconnectée, vous ne pouvez rien envoyer et aucune réponse n’est détectée. Liaison rend son accès à Google.
mailbox-disconnect-text-outlook = Tant qu’elle n’est pas reconnectée, vous ne pouvez rien envoyer et aucune réponse n’est détectée. Liaison oublie son accès ici, mais Microsoft ne permet pas de le lui rendre. Pour y retirer aussi l’application, ouvrez la liste de vos applications chez Microsoft : myapps.microsoft.com avec un compte d’organisation, account.microsoft.com → Confidentialité → Accès aux applications avec un compte personnel.
mailbox-disconnect-text-imap = Tant qu’elle n’est pas reconnectée, vous ne pouvez rien envoyer et aucune réponse n’est détectée. Le mot de passe est effacé.
field-mailbox-address = Votre adresse e-mail
field-mailbox-username = Nom d’utilisateur
field-mailbox-username-hint = Laissez vide si c’est votre adresse.
field-mailbox-password = Mot de passe de la boîte aux lettres
field-mailbox-password-hint = Certains fournisseurs demandent ici un mot de passe d’application.
field-imap-host = Serveur IMAP
field-smtp-host = Serveur SMTP
field-port = Port
field-security = Chiffrement
security-tls = TLS
security-starttls = STARTTLS

# --- les applications de l’administrateur
connections-lead = Les applications par lesquelles les utilisateurs se connectent. Leurs mots de passe ne sont jamais demandés.
connections-entered = Renseigné
connections-missing = Pas encore renseigné
connections-redirect = Adresse de redirection
connections-redirect-hint = Copiez cette adresse dans l’application chez { $provider }.
connections-host = Où les utilisateurs se connectent
connections-production = Environnement de production
connections-sandbox = Environnement de test (sandbox)
connections-domain = Mon domaine
connections-domain-text = Votre propre adresse Salesforce
connections-domain-address = Adresse de Mon domaine
connections-client-id = Identifiant client
connections-secret = Secret client
connections-secret-kept = Un secret est enregistré. Laissez vide pour le conserver.
connections-test = Enregistrer et tester
connections-tested = { $provider } connaît cet identifiant client et accepte ce secret.
save-provider = Enregistrer { $provider }
organisation-title = Votre organisation
organisation-bound = Organisation définie : { $id }
organisation-unbound = Pas encore définie
organisation-text = Dans une autre organisation, chacun peut inscrire l’adresse e-mail de son choix. C’est pourquoi seuls les comptes de la vôtre peuvent être activés. Connectez-vous une fois pour indiquer laquelle c’est.
organisation-bind = Se connecter à votre organisation

# --- mailbox: Gmail, Outlook or another
for-admin = Une phrase pour votre administrateur { $provider }
for-mail-admin = Merci d’autoriser l’application « Liaison » pour notre organisation chez { $provider }, afin que chacun puisse y connecter sa boîte aux lettres. Elle lit et envoie des e-mails au nom de la personne qui se connecte.
for-liaison-admin-not-set-up = Merci de saisir l’identifiant client et le secret client de l’application pour { $provider } dans Liaison (Paramètres → Connexions), afin que chacun puisse connecter sa boîte aux lettres.
for-liaison-admin-client = { $provider } n’accepte pas l’application de Liaison. Merci de copier à nouveau l’identifiant client et le secret client depuis l’application chez { $provider } dans Liaison (Paramètres → Connexions) et de les y tester.
for-liaison-admin-redirect = L’application de Liaison chez { $provider } ne contient pas l’adresse de redirection { $redirect }. Merci d’y ajouter exactement cette adresse.
for-liaison-admin-refused = { $provider } a refusé quand j’ai voulu connecter ma boîte aux lettres à Liaison. Merci de vérifier l’application chez { $provider } et de la tester dans Liaison (Paramètres → Connexions). Détail technique : { $detail }
go-on-here = Continuer dans Liaison
differ-own = Votre adresse ici
differ-mailbox = Adresse de la boîte aux lettres
other-mail-account = Utiliser un autre compte { $provider }
mail-client = Boîte aux lettres
mail-client-gmail = Gmail
mail-client-outlook = Outlook
mail-client-imap = Une autre boîte aux lettres
mail-client-text-gmail = Vous vous connectez chez Google. Nous ne voyons jamais votre mot de passe.
mail-client-text-outlook = Vous vous connectez chez Microsoft. Nous ne voyons jamais votre mot de passe.
mail-client-text-imap = Par IMAP et SMTP, avec les noms des serveurs et un mot de passe
mail-client-not-offered = Votre administrateur ne l’a pas encore configuré.
mailbox-servers-title = Une autre boîte aux lettres
mailbox-servers-text = Liaison se connecte par IMAP et SMTP. Votre service informatique connaît les noms des serveurs. Le mot de passe est conservé chiffré.
mailbox-title-testing = Test de votre boîte aux lettres
mailbox-testing-text = Nous envoyons un message de test de { $address } à elle-même, puis nous le cherchons. Cela prend quelques secondes ; la page continue d’elle-même.
mailbox-success-goes-on = Dans quelques secondes, cette page continue d’elle-même.
mailbox-title-trouble = Votre boîte aux lettres n’est pas encore prête
mailbox-title-reconnect = Votre boîte aux lettres n’est pas encore prête
mailbox-change-servers = Modifier les serveurs ou le mot de passe
mailbox-choose-other = Choisir une autre boîte aux lettres
mailbox-sends = Envoi
mailbox-replies = Suivi des réponses
mailbox-check-means = « Vérifier maintenant » envoie un message de test de votre adresse à elle-même et le cherche.
direction-testing = Test en cours
direction-works = Fonctionne
direction-fails = Ne fonctionne pas
direction-unknown = Inconnu
health-testing = Test en cours
health-trouble = À regarder

# --- le volet dans Salesforce
place-panel = Volet dans Salesforce
panel-title = Liaison
panel-settings-lead = Liaison à côté des prospects, contacts, comptes et opportunités dans Salesforce. Identique pour tous.
panel-package = Le package dans Salesforce
panel-package-text = Votre administrateur Salesforce installe le package et saisit deux choses dans ses paramètres : l’adresse de Liaison et le secret. Le dossier salesforce du programme contient le package et son guide.
panel-base-url = Adresse de Liaison
panel-secret = Code secret
panel-secret-there = Le secret existe
panel-secret-none = Pas encore de secret
panel-secret-made = Le secret a été créé le { $when }.
panel-secret-make = Créer un secret
panel-secret-again-title = Créer un autre secret ?
panel-secret-again-text = Le volet ne fonctionne plus pour personne tant que le nouveau secret n’est pas dans Salesforce.
panel-secret-once = Le secret n’est affiché que maintenant
panel-secret-once-text = Copiez-le dans les paramètres du package dans Salesforce. Liaison le conserve chiffré et ne l’affiche plus.
panel-canvas = Adresse pour Canvas
panel-ancestors = Pages qui peuvent afficher le volet
panel-ancestors-none = Aucune : personne n’a encore connecté Salesforce.
panel-shown = Ce que montre le volet
panel-actions = Actions de vente
panel-actions-text = Sans elles, le volet montre ce qui s’est passé et ne propose rien.
panel-single-actions = Actions une à une
panel-tabs = Onglets
panel-tab-place = Place de { $tab }
panel-tab-timeline = Historique
panel-tab-emails = E-mails
panel-tab-tasks = Tâches
panel-tab-calls = Appels
panel-waiting = Demande à Salesforce
panel-selected = Personnes choisies
panel-closes = Clôture le { $day }
panel-nobody = Personne à qui écrire
panel-nobody-text = Salesforce ne vous montre ici aucun contact avec une adresse e-mail.
panel-untick = Décochez les personnes à laisser de côté. Ce que vous choisissez sous Actions vaut pour les autres.
panel-more-people = Il y a plus de personnes que ces 200. Ouvrez-les une à une dans Salesforce pour les reprendre.
panel-no-script = Le volet a besoin de JavaScript.
open-liaison = Ouvrir Liaison
panel-no-proof = Le volet ne sait plus qui vous êtes
    .why = Il est resté longtemps ouvert, ou n’a pas été ouvert par Salesforce.
    .next = Réessayez, ou ouvrez de nouveau la page dans Salesforce.
panel-unreachable = Liaison ne répond pas
    .why = La connexion est interrompue, ou Liaison redémarre.
    .next = Réessayez dans un instant.
panel-elsewhere = Cette page s’ouvre dans Liaison
    .why = Il y a plus de place, et vous vous y connectez d’abord.
    .next = Ouvrez-la dans un nouvel onglet.

# --- le serveur de l’équipe
place-team-server = Serveur de l’équipe
team-server-tab = Serveur
team-server-lead = Un serveur SMTP par lequel les e-mails de chacun peuvent partir, quelle que soit sa boîte aux lettres, ou même sans boîte.
team-server-new = Configurer un serveur
team-server-means = Le serveur devient la voie de sortie de l’adresse par défaut de chacun, sauf de ceux qui ont choisi leur boîte aux lettres ; pour les autres adresses, chacun peut le choisir. L’essai n’envoie rien.
team-server-state-ok = Fonctionne
team-server-state-none = Non configuré
team-server-used-by = { $count ->
    [0] Aucun e-mail ne part encore par lui.
    [one] Une adresse écrit par lui.
   *[other] { $count } adresses écrivent par lui.
}
team-server-waiting = { $count ->
    [one] Un e-mail attend de partir par lui.
   *[other] { $count } e-mails attendent de partir par lui.
}
team-server-try = Essayer et enregistrer
team-server-remove = Supprimer
team-server-remove-title = Supprimer { $host } ?
team-server-remove-nobody = Aucun e-mail ne part par lui.
team-server-remove-users = Ces adresses écrivent par lui :
team-server-remove-falls-back = continue avec sa propre boîte aux lettres
team-server-remove-stops = ne peut plus envoyer tant qu’aucune boîte n’est connectée
team-server-remove-others = { $count ->
    [one] Et une autre.
   *[other] Et { $count } autres.
}
team-server-remove-waiting = { $count ->
    [one] Un e-mail attend de partir par lui. Il passe dans « Échoués », d’où son auteur peut le renvoyer.
   *[other] { $count } e-mails attendent de partir par lui. Ils passent dans « Échoués », d’où leurs auteurs peuvent les renvoyer.
}
team-server-remove-keys = Le mot de passe est oublié. Les clés de signature restent jusqu’à ce que vous les supprimiez.
field-team-username = Nom d’utilisateur
field-team-username-hint = Laissez vide si le serveur ne demande pas de connexion.
field-team-password-hint = Conservé chiffré, et jamais réaffiché.
field-team-password-kept = Un mot de passe est conservé. Laissez vide pour le garder.
field-senders = Qui peut envoyer par lui
field-senders-hint = Les domaines de votre entreprise, un par ligne ; chacun y écrit depuis ses propres adresses confirmées. Une adresse seule est possible aussi.
field-tried-as = Adresse pour l’essai
field-tried-as-hint = Nous demandons au serveur si un e-mail peut en venir. Rien n’est envoyé.
