### Ce avec quoi les commerciaux écrivent, et les e-mails que Liaison écrit lui-même.

# --- identités
addresses-lead = Chaque adresse depuis laquelle vous écrivez a un nom visible et une signature. L’adresse par défaut sert, sauf si vous en choisissez une autre.
addresses-none = Aucune pour l’instant. La première arrive avec votre compte.
field-identity-name = Nom visible
field-identity-name-hint = Il précède l’adresse dans chaque e-mail que vous envoyez.
field-identity-address-hint = Une adresse dont vous pouvez lire le courrier.
identity-state-confirmed = Confirmée
identity-state-waiting = Pas encore confirmée
identity-state-expired = Lien expiré
identity-state-unsent = Non confirmée
identity-waiting = Un e-mail avec le bouton « Confirmer l’adresse » est parti le { $sent }. Tant qu’on n’a pas appuyé dessus, vous ne pouvez pas écrire depuis cette adresse. Rien reçu ? Regardez dans les indésirables.
identity-expired = Le lien de l’e-mail était valable sept jours. Envoyez-en un autre pour confirmer cette adresse.
identity-unsent = L’e-mail à cette adresse n’a pas pu être distribué, ou sa confirmation a été retirée. Vérifiez l’adresse, puis renvoyez l’e-mail.
identity-resend = Renvoyer l’e-mail
identity-make-default = Choisir par défaut
identity-remove = Supprimer
identity-remove-title = Supprimer { $address } ?
identity-remove-text = Vous ne pourrez plus écrire depuis cette adresse. Sa signature sera supprimée.
identity-add-title = Une autre adresse
identity-add-lead = Nous envoyons un e-mail à l’adresse pour nous assurer qu’elle est à vous. Le serveur de votre boîte aux lettres doit permettre l’envoi depuis celle-ci ; Google et Microsoft ne permettent que l’adresse de la boîte.
identity-add = Ajouter l’adresse
identity-full = { $count ->
    [one] Vous pouvez écrire depuis une seule adresse, et vous l’avez.
   *[other] Vous pouvez écrire depuis { $count } adresses, et vous les avez. Pour en ajouter une autre, supprimez-en une.
}
identity-no-mail = Liaison ne peut pas encore envoyer ses propres e-mails, aucune adresse ne peut donc être confirmée. Demandez à l’exploitant de Liaison de configurer un relais de messagerie.
verify-title = Cette adresse est-elle la vôtre ?
verify-lead = Quelqu’un souhaite écrire depuis cette adresse avec Liaison.
verify-address = Adresse
verify-who = Qui le demande
verify-confirm = Confirmer l’adresse
verify-not-you = Vous ne connaissez pas cette personne ? Fermez cette page. Sans ce bouton, personne ne peut écrire depuis votre adresse.
verify-done-title = L’adresse est confirmée
verify-done = { $name } peut maintenant écrire depuis { $address }.
verify-settings = Aller aux paramètres d’e-mail
verify-close = Vous pouvez fermer cette page.
said-identity-added = L’adresse est ajoutée. Confirmez-la avec l’e-mail que nous venons d’y envoyer.
said-identity-resent = L’e-mail est de nouveau en route. Le lien précédent ne fonctionne plus.
said-identity-default = C’est maintenant votre adresse par défaut.
said-identity-removed = L’adresse est supprimée.

mail-no-button = Le bouton ne fonctionne pas ? Ouvrez cette adresse :
mail-welcome-subject = Bienvenue dans Liaison : activez votre compte
mail-welcome-title = Bienvenue dans Liaison
mail-welcome-invited = Vous avez reçu une invitation à rejoindre Liaison, où la vente et le marketing travaillent main dans la main.
mail-welcome-invited-by = { $name } vous invite à rejoindre Liaison, où la vente et le marketing travaillent main dans la main.
mail-welcome-how = Vous vous connectez avec votre compte Salesforce. Comptez environ trois minutes. Vous pouvez vous arrêter et revenir à tout moment.
mail-welcome-until = Ce lien vous est réservé et fonctionne jusqu’au { $until }.
mail-welcome-unexpected = Vous ne vous y attendiez pas ? Alors ne faites rien. Sans vous, aucun compte n’est activé.
mail-reset-subject = Définissez un nouveau mot de passe pour Liaison
mail-reset-title = Définir un nouveau mot de passe
mail-reset-why = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte.
mail-reset-button = Définir le mot de passe
mail-reset-until = Le lien fonctionne une seule fois, pendant une heure.
mail-reset-unexpected = Ce n’était pas vous ? Alors ne faites rien : votre mot de passe reste le même.
mail-verify-subject = Cette adresse est-elle la vôtre ?
mail-verify-title = Cette adresse est-elle la vôtre ?
mail-verify-who = { $name } ({ $account }) souhaite écrire depuis { $address } avec Liaison.
mail-verify-how = C’est exact ? Alors appuyez sur le bouton et confirmez sur la page qui s’ouvre.
mail-verify-until = Le lien fonctionne une seule fois, jusqu’au { $until }.
mail-verify-unexpected = Vous ne connaissez pas cette personne ? Alors ne faites rien. Sans vous, personne ne peut écrire depuis votre adresse.

