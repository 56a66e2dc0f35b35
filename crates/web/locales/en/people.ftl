### People, and how they say that they have had enough.

# --- the recipient's page
unsubscribe-title = Unsubscribe
unsubscribe-lead = You can stop e-mails to { $address }.
unsubscribe-what = What would you like to stop?
unsubscribe-what-sales = E-mails from this company’s salespeople
unsubscribe-what-all = All e-mails from this company
unsubscribe-why = Why?
unsubscribe-why-too-many = There are too many
unsubscribe-why-not-relevant = They do not concern me
unsubscribe-why-never-asked = I never asked for them
unsubscribe-why-other = Another reason
unsubscribe-words = In your own words
unsubscribe-button = Unsubscribe now
unsubscribe-done-title = You are unsubscribed
unsubscribe-done = { $address } gets no more sales e-mails from us.
unsubscribe-done-next = It holds from this moment. You can close this page.

# --- the message at the end of e-mails
unsubscribe-message = Would you rather not hear from us?
unsubscribe-message-link = Unsubscribe
unsubscribe-settings-lead = What stands at the end of the e-mails your salespeople send, so that recipients can stop them.
unsubscribe-append = Put the message at the end of e-mails
unsubscribe-text = Message
unsubscribe-text-hint = The first link becomes the recipient’s own link to unsubscribe, whatever address it has here. Without a link, one is added.
