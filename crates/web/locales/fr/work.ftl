# --- choosing a person
pick-person = Rechercher par nom, adresse ou entreprise
pick-nobody = Personne ne correspond à « { $q } ».

# --- tasks
task-add = Ajouter une tâche
task-filters = Quelles tâches
task-filter-all = Toutes ouvertes
task-filter-overdue = En retard
task-filter-today = Aujourd’hui
task-filter-tomorrow = Demain
task-filter-week = 7 prochains jours
task-filter-done = Terminées
task-kind-email = E-mail
task-kind-call = Appel
task-kind-inmail = InMail
task-kind-custom = Autre
task-start-email = Écrire l’e-mail
task-start-call = Appeler
task-start-inmail = Trouver la personne sur LinkedIn
task-start-custom = Lire la note
task-empty = Aucune tâche ouverte
task-empty-text = Ce que vous prévoyez de faire est listé ici par jour : e-mails, appels, InMails et le reste. Les campagnes ajoutent aussi des tâches.
task-none = Rien ici
task-none-text = Aucune de vos tâches n’entre dans cette sélection.
task-show-all = Afficher toutes les tâches ouvertes
task-selected = Avec les tâches cochées :
task-select = Cocher
task-select-one = Cocher { $name }
task-column-name = Tâche
task-column-due = Échéance
task-due-today = Aujourd’hui
task-due-never = Sans date
task-late = Échue le { $due }
task-complete = Terminer
task-complete-one = Terminer { $name }
task-reopen = Rouvrir
task-edit = Modifier
task-edit-one = Modifier { $name }
task-delete = Supprimer
task-delete-title = Supprimer définitivement ?
task-delete-text = Ce qui est supprimé ne peut pas être restauré.
task-of-campaign = Campagne
task-page-new = Nouvelle tâche
task-page-edit = Tâche
task-about = À propos de quelqu’un ?
task-about-text = Choisissez d’abord la personne ; une tâche peut aussi ne concerner personne.
task-people = { $count ->
    [one] Concerne
   *[other] Une tâche pour chacune des { $count } personnes
}
task-create = { $count ->
    [one] Ajouter la tâche
   *[other] Ajouter { $count } tâches
}
task-kind = Type
task-priority = Priorité
priority-normal = Normale
priority-high = Haute
task-assignee = Qui s’en charge
task-details = Détails
field-task-name = Ce qu’il faut faire
field-due = Échéance
field-remind = Rappeler le
field-remind-hint = Votre flux indique alors que la tâche est à faire.
said-task-added = La tâche est ajoutée.
said-task-completed = La tâche est terminée.
said-task-reopened = La tâche est rouverte.
said-task-deleted = La tâche est supprimée.
said-tasks-completed = Les tâches sont terminées.
said-tasks-deleted = Les tâches sont supprimées.

# --- calls
call-log = Consigner un appel
call-title = Appel avec { $name }
call-pick = Qui avez-vous appelé ?
call-dial = Composer
field-number = Numéro
field-called = Quand
field-duration = Durée
field-duration-hint = Minutes et secondes, par exemple 4:05
call-outcome = Résultat
call-reason = Motif
call-choose = Choisir
call-status = Issue
call-status-completed = Conversation
call-status-no-answer = Sans réponse
call-status-cancelled = Annulé
call-status-failed = Connexion impossible
call-notes = Notes
call-completes = Terminer cette tâche
said-call-logged = L’appel est consigné.
place-calls = Appels
call-settings-lead = Ce que les vendeurs peuvent choisir en consignant un appel.
call-list-outcome = Résultats
call-list-reason = Motifs
call-list-text-outcome = L’issue d’un appel. Chaque résultat indique si quelqu’un a répondu.
call-list-text-reason = Pourquoi l’appel a été passé.
call-list-shown = Affichée
call-list-hidden = Masquée
call-list-empty = Rien à choisir pour l’instant.
call-list-full = { $count ->
    [one] Un seul au maximum.
   *[other] { $count } au maximum.
}
call-list-enabled = Afficher cette liste lors de la consignation d’un appel
call-list-required = Un choix est obligatoire
call-answered = Répondu
call-not-answered = Sans réponse
call-choice-type = Type
call-choice-new-outcome = Nouveau résultat
call-choice-new-reason = Nouveau motif
call-choice-add = Ajouter
call-choice-remove = Retirer
call-choice-remove-one = Retirer { $name }

