### Le cadre, et les mots communs à toutes les pages.

# --- boutons des textes de départ (seeds)
get-started = Commencer
activate-with-salesforce = Activer le compte avec Salesforce
start = Démarrer
next = Suivant
continue = Continuer
back = Retour
save = Enregistrer
skip = Ignorer
finish = Terminer
later = Plus tard

# --- cadre
skip-to-content = Aller au contenu
main-navigation = Menu principal
own-menu = Votre menu
demo-world = Démonstration
settings = Paramètres
my-account = Mon compte
admin-settings = Paramètres d’administration
sign-out = Se déconnecter
language = Langue
dismiss = Fermer
leave-for-now = Quitter pour l’instant
go-home = Aller à l’accueil
go-to-sign-in = Aller à la page de connexion

place-home = Accueil
place-feed = Flux en direct
place-people = Personnes
place-emails = E-mails
place-campaigns = Campagnes
place-tasks = Tâches
navigation-more = Plus
place-profile = Mon profil
place-email = Paramètres d’e-mail
place-salesforce = Salesforce
place-sessions = Sessions ouvertes
place-users = Gestion des utilisateurs
place-invitations = Invitations
place-login = Gestion de l’authentification
place-connections = Connexions
place-tracking = Suivi des e-mails
place-unsubscribe = Message de désabonnement

# --- petits mots
actions = Actions
actions-for = Actions pour { $name }
cancel = Annuler
change = Modifier
check-now = Vérifier maintenant
connect = Connecter
connect-again = Reconnecter
disconnect = Déconnecter
copied = Copié
copy = Copier
default = Par défaut
keep = Ne rien changer
optional = (facultatif)
or = ou
pages = Pagination
next-page = Page suivante
search = Rechercher
show-all = Afficher tout le monde
try-again = Réessayer
you = Vous

# --- champs
field-email = Adresse e-mail
field-first-name = Prénom
field-last-name = Nom
field-time-zone = Fuseau horaire
field-password = Mot de passe
field-password-again = Le même mot de passe, encore une fois
field-new-password = Nouveau mot de passe
field-old-password = Mot de passe actuel
field-password-hint = Au moins 12 caractères. Une phrase bien à vous est facile à retenir et difficile à deviner.
field-signature = Votre signature

editor-formatting = Mise en forme
editor-bold = Gras
editor-italic = Italique
editor-underline = Souligné
editor-link = Lien
editor-list = Liste
editor-undo = Annuler
editor-redo = Rétablir
editor-link-address = Adresse du lien
editor-link-set = Insérer le lien
editor-link-remove = Supprimer le lien

# --- dates
date = { $day } { $month } { $year }
moment = { $date } à { $time }
moment-with-zone = { $moment } ({ $zone })
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

# --- confirmations après une action
said-saved = Enregistré.
said-resent = L’invitation est de nouveau en route. Le lien précédent ne fonctionne plus.
said-revoked = L’invitation est retirée. Son lien ne fonctionne plus.
said-role-changed = Le rôle est modifié.
said-deactivated = L’utilisateur est désactivé et toutes ses sessions sont fermées.
said-reactivated = L’utilisateur peut de nouveau se connecter.
said-unlocked = Le mot de passe peut de nouveau être utilisé.
said-session-ended = La session de ce navigateur est fermée.
said-sessions-ended = Toutes vos autres sessions sont fermées.
said-password-changed = Votre mot de passe est modifié. Toutes vos autres sessions sont fermées.
said-connection-works = La connexion fonctionne.
said-disconnected = La connexion est supprimée.
said-salesforce-connected = Salesforce est connecté.
said-organisation-bound = Votre organisation Salesforce est définie. Chacun peut maintenant activer son compte.

# --- quand la panne vient de nous
broken = Un problème est survenu de notre côté
    .why = Il est noté dans le journal. Ce que vous aviez déjà enregistré est intact.
    .next = Réessayez dans un instant. Si cela se reproduit, indiquez l’heure du problème à votre administrateur.

# --- la page de départ de la démonstration
demo-title = La démonstration
demo-lead = { $company } est une entreprise inventée. Salesforce et les serveurs de messagerie sont factices et tournent sur cette machine ; tout le reste est le vrai Liaison. Rien de ce qui se passe ici ne quitte votre machine.
demo-enter = Choisissez qui vous êtes, en un clic
demo-as-admin = { $name }, administration
demo-as-seller = { $name }, vente
demo-invited = Ou arrivez comme nouveau commercial
demo-invited-text = Ces personnes ont été invitées. Ouvrez un e-mail de bienvenue, cliquez sur son bouton, puis connectez-vous au Salesforce factice avec l’adresse de la personne.
demo-no-api = sans accès à l’API
demo-places = Les lieux de la démonstration
demo-salesforce = Salesforce factice
demo-mailboxes = Toutes les boîtes aux lettres
demo-password = Mot de passe : { $password }
demo-control = API de contrôle
demo-control-text = Avance l’horloge, provoque des pannes
demo-design = Apparence
demo-design-text = Chaque élément dans chacun de ses états
go-back = Revenir en arrière
