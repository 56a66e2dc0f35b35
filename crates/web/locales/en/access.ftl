### Coming in: first run, sign-in, invitations, the wizard, users, one's own profile.

# --- first run
front-title = Nobody administers this instance yet
front-nobody = The one who started Liaison got a link to make the first admin. It is printed where the program runs.
front-where = For a new link, run this command there:
first-run-title = Make the first admin
first-run-lead = Your address and this password work even when every outside system is down. Keep the password somewhere safe.
first-run-create = Create the admin account

# --- sign-in
sign-in-title = Sign in to Liaison
sign-in = Sign in
sign-in-salesforce = Sign in with Salesforce
sign-in-password = Sign in with a password
sign-in-password-admins = For admins: your password works also when Salesforce does not answer.
sign-in-forgot = Forgot your password?
forgot-title = Forgot your password?
forgot-lead = Enter your address. If a password belongs to it, you get a mail with a link that works for one hour.
forgot-send = Send the link
forgot-sent = If a password belongs to this address, a mail with a link is on its way. Nothing there? Look in spam, or ask your admin.
reset-title = Set a new password
reset-set = Set password

# --- the link of the welcome mail
welcome-title = Activate your account
welcome-invited = An invitation to Liaison for { $email }.
welcome-invited-by = { $name } has invited you to Liaison as { $email }.
welcome-salesforce-lead = You sign in with your Salesforce account. Its e-mail address must be the same as the one above, and your profile there needs “API Enabled”. If you are signed in to Salesforce already, it takes two clicks.
welcome-password-lead = Choose a password for your account, or activate it with Salesforce below.
welcome-password = Create account
welcome-leaving = You can close this page. The link in your welcome e-mail brings you back here.

# --- wizard
rail = Steps
rail-done = done
rail-activate = Activate
rail-start = Welcome
rail-mailbox = Mailbox
rail-signature = Signature
rail-finish = Finish
wizard-leaving = You can leave at any time. What you have done is kept, and after sign-in you go on here.
onboarding-title-start = Welcome to Liaison
onboarding-welcome-name = Welcome to Liaison, { $name }
onboarding-start-text = Your account is active and connected to Salesforce. Now let us set up how you write to people.
onboarding-start-text-password = Your account is active. Now let us set up how you write to people.
onboarding-title-introduction = Two things, three minutes
onboarding-introduction-text = Liaison sends your e-mail from your own mailbox and finds the answers there.
onboarding-introduction-mailbox = Connect your mailbox.
onboarding-introduction-signature = Write your signature.
onboarding-title-mailbox = Connect your mailbox
onboarding-mailbox-text = Which mail program do you use? Liaison sends from your own mailbox and finds the answers there.
onboarding-mailbox-connect = Connect mailbox
onboarding-mailbox-later-means = With “Later” you go on without a mailbox. Until you connect one in E-mail settings, you cannot send and no replies are found.
onboarding-mailbox-testing-later-means = With “Later” you go on at once. The test ends by itself, and Settings → E-mail shows how it ended.
onboarding-title-signature = Your signature
onboarding-signature-text = It is added below every e-mail you send. You can change it at any time in E-mail settings.
onboarding-title-finish = All set
onboarding-finish-text = This is what you have now. Everything can be changed in Settings.
onboarding-finish-no-mailbox = Not connected yet
onboarding-finish-signature = Saved
onboarding-finish-no-signature = None yet

# --- home
home-hello = Welcome
home-hello-name = Good to see you, { $name }
home-lead = Your place between marketing and Salesforce.
home-todo = To be ready for work
home-go-on-title = Your set-up is not finished
home-go-on-text = You can go on where you left off.
home-go-on = Go on
todo-done = Done
todo-connections = Connect the instance to Salesforce
todo-why-connections = Enter client id and secret, and say which organisation is yours. People can activate their accounts only then.
todo-salesforce = Connect your Salesforce account
todo-why-salesforce = What you do here appears in Salesforce as done by you.
todo-mailbox = Connect your mailbox
todo-why-mailbox = You send from your own address, and replies are found.
todo-signature = Write your signature
todo-why-signature = It is added below every e-mail you send.
todo-invite = Invite your colleagues
todo-why-invite = They get a welcome e-mail and set themselves up in a few minutes.

