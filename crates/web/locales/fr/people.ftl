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
unsubscribe-text = Texte du message
unsubscribe-text-hint = Le premier lien devient le lien de désabonnement du destinataire, quelle que soit son adresse ici. Sans lien, il en est ajouté un.
