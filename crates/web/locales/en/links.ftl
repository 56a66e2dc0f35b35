### Connections: Salesforce, mailboxes, the admin's apps.

connection = Connection
connected-since = Connected since
last-worked = Last worked
last-checked = Last checked
health-connected = Connected
health-reconnect = Connect again
health-none = Not connected

# --- to the login page and back
leaving-title = Taking you to { $provider }
leaving-text = If nothing happens, press Continue.
differ-invited = Invited address
differ-salesforce = Address in Salesforce
other-salesforce-login = Use another Salesforce login

for-salesforce-admin-api = Please give { $salesforce } the permission “API Enabled” in Salesforce (Setup → Profiles or Permission Sets → System Permissions), so that the account can be used with Liaison.
for-salesforce-admin-app = Please install and allow the external client app “Liaison” in our Salesforce organisation (Setup → Connected Apps OAuth Usage → Install), so that people can sign in with it.

# --- own Salesforce
salesforce-lead = What you do in Liaison is written to Salesforce in your name.
salesforce-none = Salesforce is not connected
salesforce-none-text = Connect your own account. Its e-mail address must be the same as yours here.
salesforce-username = User name
salesforce-instance = Address
salesforce-organisation = Organisation
salesforce-disconnect-title = Disconnect Salesforce?
salesforce-disconnect-text = Until you connect again, nothing you do is written to Salesforce, and you cannot sign in with it.

# --- mailbox
tab-addresses = Address and signature
tab-connection = E-mail connection
mailbox-connect-title = Connect your mailbox
mailbox-reading = Reading (IMAP)
mailbox-writing = Sending (SMTP)
mailbox-sent-folder = Folder for sent mail
mailbox-no-sent-folder = None found
mailbox-title-connected = Your e-mail connection is set up
mailbox-success-text = Liaison sends as { $address } and sees what arrives there.
mailbox-disconnect-title = Disconnect your mailbox?
mailbox-disconnect-text-gmail = Until you connect again, you cannot send and no replies are found. Liaison gives its access back at Google.
mailbox-disconnect-text-outlook = Until you connect again, you cannot send and no replies are found. Liaison forgets its access here, but Microsoft takes none back from us. To remove the app there too, open the list of your apps at Microsoft: myapps.microsoft.com with an account of an organisation, account.microsoft.com → Privacy → App access with a personal one.
mailbox-disconnect-text-imap = Until you connect again, you cannot send and no replies are found. The password is forgotten.
field-mailbox-address = Your e-mail address
field-mailbox-username = User name
field-mailbox-username-hint = Leave empty when it is the address.
field-mailbox-password = Mailbox password
field-mailbox-password-hint = Some providers want an app password here.
field-imap-host = IMAP server
field-smtp-host = SMTP server
field-port = Port
field-security = Encryption
security-tls = TLS
security-starttls = STARTTLS

# --- the admin's apps
connections-lead = The apps through which people connect. Passwords of people are never asked for.
connections-entered = Entered
connections-missing = Not entered yet
connections-redirect = Redirect address
connections-redirect-hint = Copy this address into the app at { $provider }.
connections-host = Where people sign in
connections-production = Production
connections-sandbox = Sandbox
connections-domain = My Domain
connections-domain-text = Your own Salesforce address
connections-domain-address = My Domain address
connections-client-id = Client id
connections-secret = Client secret
connections-secret-kept = A secret is kept. Leave empty to keep it.
connections-test = Save and test
connections-tested = { $provider } knows this client id and takes this secret.
save-provider = Save { $provider }
organisation-title = Your organisation
organisation-bound = Organisation { $id }
organisation-unbound = Not set yet
organisation-text = In an organisation of their own, anybody can give themselves any e-mail address. So accounts are activated from your organisation only. Sign in to it once to say which it is.
organisation-bind = Sign in to your organisation

# --- mailbox: Gmail, Outlook or another
for-admin = A sentence for your { $provider } admin
for-mail-admin = Please allow the app “Liaison” for our organisation at { $provider }, so that people can connect their mailboxes with it. It reads and sends mail in the name of whoever connects.
for-liaison-admin-not-set-up = Please enter client id and client secret of the app for { $provider } in Liaison (Settings → Connections), so that people can connect their mailboxes.
for-liaison-admin-client = { $provider } does not take the app of Liaison. Please copy client id and client secret once more from the app at { $provider } to Liaison (Settings → Connections) and test them there.
for-liaison-admin-redirect = The app of Liaison at { $provider } does not list the redirect address { $redirect }. Please add exactly this address to it.
for-liaison-admin-refused = { $provider } refused when I wanted to connect my mailbox to Liaison. Please look at the app at { $provider } and test it in Liaison (Settings → Connections). Technical detail: { $detail }
go-on-here = Go on in Liaison
differ-own = Your address here
differ-mailbox = Address of the mailbox
other-mail-account = Use another { $provider } account
mail-client = Mailbox
mail-client-gmail = Gmail
mail-client-outlook = Outlook
mail-client-imap = Another mailbox
mail-client-text-gmail = You sign in at Google. We never see your password.
mail-client-text-outlook = You sign in at Microsoft. We never see your password.
mail-client-text-imap = By IMAP and SMTP, with the names of the servers and a password
mail-client-not-offered = Your admin has not set this up yet.
mailbox-servers-title = Another mailbox
mailbox-servers-text = Liaison signs in by IMAP and SMTP. Your IT department knows the names of the servers. The password is kept encrypted.
mailbox-title-testing = Testing your mailbox
mailbox-testing-text = We send a test message from { $address } to itself and look for it. This takes a few seconds; the page goes on by itself.
mailbox-success-goes-on = In a few seconds this page goes on by itself.
mailbox-title-trouble = Your mailbox is not ready yet
mailbox-title-reconnect = Your mailbox is not ready yet
mailbox-change-servers = Change servers or password
mailbox-choose-other = Choose another mailbox
mailbox-sends = Sending
mailbox-replies = Seeing replies
mailbox-check-means = “Check now” sends a test message from your address to itself and looks for it.
direction-testing = Being tested
direction-works = Works
direction-fails = Does not work
direction-unknown = Not known
health-testing = Being tested
health-trouble = Look soon