# --- inviting
invite-users = Invite users
invite-title = Invite users
invite-lead = Each gets a welcome e-mail with a link that works for seven days.
invite-addresses = E-mail addresses
invite-addresses-hint = As many as you like, separated by commas, semicolons, spaces or line ends.
invite-team = Team
invite-no-team = No other team
invite-team-hint = Everybody is in the team Everyone as well.
invite-language = Language of the welcome e-mail
invite-no-mail = No mail server is set up, so no e-mail can be sent. You get a link for each person to pass on yourself.
invite = Invite
invite-done-title = Invitations
invite-done = { $count ->
    [0] Nobody was invited. The list says why.
    [one] One person is invited.
   *[other] { $count } people are invited.
}
invite-done-table = What became of each address
invite-done-ok = OK
invite-more = Invite more
invite-verdict = Result
invite-link-for = Link for { $email }
resend = Send again
resend-to = Send again to { $email }
verdict-invited = Invited
verdict-already-invited = Invited before, not yet activated
verdict-already-member = Is a member already
verdict-deactivated = Was deactivated; reactivate in User management
address-fault-empty = There is no address
address-fault-no-at = Not an address: the @ is missing
address-fault-two-ats = Not an address: more than one @
address-fault-no-name = Not an address: nothing before the @
address-fault-no-domain = Not an address: nothing after the @
address-fault-no-dot = Not an address: after the @ there must be a domain with a dot, such as example.com
address-fault-dots = Not an address: a dot is in the wrong place
address-fault-character = Not an address: it holds a character that cannot be there:
address-fault-invisible = Not an address: it holds a character that cannot be seen
address-fault-not-ascii = Before the @ only letters from A to Z can be written to; this one cannot:
address-fault-quoted = Addresses in quotation marks cannot be written to
address-fault-comment = Not an address alone: there is something in brackets
address-fault-display-name = Not an address alone: leave out the name and the angle brackets
address-fault-literal = After the @ there must be a domain such as example.com, not an IP address
address-fault-domain = Not an address: there can be no such domain
address-fault-too-long = Not an address: it is too long

# --- list of invitations
invitations-lead = Who was invited, and what became of it.
invitations-empty = No invitations yet
invitations-empty-text = Whom you invite appears here, with the state of each invitation.
invitations-new-link = The new link. Pass it on; the earlier one no longer works.
invited-by = by { $name }
invitation-state-pending = Waiting
invitation-state-accepted = Activated
invitation-state-expired = Expired
invitation-state-revoked = Revoked
delivery-link-shown = Link to pass on
delivery-queued = On its way
delivery-sent = Sent
delivery-failed = Not delivered
revoke = Revoke
revoke-title = Revoke the invitation of { $email }?
revoke-text = The link in the welcome e-mail stops working at once. You can send the invitation again later.
column-mail = E-mail
column-sent = Sent
column-expires = Valid until

# --- users
users-lead = { $count ->
    [one] One person, invited or active.
   *[other] { $count } people, invited or active.
}
users-search = Name or e-mail address
users-nobody = Nobody found
users-nobody-text = No name or address fits these filters.
every-role = Every role
column-name = Name
column-role = Role
column-team = Teams
column-state = State
column-since = Active since
role-admin = Admin
role-user = User
role-of = Role of { $name }
user-state-invited = Invited
user-state-active = Active
user-state-locked = Password locked
user-state-deactivated = Deactivated
user-state-expired = Access ended
deactivate = Deactivate
deactivate-title = Deactivate { $name }?
deactivate-text = They are signed out within a second and cannot sign in any more. Their things stay, and you can reactivate them at any time.
reactivate = Reactivate
unlock = Unlock

# --- login management
login-lead = How people sign in. Admins can always use their password as well.
login-legend = Login methods
login-mode-salesforce-only = Salesforce only
login-mode-text-salesforce-only = One click for everybody who is signed in to Salesforce. No passwords to remember or to lose.
login-mode-all-methods = All login methods
login-mode-text-all-methods = People choose a password when they activate their account, or use Salesforce.

# --- sessions
sessions-lead = Every browser you are signed in with. You do not know one? End it and change your password.
column-browser = Browser
column-method = Signed in with
column-began = Signed in
column-seen = Last used
this-browser = This browser
method-password = Password
method-salesforce = Salesforce
method-link = One-time link
method-panel = Panel in Salesforce
end-session = Sign out
end-session-of = Sign out { $browser }
end-others = Sign out all other browsers

# --- profile
profile-account = Account details
profile-email-hint = Only your admin can have this changed.
profile-integrations = Your integrations
profile-password = Password
profile-password-change = Change password
old-password-wrong = Your present password is not right
    .why = Nothing was changed.
    .next = Enter the password you sign in with now, or have a link sent to you from the sign-in page.

# --- the tour, and the way out (screens 14 and 15)
onboarding-title-tour = Would you like a quick tour?
onboarding-tour-text = Four short pages show what sales actions do for you. You can take the tour later from your home page.
not-now = Not now
tour-count = { $number } of { $total }
tour-end = End the tour
tour-title-worlds = Marketing and sales, side by side
tour-text-worlds = Violet comes from marketing, teal from sales, grey from Liaison itself. One look tells where a thing came from.
tour-title-mail = Your own mailbox
tour-text-mail = What you send leaves from your own address and lies in your own sent folder. Replies are found where they arrive.
tour-title-salesforce = Where you work already
tour-text-salesforce = On every lead, contact, account and opportunity, the panel in Salesforce holds your sales actions in one drop-down, once your Salesforce admin has installed it.
tour-title-settings = Everything can be changed
tour-text-settings = Signature, addresses, mailbox and language are in Settings, under your initials at the top. Each connection shows there how it stands.
ready-title = Where to now?
ready-done = You are set up.
ready-text = Work in the web application, or in Salesforce.
open-web-app = Open the web app
launch-salesforce = Launch Salesforce
ready-salesforce-text = Open any lead, contact, account or opportunity there, in Classic or Lightning.
ready-no-salesforce = To work in Salesforce, connect your account first.
home-tour = Take the quick tour
