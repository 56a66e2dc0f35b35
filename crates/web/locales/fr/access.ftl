### Entrer : premier démarrage, connexion, invitations, assistant, utilisateurs, profil.

# --- premier démarrage
front-title = Personne n’administre encore cette instance
front-nobody = La personne qui a démarré Liaison a reçu un lien pour créer le premier compte administrateur. Il s’affiche là où le programme s’exécute.
front-where = Pour obtenir un nouveau lien, lancez-y cette commande :
first-run-title = Créer le premier compte administrateur
first-run-lead = Votre adresse et ce mot de passe fonctionnent même quand tous les systèmes externes sont en panne. Gardez le mot de passe en lieu sûr.
first-run-create = Créer le compte administrateur

# --- connexion
sign-in-title = Se connecter à Liaison
sign-in = Se connecter
sign-in-salesforce = Se connecter avec Salesforce
sign-in-password = Se connecter avec un mot de passe
sign-in-password-admins = Pour les administrateurs : votre mot de passe fonctionne aussi quand Salesforce ne répond pas.
sign-in-forgot = Mot de passe oublié ?
forgot-title = Mot de passe oublié ?
forgot-lead = Saisissez votre adresse. Si un mot de passe lui est associé, vous recevrez un e-mail avec un lien valable une heure.
forgot-send = Envoyer le lien
forgot-sent = Si un mot de passe est associé à cette adresse, un e-mail avec un lien est en route. Rien reçu ? Regardez dans les courriers indésirables, ou adressez-vous à votre administrateur.
reset-title = Définir un nouveau mot de passe
reset-set = Définir le mot de passe

# --- le lien de l’e-mail de bienvenue
welcome-title = Activer votre compte
welcome-invited = Une invitation à Liaison pour { $email }.
welcome-invited-by = { $name } vous invite à rejoindre Liaison avec l’adresse { $email }.
welcome-salesforce-lead = Vous vous connectez avec votre compte Salesforce. Son adresse e-mail doit être la même que celle ci-dessus, et votre profil doit y avoir l’autorisation « API activée ». Si votre session Salesforce est déjà ouverte, deux clics suffisent.
welcome-password-lead = Choisissez un mot de passe pour votre compte, ou activez-le avec Salesforce ci-dessous.
welcome-password = Créer le compte
welcome-leaving = Vous pouvez fermer cette page. Le lien de votre e-mail de bienvenue vous y ramène.

# --- assistant
rail = Étapes
rail-done = terminé
rail-activate = Activation
rail-start = Bienvenue
rail-mailbox = Boîte aux lettres
rail-signature = Signature
rail-finish = Fin
wizard-leaving = Vous pouvez partir à tout moment. Ce que vous avez fait est conservé, et vous reprendrez ici à votre prochaine connexion.
onboarding-title-start = Bienvenue dans Liaison
onboarding-welcome-name = Bienvenue dans Liaison, { $name }
onboarding-start-text = Votre compte est actif et connecté à Salesforce. Réglons maintenant l’envoi de vos e-mails.
onboarding-title-introduction = Deux étapes, trois minutes
onboarding-introduction-text = Liaison envoie vos e-mails depuis votre propre boîte aux lettres et y trouve les réponses.
onboarding-introduction-mailbox = Connectez votre boîte aux lettres.
onboarding-introduction-signature = Écrivez votre signature.
onboarding-title-mailbox = Connecter votre boîte aux lettres
onboarding-mailbox-text = Quel client de messagerie utilisez-vous ? Liaison envoie depuis votre propre boîte aux lettres et y retrouve les réponses.
onboarding-mailbox-connect = Connecter la boîte aux lettres
onboarding-mailbox-later-means = Avec « Plus tard », vous continuez sans boîte aux lettres. Tant que vous n’en connectez pas une dans Paramètres d’e-mail, vous ne pouvez rien envoyer et aucune réponse n’est détectée.
onboarding-mailbox-testing-later-means = Avec « Plus tard », vous continuez tout de suite. Le test se termine de lui-même, et Paramètres → E-mail en montre le résultat.
onboarding-title-signature = Votre signature
onboarding-signature-text = Elle est ajoutée au bas de chaque e-mail que vous envoyez. Vous pouvez la modifier à tout moment dans Paramètres d’e-mail.
onboarding-title-finish = Tout est prêt
onboarding-finish-text = Voici où vous en êtes. Tout peut être modifié dans Paramètres.
onboarding-finish-no-mailbox = Pas encore connectée
onboarding-finish-signature = Enregistrée
onboarding-finish-no-signature = Pas encore écrite