mail-reconnect-subject = Votre connexion à { $provider } a pris fin
mail-reconnect-title = Reconnectez { $provider }
mail-reconnect-why = { $provider } n’accepte plus la connexion établie avec Liaison. Elle y a été révoquée, a expiré, ou votre mot de passe a été changé.
mail-reconnect-means = Tant que vous n’êtes pas reconnecté, Liaison n’y fait rien en votre nom. Rien n’est perdu.
mail-reconnect-once = Cet e-mail est envoyé une fois pour chaque connexion qui prend fin.
mail-test-subject = Message de test de Liaison
mail-test-title = Votre boîte aux lettres fonctionne
mail-test-why = Liaison a envoyé ce message de votre adresse à elle-même, pour s’assurer que l’envoi fonctionne et que ce qui arrive est vu.
mail-test-button = Voir votre connexion
mail-test-delete = Vous pouvez supprimer ce message.

# --- rédaction
place-templates = Modèles
compose-to = E-mail à { $name }
compose-many = E-mail à { $count ->
    [one] une personne
   *[other] { $count } personnes
}
compose-many-lead = Chaque personne reçoit son propre exemplaire. Vous voyez chaque exemplaire avant l’envoi.
compose-recipients = Destinataires
compose-review = Vérifier { $count ->
    [one] un exemplaire
   *[other] { $count } exemplaires
}
compose-no-mailbox = Aucune boîte aux lettres n’est connectée.
compose-no-mailbox-text = Vous pouvez rédiger et garder des brouillons ; pour envoyer, connectez votre boîte aux lettres.
compose-send = Envoyer
compose-schedule = Planifier
compose-time = Date et heure
compose-schedule-send = Envoyer à cette heure
compose-to-myself = M’envoyer un test
compose-keep = Garder comme brouillon
compose-kept = Brouillon gardé à { $time }
compose-not-kept = Le brouillon n’a pas pu être gardé pour l’instant. Votre texte est toujours là.
compose-template = Modèle
compose-copies = Cc, Cci
compose-fields = Champs dynamiques
compose-fields-text = Un champ est remplacé par ce que l’on sait de chaque personne. Si l’on ne sait rien, l’e-mail n’est pas envoyé, sauf si vous donnez une valeur : first_name | default: "ami".
compose-files = Pièces jointes
compose-attach = Joindre un fichier
compose-upload = Téléverser
compose-attach-hint = 23 Mo au total ; au-delà de 20 Mo, beaucoup de serveurs refusent.
compose-uploading = Téléversement en cours
compose-not-uploaded = Le fichier n’a pas pu être téléversé.
compose-non-commercial = Ce modèle sert aux messages non commerciaux : les désabonnements ne les arrêtent pas, les domaines bloqués si.
field-from = De
field-cc = Cc
field-bcc = Cci
field-subject = Objet
field-body = Message
size-kb = { $size } ko
size-mb = { $size } Mo
said-draft-kept = Le brouillon est gardé.
said-email-scheduled = L’e-mail partira à l’heure choisie.
said-email-to-myself = Le test est en route vers votre propre boîte aux lettres.
said-email-taken-back = Repris : c’est à nouveau un brouillon.
said-email-deleted = L’e-mail est supprimé.
said-archived = Archivé. Il n’est plus suivi.
said-unarchived = De retour parmi les e-mails remis.
said-emails-done = C’est fait. Ce qui ne pouvait pas être modifié est resté en place.
emails-to-several = E-mails à plusieurs personnes
email-no-subject = (sans objet)

