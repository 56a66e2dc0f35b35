### What sellers write with, and the mails Liaison writes itself.

addresses-title = Addresses you write from
addresses-none = None yet. The first one comes with your account.

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
