### Les personnes, et comment elles disent que cela suffit.

# --- la page du destinataire
unsubscribe-title = Se désabonner
unsubscribe-lead = Vous pouvez arrêter les e-mails à { $address }.
unsubscribe-what = Que souhaitez-vous arrêter ?
unsubscribe-what-sales = Les e-mails des commerciaux de cette société
unsubscribe-what-all = Tous les e-mails de cette société
unsubscribe-why = Pourquoi ?
unsubscribe-why-too-many = Il y en a trop
unsubscribe-why-not-relevant = Ils ne me concernent pas
unsubscribe-why-never-asked = Je ne les ai jamais demandés
unsubscribe-why-other = Une autre raison
unsubscribe-words = Avec vos mots
unsubscribe-button = Me désabonner
unsubscribe-done-title = Vous êtes désabonné
unsubscribe-done = { $address } ne recevra plus d’e-mails commerciaux de notre part.
unsubscribe-done-next = Cela vaut dès maintenant. Vous pouvez fermer cette page.

# --- le message à la fin des e-mails
unsubscribe-message = Vous préférez ne plus recevoir de nos nouvelles ?
unsubscribe-message-link = Se désabonner
unsubscribe-settings-lead = Ce qui figure à la fin des e-mails de vos commerciaux, pour que les destinataires puissent les arrêter.
unsubscribe-append = Placer le message à la fin des e-mails
unsubscribe-words-team = Texte du message
unsubscribe-words-team-hint = Le premier lien devient le lien de désabonnement du destinataire, quelle que soit son adresse ici. Sans lien, il en est ajouté un.


# --- la liste
people-lead = Toutes les personnes avec qui vous travaillez : reprises de Salesforce ou ajoutées à la main.
people-search = Nom, adresse ou entreprise
people-which = Quelles personnes
people-of-all = Tout le monde
people-of-mine = Les miennes
people-of-unsubscribed = Désabonnées
people-ticked = Cochées :
tick-all = Tout cocher
tick-one = Cocher { $name }
people-none = Il n’y a encore personne
people-none-text = Les personnes arrivent ici quand vous les ouvrez dans Salesforce ou quand vous les ajoutez.
people-nobody = Personne ne correspond
people-nobody-text = Essayez le début d’un mot du nom, de l’adresse ou de l’entreprise.
people-cut = Un très grand nombre de personnes correspondent, et toutes ne sont pas dans la liste. Précisez le nom, l’adresse ou l’entreprise.

# --- ajouter quelqu’un
person-new = Ajouter une personne
person-new-lead = Qui se trouve dans Salesforce arrive de soi-même quand vous y ouvrez la fiche.
person-add = Ajouter
person-add-another = Ajouter, puis une autre
field-title = Fonction
field-company = Entreprise
field-phone = Téléphone
said-person-added = La personne est ajoutée.

# --- une personne
person-standing = E-mails
person-website = Site web
person-owner = Propriétaire
owner-elsewhere = Quelqu’un d’autre dans Salesforce
owned-by = Propriétaire : { $name }
view-in-liaison = Voir dans Liaison
view-in-salesforce-lead = Voir le prospect dans Salesforce
view-in-salesforce-contact = Voir le contact dans Salesforce
do-email = Envoyer un e-mail de vente
do-campaign = Ajouter à une campagne de vente
do-task = Ajouter une tâche
do-call = Noter un appel
standing-open = Peut recevoir des e-mails
standing-no-address = Pas d’adresse e-mail
standing-blocked = Le domaine est bloqué
standing-bounced = L’adresse ne reçoit pas d’e-mails
standing-unsubscribed = Désabonnée
standing-opted-out = Désabonnée dans Salesforce