# --- the panel in Salesforce
place-panel = Panel in Salesforce
panel-title = Liaison
panel-settings-lead = Liaison beside leads, contacts, accounts and opportunities in Salesforce. The same for everybody.
panel-package = The package in Salesforce
panel-package-text = Your Salesforce admin installs the package and enters two things in its settings: the address of Liaison and the secret. The folder salesforce of the program holds the package and its guide.
panel-base-url = Address of Liaison
panel-secret = Secret
panel-secret-there = Secret is made
panel-secret-none = No secret yet
panel-secret-made = The secret was made on { $when }.
panel-secret-make = Make a secret
panel-secret-again-title = Make another secret?
panel-secret-again-text = The panel stops working for everybody until the new secret stands in Salesforce.
panel-secret-once = The secret is shown only now
panel-secret-once-text = Copy it to the settings of the package in Salesforce. Liaison keeps it encrypted and does not show it again.
panel-canvas = Address for Canvas
panel-ancestors = Pages that may show the panel
panel-ancestors-none = None yet: nobody has connected Salesforce.
panel-shown = What the panel shows
panel-actions = Actions
panel-actions-text = Without them the panel shows what happened and offers nothing.
panel-single-actions = Single actions
panel-tabs = Tabs
panel-tab-place = Place of { $tab }
panel-tab-timeline = History
panel-tab-emails = E-mails
panel-tab-tasks = Tasks
panel-tab-calls = Calls
panel-waiting = Asking Salesforce
panel-selected = Selected people
panel-closes = Closes { $day }
panel-nobody = Nobody to write to
panel-nobody-text = Salesforce shows you no contacts with an e-mail address here.
panel-untick = Untick whom you want to leave out. What you choose under Actions is for the rest.
panel-more-people = There are more people than these 200. Open them one by one in Salesforce to bring them.
panel-no-script = The panel needs JavaScript.
open-liaison = Open Liaison
panel-no-proof = The panel does not know who you are any more
    .why = It was open for a long time, or was not opened by Salesforce.
    .next = Try again, or open the page in Salesforce once more.
panel-unreachable = Liaison does not answer
    .why = The connection is interrupted, or Liaison is being restarted.
    .next = Try again in a moment.
panel-elsewhere = This page opens in Liaison itself
    .why = There is more room there, and you sign in first.
    .next = Open it in a new tab.

# --- the team's server
place-team-server = The team’s server
team-server-tab = Server
team-server-lead = One SMTP server by which everybody’s e-mails can leave, whichever mailbox they have, or none.
team-server-new = Set up a server
team-server-means = The server becomes the way out for everybody’s default address, unless they have chosen their mailbox; for other addresses people can choose it. Nothing is sent while you try it.
team-server-state-ok = Works
team-server-state-none = Not set up
team-server-used-by = { $count ->
    [0] Nobody’s e-mails leave by it yet.
    [one] One address writes by it.
   *[other] { $count } addresses write by it.
}
team-server-waiting = { $count ->
    [one] One e-mail waits to leave by it.
   *[other] { $count } e-mails wait to leave by it.
}
team-server-try = Try and save
team-server-remove = Remove
team-server-remove-title = Remove { $host }?
team-server-remove-nobody = Nobody’s e-mails leave by it.
team-server-remove-users = These addresses write by it:
team-server-remove-falls-back = goes on with their own mailbox
team-server-remove-stops = cannot send until a mailbox is connected
team-server-remove-others = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
team-server-remove-waiting = { $count ->
    [one] One e-mail waits to leave by it. It goes to “Failed”, where its writer can send it again.
   *[other] { $count } e-mails wait to leave by it. They go to “Failed”, where their writers can send them again.
}
team-server-remove-keys = The password is forgotten. Keys for signing stay until you remove them.
field-team-username = User name
field-team-username-hint = Leave empty if the server asks for no sign-in.
field-team-password-hint = Kept encrypted, and never shown again.
field-team-password-kept = A password is kept. Leave empty to keep it.
field-senders = Who may send by it
field-senders-hint = Domains of your company, one to a line; people write from their own confirmed addresses there. A single address is allowed too.
field-tried-as = Address to try with
field-tried-as-hint = We ask the server whether mail may come from it. No mail is sent.