# --- sales campaigns
campaign-new = Nouvelle campagne de vente
campaign-new-text = Une suite d’e-mails et de tâches pour chaque personne, jour par jour.
campaign-create = Créer
campaign-search = Rechercher des campagnes
campaign-every-category = Toutes les catégories
campaign-categories = Utilisées :
campaign-owner = Propriétaire
campaign-everybodys = De tout le monde
campaign-mine = Les miennes
campaign-empty = Aucune campagne de vente
campaign-empty-text = Une campagne envoie des e-mails et vous donne des tâches dans l’ordre choisi, et s’arrête pour qui répond.
campaign-none = Aucune campagne de ce type
campaign-none-text = Cherchez autre chose, ou affichez tout.
campaign-show-all = Afficher toutes les campagnes
campaign-steps = Étapes
campaign-running = En cours
campaign-over = Terminé
field-campaign-name = Nom de la campagne
field-category-hint = Les campagnes d’une catégorie se retrouvent ensemble.
campaign-of = par { $name }
campaign-people-running = { $count ->
    [one] une personne y est en cours
   *[other] { $count } personnes y sont en cours
}
campaign-start-people = Lancer des personnes
campaign-tab-steps = Jours et étapes
campaign-tab-people = Personnes
campaign-tab-settings = Paramètres
campaign-locked = { $count ->
    [one] Une personne est en cours dans cette campagne : ses étapes restent telles quelles jusque-là.
   *[other] { $count } personnes sont en cours dans cette campagne : ses étapes restent telles quelles tant qu’il y en a.
}
campaign-not-ready = Personne ne peut encore être lancé
campaign-no-steps = Aucune étape
campaign-no-steps-text = Commencez par le jour 1 : un e-mail, un appel, un InMail ou autre chose.
campaign-day = Jour { $day }
campaign-skip-weekends = Ignorer les week-ends
campaign-skip-weekends-text = Le samedi et le dimanche ne comptent pas comme jours.
campaign-end-on-bounce = Terminer quand un e-mail est rejeté
campaign-end-on-bounce-text = Pour la personne dont l’adresse n’accepte pas de courrier.
campaign-on-reply = Quand quelqu’un répond
on-reply-go-on = Continuer
on-reply-text-go-on = Les étapes suivantes se déroulent comme prévu.
on-reply-end = Terminer la campagne pour cette personne
on-reply-text-end = Aucun autre e-mail ne part.
on-reply-end-as-success = La terminer et la marquer comme un succès
on-reply-text-end-as-success = Aucun autre e-mail ne part, et la personne compte comme un succès.
campaign-archive = Archiver
campaign-archive-title = Archiver cette campagne ?
campaign-archive-text = Elle quitte la liste. Ce qu’elle a fait reste auprès des personnes.
said-campaign-archived = La campagne est archivée.
campaign-fault-no-steps = Elle n’a aucune étape.
campaign-fault-too-many-steps = Elle a plus d’étapes qu’une campagne ne peut en avoir.
campaign-fault-first-day = La première étape n’est pas au jour 1.
campaign-fault-day-too-late = Étape { $step } : le jour est trop tardif.
campaign-fault-days-not-ascending = L’étape { $step } est un jour plus tôt que celle du dessus.
campaign-fault-first-same-time = La première étape ne peut pas reprendre l’heure d’un e-mail antérieur.
campaign-fault-at-launch-not-first = Étape { $step } : seule la première étape peut être choisie à chaque lancement.
campaign-fault-follow-up-without-email = L’étape { $step } relance un e-mail, mais celle du dessus n’en est pas un.
campaign-fault-mail-too-large = Étape { $step } : l’e-mail est trop volumineux.
campaign-fault-no-subject = Étape { $step } : l’e-mail n’a pas d’objet.
campaign-fault-no-text = Étape { $step } : l’e-mail n’a pas de texte.
campaign-fault-prompt = Étape { $step } : « { $what } » doit être remplacé, car cet e-mail part tout seul.
campaign-fault-unknown-field = Étape { $step } : le champ { $what } n’existe pas.

