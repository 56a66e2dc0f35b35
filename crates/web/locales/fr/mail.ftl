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
