### What sellers write with, and the mails Liaison writes itself.

# --- identities
addresses-lead = Each address you write from has a name people see and a signature. The default one is used unless you choose another.
addresses-none = None yet. The first one comes with your account.
field-identity-name = Name people see
field-identity-name-hint = It stands before the address in every mail you send from it.
field-identity-address-hint = An address whose mail you can read.
identity-state-confirmed = Confirmed
identity-state-waiting = Not confirmed yet
identity-state-expired = Link expired
identity-state-unsent = Not confirmed
identity-waiting = A mail with the button “Confirm address” was sent on { $sent }. Until it is pressed, you cannot write from this address. Nothing there? Look in spam.
identity-expired = The link in the mail worked for seven days. Send another one to confirm this address.
identity-unsent = The mail to this address could not be delivered, or its confirmation was taken back. Check the address, then send the mail again.
identity-resend = Send the mail again
identity-make-default = Make default
identity-remove = Remove
identity-remove-title = Remove { $address }?
identity-remove-text = You can no longer write from this address. Its signature is deleted.
identity-add-title = Another address
identity-add-lead = We send a mail to the address to be sure that it is yours. Your mailbox’s server must allow sending from it; Google and Microsoft allow only the mailbox’s own.
identity-add = Add address
identity-full = { $count ->
    [one] You can write from one address, and you have it.
   *[other] You can write from { $count } addresses, and you have them. To add another, remove one.
}
identity-no-mail = Liaison cannot send mail of its own yet, so no address can be confirmed. Ask whoever runs Liaison to set up a mail relay.
verify-title = Is this your address?
verify-lead = Somebody wants to write from it with Liaison.
verify-address = Address
verify-who = Who asks
verify-confirm = Confirm address
verify-not-you = You do not know who asks? Close this page. Without the button nobody can write from your address.
verify-done-title = The address is confirmed
verify-done = { $name } can now write from { $address }.
verify-settings = Go to e-mail settings
verify-close = You can close this page.
said-identity-added = The address is added. Confirm it with the mail we have just sent there.
said-identity-resent = The mail is on its way again. The earlier link no longer works.
said-identity-default = This is your default address now.
said-identity-removed = The address is removed.

mail-no-button = The button does not work? Open this address:
mail-welcome-subject = Welcome to Liaison: activate your account
mail-welcome-title = Welcome to Liaison
mail-welcome-invited = You are invited to Liaison, where sales and marketing work hand in hand.
mail-welcome-invited-by = { $name } has invited you to Liaison, where sales and marketing work hand in hand.
mail-welcome-how = You sign in with your Salesforce account. It takes about three minutes, and you can stop and come back at any time.
mail-welcome-until = This link is for you alone and works until { $until }.
mail-welcome-unexpected = You did not expect this? Then do nothing. Without you, no account is activated.
mail-reset-subject = Set a new password for Liaison
mail-reset-title = Set a new password
mail-reset-why = Somebody, probably you, asked for a new password for your account.
mail-reset-button = Set password
mail-reset-until = The link works once, for one hour.
mail-reset-unexpected = It was not you? Then do nothing: your password stays as it is.
mail-verify-subject = Is this your address?
mail-verify-title = Is this your address?
mail-verify-who = { $name } ({ $account }) wants to write from { $address } with Liaison.
mail-verify-how = Is that right? Then press the button, and confirm on the page that opens.
mail-verify-until = The link works once, until { $until }.
mail-verify-unexpected = You do not know who asks? Then do nothing. Without you, nobody can write from your address.

mail-reconnect-subject = Your { $provider } connection has ended
mail-reconnect-title = Connect { $provider } again
mail-reconnect-why = { $provider } no longer takes the connection you made with Liaison. It was revoked there, has expired, or your password was changed.
mail-reconnect-means = Until you connect again, Liaison does nothing in your name there. Nothing is lost.
mail-reconnect-once = This mail is sent once for each connection that ends.
mail-test-subject = Liaison test message
mail-test-title = Your mailbox works
mail-test-why = Liaison has sent this message from your address to itself, to see that it can send and that it sees what arrives.
mail-test-button = See your connection
mail-test-delete = You can delete this message.