# --- ce qui s’est passé
timeline-title = Ce qui s’est passé
timeline-empty = Rien ne s’est encore passé. Les e-mails, les appels et les tâches apparaîtront ici.
older = Plus anciens
by-a-machine = par une machine
happened-email-sent = { $who } a envoyé un e-mail
happened-email-failed = Un e-mail de { $who } n’est pas parti
happened-email-opened = A ouvert l’e-mail de { $who }
happened-email-clicked = A suivi un lien dans l’e-mail de { $who }
happened-email-replied = A répondu à { $who }
happened-email-bounced = L’e-mail de { $who } est revenu
happened-auto-replied = Réponse automatique à { $who }
happened-unsubscribed = Désabonnement
happened-resubscribed = Peut de nouveau recevoir des e-mails
happened-task-added = { $who } a une nouvelle tâche
happened-task-due = Une tâche de { $who } est à faire
happened-task-completed = { $who } a terminé une tâche
happened-call-logged = { $who } a appelé
happened-campaign-started = { $who } a lancé une campagne de vente
happened-campaign-ended = La campagne de vente de { $who } est terminée

# --- à côté
beside-emails = E-mails
beside-tasks = Tâches
beside-calls = Appels
beside-campaigns = Campagnes de vente
beside-no-emails = Aucun e-mail pour l’instant.
beside-no-tasks = Aucune tâche.
beside-no-calls = Aucun appel pour l’instant.
beside-no-campaigns = Dans aucune campagne de vente.
beside-no-subject = (sans objet)
beside-email-draft = Brouillon
beside-email-scheduled = Planifié
beside-email-in-progress = En cours d’envoi
beside-email-delivered = Envoyé
beside-email-failed = Échec
beside-email-bounced = Rejeté
beside-email-please-check = À vérifier
beside-opens = { $count ->
    [one] ouvert une fois
   *[other] ouvert { $count } fois
  }
beside-clicks = { $count ->
    [one] un clic
   *[other] { $count } clics
  }
beside-replies = { $count ->
    [one] une réponse
   *[other] { $count } réponses
  }
beside-due = Pour le { $day }
beside-task-open = À faire
beside-task-today = Aujourd’hui
beside-task-overdue = En retard
beside-task-done = Terminée
beside-minutes = { $count ->
    [one] une minute
   *[other] { $count } minutes
  }
beside-call-completed = Conversation
beside-call-no-answer = Sans réponse
beside-call-cancelled = Annulé
beside-call-failed = Non abouti
beside-campaign-running = En cours
beside-campaign-over = Terminée

# --- si l’on peut écrire à quelqu’un
consent-title = Désabonnements
consent-unsubscribed = Désabonnement
consent-resubscribed = Réabonnement
consent-source-clicked-link = Par le lien d’un e-mail
consent-source-one-click = Par son logiciel de messagerie
consent-source-manual = Par un commercial
consent-source-crm = Par Salesforce
consent-source-bounce = Parce qu’un e-mail est revenu
consent-source-admin = Par un administrateur
field-reason = Raison
unsubscribe-open = Désabonner cette personne
unsubscribe-text = Plus personne ici n’écrit à cette adresse, et les campagnes de vente s’arrêtent pour elle. Seul un administrateur peut revenir en arrière.
unsubscribe = Désabonner
resubscribe-open = Annuler le désabonnement
resubscribe-text = Ne le faites que si vous pouvez prouver que la personne souhaite recevoir des e-mails. Votre nom est conservé.
resubscribe = Annuler le désabonnement
said-unsubscribed = La personne est désabonnée.
said-resubscribed = La personne peut de nouveau recevoir des e-mails.

# --- domaines bloqués
place-blocked-domains = Domaines bloqués
blocked-domains-lead = Personne ici n’écrit à des adresses de ces domaines, ni de leurs sous-domaines.
block-title = Bloquer un domaine
field-domain = Domaine
blocked-domains-hint = Par exemple concurrent.example
block = Bloquer
blocked-domains-none = Aucun domaine n’est bloqué.
column-added-by = Ajouté par
unblock = Débloquer
unblock-one = Débloquer { $domain }
said-domain-blocked = Le domaine est bloqué.
said-domain-unblocked = Le domaine n’est plus bloqué.
