### Le flux en direct, et comment les ouvertures et les clics sont remarqués.

# --- le flux
feed-lead = Ce qui arrive à vos e-mails, vos tâches et vos campagnes. Les nouvelles lignes apparaissent d’elles-mêmes.
feed-show = N’afficher que
feed-apply = Appliquer
feed-filter-opens = Ouvertures
feed-filter-clicks = Clics
feed-filter-replies = Réponses
feed-filter-bounces = Retours
feed-filter-unsubscribes = Désabonnements
feed-filter-tasks = Tâches et appels
feed-machines = Afficher aussi ce qui est sans doute automatique
feed-likely-automated = Sans doute automatique
feed-live = En direct : les nouvelles lignes apparaissent d’elles-mêmes
feed-reconnecting = La connexion est rompue ; nouvel essai en cours
feed-older = Plus anciens
feed-empty = Rien ici pour l’instant
feed-empty-text = Dès que quelqu’un ouvre votre e-mail, suit un lien ou répond, cela apparaît ici.
feed-empty-narrowed = Rien de ce que vous avez coché n’est arrivé.
feed-show-all = Tout afficher
feed-write = Écrire un e-mail
feed-follow-up = Relancer { $name } par e-mail
feed-log-call = Consigner un appel avec { $name }
feed-add-task = Ajouter une tâche pour { $name }
feed-unseen = { $count ->
    [0] Flux en direct
    [one] Flux en direct : { $count } nouveauté
   *[other] Flux en direct : { $count } nouveautés
}
feed-just-now = À l’instant
feed-minutes-ago = { $count ->
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
feed-hours-ago = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
feed-days-ago = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}
feed-event-email-sent = a reçu votre e-mail
feed-event-email-failed = n’a pas reçu votre e-mail : il n’est pas parti
feed-event-email-opened = a ouvert votre e-mail
feed-event-email-clicked = a suivi un lien
feed-event-email-replied = a répondu
feed-event-email-bounced = n’a pas pu être joint : votre e-mail est revenu
feed-event-auto-replied = a envoyé une réponse automatique
feed-event-unsubscribed = s’est désabonné
feed-event-resubscribed = peut de nouveau recevoir des e-mails
feed-event-task-added = a une nouvelle tâche
feed-event-task-due = a une tâche à échéance
feed-event-task-completed = a une tâche terminée
feed-event-call-logged = a été appelé
feed-event-campaign-started = est entré dans une campagne de vente
feed-event-campaign-ended = a quitté une campagne de vente

# --- paramètres du suivi
tracking-lead = Liaison remarque l’ouverture d’un e-mail et les liens suivis. Les ouvertures par des machines sont mises à part et ne sont jamais comptées.
tracking-on = Remarquer les ouvertures et les clics
tracking-countries = Pays où rien n’est suivi
tracking-countries-hint = Fins d’adresses, par exemple « de, at ». Qui a une telle adresse reçoit des e-mails sans suivi ; aucune adresse ne dit avec certitude où l’on se trouve.
tracking-people = Personnes qui ne sont pas suivies
tracking-people-hint = Une adresse e-mail par ligne.
tracking-base = Domaine de suivi personnalisé
tracking-base-hint = Par exemple go.societe.fr, dirigé vers ce serveur. Les liens des e-mails commencent alors par lui. Vide : ils commencent par { $url }
tracking-check = Vérifier le domaine
tracking-base-works = Le domaine mène ici. Enregistrez pour l’utiliser.