# --- exemplaires
copies-review = { $count ->
    [one] Un exemplaire à vérifier
   *[other] { $count } exemplaires à vérifier
}
copies-sent = { $count ->
    [one] Un exemplaire
   *[other] { $count } exemplaires
} en route
copies-left-out = { $count ->
    [one] Une personne ne reçoit pas d’exemplaire
   *[other] { $count } personnes ne reçoivent pas d’exemplaire
}
copies-edit-one = Modifier cet exemplaire
copies-open = Ouvrir
copies-send = Envoyer { $count ->
    [one] un e-mail
   *[other] { $count } e-mails
}

# --- un e-mail
origin-sales = Ventes
email-to = À
email-message = Message
email-leaving = L’e-mail part dans quelques secondes.
email-leaving-text = Jusque-là, vous pouvez le reprendre.
email-undo = Reprendre
email-edit = Modifier
email-retry = Renvoyer
email-follow-up = Envoyer une relance
email-success = Succès
email-archive = Archiver
email-unarchive = Sortir des archives
email-delete = Supprimer
email-delete-title = Supprimer cet e-mail ?
email-delete-text = Il disparaît définitivement. Ce que la personne a reçu lui reste.
email-checked-left = Il est parti
email-checked-not-left = Il n’est pas parti
email-happened = Ce qui s’est passé
email-opens = { $count ->
    [one] une vue
   *[other] { $count } vues
}
email-clicks = { $count ->
    [one] un clic
   *[other] { $count } clics
}
email-replies = { $count ->
    [one] une réponse
   *[other] { $count } réponses
}
email-event-email-sent = Il est parti
email-event-email-failed = Il n’est pas parti
email-event-email-opened = Ouvert
email-event-email-clicked = Lien suivi
email-event-email-replied = Réponse
email-event-email-bounced = Il est revenu
email-event-auto-replied = Réponse automatique
email-event-unsubscribed = Désabonnement
email-event-resubscribed = Réabonnement
email-event-task-added = Tâche ajoutée
email-event-task-due = Tâche à faire
email-event-task-completed = Tâche faite
email-event-call-logged = Appel
email-event-campaign-started = Campagne de vente démarrée
email-event-campaign-ended = Campagne de vente terminée
email-event-machine = sans doute une machine
email-state-draft = Brouillon
email-state-scheduled = Planifié
email-state-in-progress = En cours
email-state-delivered = Remis
email-state-failed = Échoué
email-state-bounced = Rejeté
email-state-please-check = À vérifier

# --- centre de commande
emails-folders = Dossiers
emails-write = Écrire un e-mail
folders-sent = Envoyés
folders-pending = En attente
folders-undelivered = Non remis
folder-delivered = Remis
folder-archived = Archivés
folder-scheduled = Planifiés
folder-draft = Brouillons
folder-in-progress = En cours
folder-failed = Échoués
folder-bounced = Rejetés
emails-empty-delivered = Rien n’a encore été envoyé
emails-empty-archived = Les archives sont vides
emails-empty-scheduled = Rien n’est planifié
emails-empty-draft = Il n’y a pas de brouillons
emails-empty-in-progress = Rien n’est en cours
emails-empty-failed = Rien n’a échoué
emails-empty-bounced = Rien n’a été rejeté
emails-empty-text = Les e-mails aux personnes avec qui vous travaillez sont listés ici par état, avec ce qui leur est arrivé.
emails-choose-person = Choisir une personne
emails-nothing-found = Aucun e-mail ne correspond
emails-nothing-found-text = Modifiez la recherche ou les filtres.
emails-show-all = Tout afficher
emails-search = Chercher un objet, un nom ou une adresse
filter-opened = Vues
filter-yes-opened = Vus
filter-no-opened = Non vus
filter-clicked = Clics
filter-yes-clicked = Cliqués
filter-no-clicked = Non cliqués
filter-replied = Réponses
filter-yes-replied = Répondus
filter-no-replied = Sans réponse
column-person = Personne
column-subject = Objet
column-when = Quand
choose-all = Tout choisir
choose-one = Choisir { $name }
chosen = choisis