# --- accueil
home-hello = Bienvenue
home-hello-name = Ravis de vous voir, { $name }
home-lead = Votre place entre le marketing et Salesforce.
home-todo = Pour bien démarrer
home-go-on-title = Votre configuration n’est pas terminée
home-go-on-text = Vous pouvez reprendre là où vous en étiez.
home-go-on = Reprendre
todo-done = Fait
todo-connections = Connecter l’instance à Salesforce
todo-why-connections = Saisissez l’identifiant et le secret client, et indiquez quelle organisation est la vôtre. C’est seulement ensuite que les comptes peuvent être activés.
todo-salesforce = Connecter votre compte Salesforce
todo-why-salesforce = Ce que vous faites ici apparaît dans Salesforce en votre nom.
todo-mailbox = Connecter votre boîte aux lettres
todo-why-mailbox = Vous envoyez depuis votre propre adresse, et les réponses sont détectées.
todo-signature = Écrire votre signature
todo-why-signature = Elle est ajoutée au bas de chaque e-mail que vous envoyez.
todo-invite = Inviter vos collègues
todo-why-invite = Chacun reçoit un e-mail de bienvenue et configure son compte en quelques minutes.

# --- inviter
invite-users = Inviter des utilisateurs
invite-title = Inviter des utilisateurs
invite-lead = Chaque personne reçoit un e-mail de bienvenue avec un lien valable sept jours.
invite-addresses = Adresses e-mail
invite-addresses-hint = Autant que vous voulez, séparées par des virgules, des points-virgules, des espaces ou des retours à la ligne.
invite-team = Équipe
invite-no-team = Aucune autre équipe
invite-team-hint = Chacun fait aussi partie de l’équipe Everyone, qui réunit tout le monde.
invite-language = Langue de l’e-mail de bienvenue
invite-no-mail = Aucun serveur de messagerie n’est configuré : aucun e-mail ne peut être envoyé. Vous obtenez pour chaque personne un lien à transmettre vous-même.
invite = Inviter
invite-done-title = Invitations
invite-done = { $count ->
    [0] Personne n’a été invité. La liste indique pourquoi.
    [one] Une personne est invitée.
   *[other] { $count } personnes sont invitées.
}
invite-done-table = Le résultat pour chaque adresse
invite-done-ok = OK
invite-more = Inviter d’autres personnes
invite-verdict = Résultat
invite-link-for = Lien pour { $email }
resend = Renvoyer
resend-to = Renvoyer à { $email }
verdict-invited = Invitation créée
verdict-already-invited = Déjà invité, compte pas encore activé
verdict-already-member = Fait déjà partie des utilisateurs
verdict-deactivated = Compte désactivé ; à réactiver dans Gestion des utilisateurs
address-fault-empty = Il n’y a pas d’adresse
address-fault-no-at = Adresse non valable : il manque le @
address-fault-two-ats = Adresse non valable : il y a plus d’un @
address-fault-no-name = Adresse non valable : il n’y a rien avant le @
address-fault-no-domain = Adresse non valable : il n’y a rien après le @
address-fault-no-dot = Adresse non valable : il manque un point dans le domaine (modèle : example.com)
address-fault-dots = Adresse non valable : un point est mal placé
address-fault-character = Adresse non valable à cause de ce caractère :
address-fault-invisible = Adresse non valable : elle contient un caractère invisible
address-fault-not-ascii = Avant l’@, seules les lettres sans accent de A à Z sont possibles ; pas celle-ci :
address-fault-quoted = Les adresses entre guillemets ne sont pas possibles
address-fault-comment = Ce n’est pas une adresse seule : il y a quelque chose entre parenthèses
address-fault-display-name = Ce n’est pas une adresse seule : retirez le nom et les chevrons
address-fault-literal = Après l’@, il faut un domaine comme example.com, pas une adresse IP
address-fault-domain = Adresse non valable : un tel domaine ne peut pas exister
address-fault-too-long = Adresse non valable : elle est trop longue

# --- liste des invitations
invitations-lead = Qui a été invité, et où en est chaque invitation.
invitations-empty = Pas encore d’invitation
invitations-empty-text = Les personnes que vous invitez apparaissent ici, avec l’état de leur invitation.
invitations-new-link = Le nouveau lien. Transmettez-le ; le précédent ne fonctionne plus.
invited-by = par { $name }
invitation-state-pending = En attente
invitation-state-accepted = Compte activé
invitation-state-expired = Expirée
invitation-state-revoked = Retirée
delivery-link-shown = Lien à transmettre
delivery-queued = En route
delivery-sent = Envoyé
delivery-failed = Non remis
revoke = Retirer
revoke-title = Retirer l’invitation de { $email } ?
revoke-text = Le lien de l’e-mail de bienvenue cesse aussitôt de fonctionner. Vous pourrez renvoyer l’invitation plus tard.
column-mail = E-mail
column-sent = Date d’envoi
column-expires = Valable jusqu’au

