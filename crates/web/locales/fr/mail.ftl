### Ce avec quoi les commerciaux écrivent, et les e-mails que Liaison écrit lui-même.

addresses-title = Adresses depuis lesquelles vous écrivez
addresses-none = Aucune pour l’instant. La première arrive avec votre compte.

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

mail-reconnect-subject = Votre connexion à { $provider } a pris fin
mail-reconnect-title = Reconnectez { $provider }
mail-reconnect-why = { $provider } n'accepte plus la connexion établie avec Liaison. Elle y a été révoquée, a expiré, ou votre mot de passe a été changé.
mail-reconnect-means = Tant que vous n'êtes pas reconnecté, Liaison n'y fait rien en votre nom. Rien n'est perdu.
mail-reconnect-once = Cet e-mail est envoyé une fois pour chaque connexion qui prend fin.
mail-test-subject = Message de test de Liaison
mail-test-title = Votre boîte aux lettres fonctionne
mail-test-why = Liaison a envoyé ce message de votre adresse à elle-même, pour s'assurer que l'envoi fonctionne et que ce qui arrive est vu.
mail-test-button = Voir votre connexion
mail-test-delete = Vous pouvez supprimer ce message.