# --- steps
step-add = Ajouter une étape :
step-add-it = Ajouter l’étape
step-page-new = Nouvelle étape
step-page-edit = Étape
step-no-subject = (sans objet)
step-follow-up = Relance
step-up = Monter
step-up-one = Monter { $name }
step-down = Descendre
step-down-one = Descendre { $name }
step-edit = Modifier
step-edit-one = Modifier { $name }
step-remove = Retirer
step-remove-one = Retirer { $name }
step-remove-title = Retirer { $name } ?
step-remove-text = Son texte disparaît avec elle.
field-day = Jour
field-day-hint = Compté depuis le début : le jour 3 est le troisième jour.
field-at = Heure
step-fields = Champs remplis pour chaque personne
step-fields-text = Écrivez-les tels quels, dans l’objet ou dans le texte. Un mot de repli se place à l’intérieur : first_name | default: "friend".
step-timing = Quand il part
timing-choose = À choisir à chaque lancement
timing-text-choose = L’heure vous est demandée au lancement.
timing-at = À une heure précise
timing-text-at = Le jour prévu, à l’heure indiquée ci-dessous.
timing-same = Même heure que l’e-mail précédent
timing-text-same = Le jour prévu, à la même heure.
timing-task = En tâche ; je l’envoie moi-même
timing-text-task = L’étape suivante attend que ce soit fait.
timing-at-time = À { $time } le jour prévu
step-is-follow-up = En relance de l’e-mail précédent
step-is-follow-up-text = Le texte de cet e-mail figure en dessous, dans la même conversation.
step-notes-call = Trame d’appel
step-notes-inmail = Ce qu’il faut écrire
step-notes-custom = Remarque

# --- people in a campaign
campaign-nobody = Personne n’a été lancé
campaign-nobody-text = Les personnes lancées figurent ici, avec leur étape et la suite.
member-selected = Avec les personnes cochées :
member-remove = Retirer de la campagne
member-remove-title = Les retirer de la campagne ?
member-remove-text = Les e-mails non partis sont annulés et les tâches ouvertes disparaissent.
said-members-removed = Elles sont retirées de la campagne.
member-column-step = Étape
member-column-when = Suite ou fin
member-column-by = Lancé par
member-step = { $number }. { $name }
member-state-queued = Pas commencé
member-state-active = En cours
member-state-waiting-task = Attend une tâche
member-state-error = Échec de l’e-mail
member-state-completed = Toutes les étapes faites
member-state-ended = Terminé
end-reason-reply = A répondu
end-reason-reply-success = A répondu : succès
end-reason-bounce = L’adresse n’accepte pas de courrier
end-reason-manual = Retiré à la main
end-reason-unsubscribed = Désabonné
end-reason-blocked = Le domaine est bloqué
end-reason-no-address = Plus d’adresse

# --- starting people
start-title = Démarrer une campagne de vente
start-step = Étape { $step } sur { $of }
start-nobody = Pour qui ?
start-nobody-text = Pour lancer plusieurs personnes à la fois, cochez-les sur la page Personnes et choisissez-y la campagne.
start-people-text = Décochez ceux qui ne doivent pas être lancés.
start-people = { $count ->
    [one] Une personne
   *[other] { $count } personnes
}
start-nobody-ready = Aucune de ces personnes ne peut être lancée.
start-from = Expéditeur des e-mails
left-out-no-address = n’a pas d’adresse e-mail
left-out-unsubscribed = s’est désabonné
left-out-bounced = l’adresse n’accepte pas de courrier
left-out-blocked = le domaine est bloqué
left-out-already-in = est déjà en cours dans cette campagne
left-out-text-incomplete = un champ du premier e-mail ne peut pas être rempli
start-campaign-text = { $count ->
    [one] Pour une personne.
   *[other] Pour { $count } personnes.
}
start-which = Quelle campagne
start-steps = { $count ->
    [one] Une étape
   *[other] { $count } étapes
}
start-not-ready = Ses étapes ne sont pas prêtes.
start-preview-text = Regardez ce que chacun reçoit d’abord et choisissez quand cela commence.
start-left-out = { $count ->
    [one] Une personne est laissée de côté
   *[other] { $count } personnes sont laissées de côté
}
start-first-task = La première étape est une tâche ({ $kind }). Elle apparaît dans vos tâches au démarrage.
start-first-mails = Le premier e-mail de chacun
start-edit = Le réécrire
start-edited = Envoyer plutôt le texte ci-dessous à { $name }
start-too-many-to-edit = Au-delà de 20 personnes, les e-mails ne peuvent pas être réécrits un par un ici.
start-when = Quand cela commence
start-now = Démarrer maintenant
start-later = À un autre moment
field-start = Début
start-done = { $count ->
    [one] Une personne est ajoutée
   *[other] { $count } personnes sont ajoutées
}
start-done-text = La campagne prend la suite.
start-see = Voir les personnes
