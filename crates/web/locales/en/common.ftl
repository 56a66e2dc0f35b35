### The frame, and words every page shares.

# --- buttons of the seeds
get-started = Get started
activate-with-salesforce = Activate account with Salesforce
start = Start
next = Next
continue = Continue
back = Back
save = Save
skip = Skip
finish = Finish
later = Later

# --- frame
skip-to-content = Skip to content
main-navigation = Main
own-menu = Your menu
demo-world = Demo world
settings = Settings
my-account = My account
admin-settings = Admin settings
sign-out = Sign out
language = Language
dismiss = Dismiss
leave-for-now = Leave for now
go-back = Go back
go-home = Go to the home page
go-to-sign-in = Go to sign-in

place-home = Home
place-feed = Live feed
place-people = People
place-emails = E-mail
place-campaigns = Campaigns
place-tasks = Tasks
navigation-more = More
place-profile = My profile
place-email = E-mail settings
place-salesforce = Salesforce
place-sessions = Signed-in browsers
place-users = User management
place-invitations = Invitations
place-login = Login management
place-connections = Connections
place-tracking = Tracking
place-unsubscribe = Unsubscribe message

# --- small words
actions = Actions
actions-for = Actions for { $name }
cancel = Cancel
change = Change
check-now = Check now
connect = Connect
connect-again = Connect again
disconnect = Disconnect
copied = Copied
copy = Copy
default = Default
keep = Keep
optional = (optional)
or = or
pages = Pages
next-page = Next page
search = Search
show-all = Show everybody
try-again = Try again
you = You

# --- fields
field-email = E-mail address
field-first-name = First name
field-last-name = Last name
field-time-zone = Time zone
field-password = Password
field-password-again = The same password again
field-new-password = New password
field-old-password = Present password
field-password-hint = At least 12 characters. A sentence of your own is easy to remember and hard to guess.
field-signature = Your signature

editor-formatting = Formatting
editor-bold = Bold
editor-italic = Italic
editor-underline = Underline
editor-link = Link
editor-list = List
editor-undo = Undo
editor-redo = Redo
editor-link-address = Address of the link
editor-link-set = Set link
editor-link-remove = Remove link

# --- dates
date = { $day } { $month } { $year }
moment = { $date }, { $time }
moment-with-zone = { $moment } { $zone }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# --- confirmations after an action
said-saved = Saved.
said-resent = The invitation is on its way again. The earlier link no longer works.
said-revoked = The invitation is revoked. Its link no longer works.
said-role-changed = The role is changed.
said-deactivated = The user is deactivated and signed out everywhere.
said-reactivated = The user can sign in again.
said-unlocked = The password can be tried again.
said-session-ended = That browser is signed out.
said-sessions-ended = All other browsers are signed out.
said-password-changed = Your password is changed. All other browsers are signed out.
said-connection-works = The connection works.
said-disconnected = Disconnected.
said-salesforce-connected = Salesforce is connected.
said-organisation-bound = Your Salesforce organisation is set. People can now activate their accounts.

# --- when we break
broken = Something broke on our side
    .why = It is noted in the log. What you had saved before is safe.
    .next = Try again in a moment. If it happens again, tell your admin the time it happened.

# --- the demo world's start page
demo-title = The demo world
demo-lead = { $company } is a made-up company. Salesforce and the mail servers are pretend ones on this machine; everything else is Liaison as it is. Nothing here leaves your machine.
demo-enter = Be somebody, with one click
demo-as-admin = { $name }, admin
demo-as-seller = { $name }, seller
demo-invited = Or come in as a new seller
demo-invited-text = These people were invited. Open a welcome e-mail, press its button, and sign in to the pretend Salesforce with the person's address.
demo-no-api = no API access
demo-places = Places in this world
demo-salesforce = Pretend Salesforce
demo-mailboxes = All mailboxes
demo-password = Password: { $password }
demo-control = Control API
demo-control-text = Moves the clock, makes things fail
demo-design = Design
demo-design-text = Every part in every state
