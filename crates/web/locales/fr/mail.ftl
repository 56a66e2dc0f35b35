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
