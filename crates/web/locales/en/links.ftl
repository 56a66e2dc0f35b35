### Connections: Salesforce, mailboxes, the admin's apps.

connection = Connection
connected-since = Connected since
last-worked = Last worked
last-checked = Last checked
health-connected = Connected
health-reconnect = Connect again
health-none = Not connected

# --- to the login page and back
leaving-title = Taking you to Salesforce
leaving-text = If nothing happens, press Continue.
differ-invited = Invited address
differ-salesforce = Address in Salesforce
other-salesforce-login = Use another Salesforce login
for-salesforce-admin = A sentence for your Salesforce admin
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
mailbox-success-title = Your mailbox is connected
mailbox-success-text = Liaison can read and send as { $address }.
mailbox-disconnect-title = Disconnect your mailbox?
mailbox-disconnect-text = Until you connect again, you cannot send and no replies are found. The password is forgotten.
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