# --- utilisateurs
users-lead = { $count ->
    [0] Aucune personne invitée ou active.
    [one] Une personne, invitée ou active.
   *[other] { $count } personnes, invitées ou actives.
}
users-search = Nom ou adresse e-mail
users-nobody = Personne n’a été trouvé
users-nobody-text = Aucun nom ni aucune adresse ne correspond à ces filtres.
every-role = Tous les rôles
column-name = Nom
column-role = Rôle
column-team = Équipes
column-state = État
column-since = Actif depuis
role-admin = Administrateur
role-user = Utilisateur
role-of = Rôle de { $name }
user-state-invited = Invité
user-state-active = Actif
user-state-locked = Mot de passe bloqué
user-state-deactivated = Désactivé
user-state-expired = Accès terminé
deactivate = Désactiver
deactivate-title = Désactiver { $name } ?
deactivate-text = Toutes les sessions de cette personne se ferment en une seconde, et elle ne peut plus se connecter. Ses éléments restent, et vous pouvez la réactiver à tout moment.
reactivate = Réactiver
unlock = Débloquer

# --- gestion de l’authentification
login-lead = Comment les utilisateurs se connectent. Les administrateurs peuvent toujours utiliser aussi leur mot de passe.
login-legend = Méthodes de connexion
login-mode-salesforce-only = Salesforce uniquement
login-mode-text-salesforce-only = Un seul clic pour qui a déjà ouvert Salesforce. Aucun mot de passe à retenir ni à perdre.
login-mode-all-methods = Toutes les méthodes de connexion
login-mode-text-all-methods = Chacun choisit un mot de passe en activant son compte, ou utilise Salesforce.

# --- sessions
sessions-lead = Tous les navigateurs où votre session est ouverte. Vous n’en reconnaissez pas un ? Fermez sa session et changez votre mot de passe.
column-browser = Navigateur
column-method = Méthode de connexion
column-began = Ouverte le
column-seen = Dernière utilisation
this-browser = Ce navigateur
method-password = Mot de passe
method-salesforce = Salesforce
method-link = Lien à usage unique
method-panel = Volet dans Salesforce
end-session = Fermer la session
end-session-of = Fermer la session de { $browser }
end-others = Fermer toutes les autres sessions

# --- profil
profile-account = Informations du compte
profile-email-hint = Seul votre administrateur peut la faire modifier.
profile-integrations = Vos intégrations
profile-password = Mot de passe
profile-password-change = Changer le mot de passe
old-password-wrong = Ce n’est pas votre mot de passe actuel
    .why = Rien n’a été modifié.
    .next = Saisissez le mot de passe avec lequel vous vous connectez actuellement, ou demandez un lien sur la page de connexion.
onboarding-start-text-password = Votre compte est actif. Configurons maintenant votre façon d’écrire.

# --- the tour, and the way out (screens 14 and 15)
onboarding-title-tour = Souhaitez-vous une introduction rapide ?
onboarding-tour-text = Quatre courtes pages montrent ce que les actions de vente font pour vous. Vous pourrez les revoir depuis votre page d’accueil.
not-now = Pas maintenant
tour-count = { $number } sur { $total }
tour-end = Terminer la visite
tour-title-worlds = Marketing et ventes, côte à côte
tour-text-worlds = Le violet vient du marketing, le bleu-vert des ventes, le gris de Liaison. Un coup d’œil dit d’où vient chaque chose.
tour-title-mail = Votre propre boîte aux lettres
tour-text-mail = Ce que vous envoyez part de votre adresse et reste dans votre dossier d’envoi. Les réponses sont retrouvées là où elles arrivent.
tour-title-salesforce = Là où vous travaillez déjà
tour-text-salesforce = Sur chaque prospect, contact, compte et opportunité, le panneau dans Salesforce réunit vos actions de vente dans une liste déroulante, dès que votre administrateur Salesforce l’a installé.
tour-title-settings = Tout peut être modifié
tour-text-settings = Signature, adresses, boîte aux lettres et langue se trouvent dans Paramètres, sous vos initiales en haut. Chaque connexion y montre son état.
ready-title = Et maintenant ?
ready-done = Tout est prêt.
ready-text = Travaillez dans l’application web, ou dans Salesforce.
open-web-app = Ouvrir l’application web
launch-salesforce = Launch Salesforce
ready-salesforce-text = Ouvrez-y un prospect, un contact, un compte ou une opportunité, dans Classic ou Lightning.
ready-no-salesforce = Pour travailler dans Salesforce, connectez d’abord votre compte.
home-tour = Voir l’introduction rapide
