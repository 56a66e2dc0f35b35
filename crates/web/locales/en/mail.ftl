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