# --- modèles
templates-lead = Des textes de départ. Les champs se remplissent pour chaque personne.
templates-search = Chercher un modèle
templates-empty = Aucun modèle ne correspond
templates-empty-text = Rédigez-en un pour ce que vous dites souvent.
template-new = Nouveau modèle
field-template-name = Nom
field-category = Catégorie
field-new-category = Nouvelle catégorie
every-category = Toutes les catégories
column-shared = Qui peut l’utiliser
template-shared = Tout le monde
template-private = Vous seul
template-of-others = D’un collègue
template-share = Tout le monde peut l’utiliser
template-non-commercial = Non commercial
template-non-commercial-text = Pour commandes, factures, réponses : les désabonnements ne l’arrêtent pas.
template-archive = Mettre hors service
template-archive-title = Mettre ce modèle hors service ?
template-archive-text = Personne ne pourra plus le choisir. Ce qui a été envoyé reste.
said-template-archived = Le modèle est hors service.
categories-title = Catégories épinglées
categories-text = Jusqu’à cinq figurent en premier lors du choix d’un modèle.
categories-pin = Épingler
category-remove = Supprimer la catégorie { $name }

# --- par quelle voie partent les e-mails
channel-title = Délivrabilité
channel-mailbox = Votre propre boîte aux lettres
channel-mailbox-none = Aucune n’est connectée.
channel-team = Le serveur de l’équipe
channel-team-not = { $host } n’envoie pas depuis cette adresse. Votre administrateur établit la liste des adresses permises.
channel-unchosen = Rien n’est encore choisi : Liaison prend la voie qui est cochée.
channel-blind = Vos e-mails partent par le serveur de l’équipe. Aucune boîte aux lettres n’est connectée : les réponses et les retours ne sont pas vus ici ; les réponses arrivent tout de même dans votre boîte.
channel-save = Enregistrer la délivrabilité

# --- signature DKIM
dkim-tab = Signature
dkim-lead = Grâce à une signature DKIM, les autres serveurs savent qu’un e-mail vient bien de votre domaine. Liaison signe ce qui part par le serveur de l’équipe ; pour les boîtes aux lettres, leur fournisseur signe.
dkim-no-server = Configurez d’abord le serveur de l’équipe. Ses domaines apparaissent ensuite ici.
dkim-signed = Signé
dkim-unsigned = Non signé
dkim-make = Créer des clés
dkim-make-new = Créer de nouvelles clés
dkim-made-at = Créées le { $when }.
dkim-state-waiting = À publier
dkim-state-signing = Utilisées
dkim-state-retired = Non utilisées
dkim-state-text-waiting = Inscrivez les deux enregistrements dans le DNS, attendez qu’ils y soient, puis signez avec ces clés.
dkim-state-text-signing = Chaque e-mail de ce domaine est signé deux fois, avec les deux clés. Les deux enregistrements doivent rester dans le DNS.
dkim-state-text-retired = Rien n’est signé avec ces clés. Laissez leurs enregistrements une semaine dans le DNS, pour que les e-mails en route puissent être vérifiés ; puis supprimez les uns et les autres.
dkim-record-rsa = Enregistrement pour RSA (2 048 bits)
dkim-record-ed25519 = Enregistrement pour Ed25519
dkim-record-name = Nom (type TXT)
dkim-record-value = Valeur
dkim-record-split = La valeur en morceaux
dkim-record-split-text = Pour les fichiers de zone, où une chaîne contient 255 caractères
dkim-begin = Signer avec ces clés
dkim-stop = Ne plus signer
dkim-stop-title = Envoyer sans signature ?
dkim-stop-text = Les e-mails de ce domaine partiront désormais sans signature. D’autres serveurs peuvent les prendre pour du spam.
dkim-remove = Supprimer les clés
dkim-remove-title = Supprimer { $selector } ?
dkim-remove-text = Les clés sont supprimées définitivement. Retirez aussi leurs enregistrements du DNS.
field-selector = Nom des clés (sélecteur)
field-selector-hint = Des lettres, des chiffres et des traits d’union. Un autre programme qui signe pour ce domaine a besoin d’un autre nom.
said-team-server-kept = Le serveur accepte nos e-mails ; il est enregistré.
said-team-server-works = Le serveur accepte nos e-mails.
said-team-server-removed = Le serveur est supprimé.
said-dkim-made = Les clés sont créées. Publiez maintenant les deux enregistrements.
said-dkim-begun = Les e-mails sont désormais signés avec ces clés.
said-dkim-stopped = Plus rien n’est signé avec ces clés.
said-dkim-removed = Les clés sont supprimées.
