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

# --- writing
place-templates = Templates
compose-to = E-mail to { $name }
compose-many = E-mail to { $count ->
    [one] one person
   *[other] { $count } people
}
compose-many-lead = Everybody gets a copy of their own. You see each copy before anything leaves.
compose-recipients = Who gets it
compose-review = Review { $count ->
    [one] one copy
   *[other] { $count } copies
}
compose-no-mailbox = No mailbox is connected.
compose-no-mailbox-text = You can write and keep drafts; to send, connect your mailbox.
compose-send = Send
compose-schedule = Schedule
compose-time = Date and time
compose-schedule-send = Send at this time
compose-to-myself = Send a test to me
compose-keep = Keep as draft
compose-kept = Draft kept at { $time }
compose-not-kept = The draft could not be kept just now. Your text is still here.
compose-template = Template
compose-copies = Cc, Bcc
compose-fields = Fields that fill themselves
compose-fields-text = A field is replaced by what is known of each person. Where nothing is known, the e-mail is not sent, unless you give a default: first_name | default: "friend".
compose-files = Attachments
compose-attach = Attach a file
compose-upload = Upload
compose-attach-hint = 23 MB at most together; above 20 MB many servers refuse.
compose-uploading = Uploading
compose-not-uploaded = The file could not be uploaded.
compose-non-commercial = This template is for mail that is not advertising: unsubscribes do not stop it, blocked domains do.
field-from = From
field-cc = Cc
field-bcc = Bcc
field-subject = Subject
field-body = Message
size-kb = { $size } kB
size-mb = { $size } MB
said-draft-kept = The draft is kept.
said-email-scheduled = The e-mail leaves at the time you chose.
said-email-to-myself = The test is on its way to your own mailbox.
said-email-taken-back = Taken back: it is a draft again.
said-email-deleted = The e-mail is deleted.
said-archived = Archived. It is no longer tracked.
said-unarchived = Back among the delivered ones.
said-emails-done = Done. What could not be changed is still in its place.
emails-to-several = E-mails to several people
email-no-subject = (no subject)

# --- copies
copies-review = { $count ->
    [one] One copy to review
   *[other] { $count } copies to review
}
copies-sent = { $count ->
    [one] One copy
   *[other] { $count } copies
} on their way
copies-left-out = { $count ->
    [one] One person gets no copy
   *[other] { $count } people get no copy
}
copies-edit-one = Change this copy
copies-open = Open
copies-send = Send { $count ->
    [one] one e-mail
   *[other] { $count } e-mails
}

# --- one e-mail
origin-sales = Sales
email-to = To
email-message = Message
email-leaving = The e-mail leaves in a few seconds.
email-leaving-text = Until then you can take it back.
email-undo = Take back
email-edit = Edit
email-retry = Send again
email-follow-up = Send a follow-up
email-success = Success
email-archive = Archive
email-unarchive = Take out of the archive
email-delete = Delete
email-delete-title = Delete this e-mail?
email-delete-text = It is gone for good. What the person received stays with them.
email-checked-left = It has left
email-checked-not-left = It has not left
email-happened = What happened
email-opens = { $count ->
    [one] one view
   *[other] { $count } views
}
email-clicks = { $count ->
    [one] one click
   *[other] { $count } clicks
}
email-replies = { $count ->
    [one] one reply
   *[other] { $count } replies
}
email-event-email-sent = It left
email-event-email-failed = It did not leave
email-event-email-opened = Opened
email-event-email-clicked = Link followed
email-event-email-replied = Reply
email-event-email-bounced = It came back
email-event-auto-replied = Automatic answer
email-event-unsubscribed = Unsubscribed
email-event-resubscribed = Subscribed again
email-event-task-added = Task added
email-event-task-due = Task due
email-event-task-completed = Task done
email-event-call-logged = Call
email-event-campaign-started = Sales campaign started
email-event-campaign-ended = Sales campaign ended
email-event-machine = likely a machine
email-state-draft = Draft
email-state-scheduled = Scheduled
email-state-in-progress = In progress
email-state-delivered = Delivered
email-state-failed = Failed
email-state-bounced = Bounced
email-state-please-check = Please check

# --- command centre
emails-folders = Folders
emails-write = Write an e-mail
folders-sent = Sent
folders-pending = Pending
folders-undelivered = Undelivered
folder-delivered = Delivered
folder-archived = Archived
folder-scheduled = Scheduled
folder-draft = Draft
folder-in-progress = In progress
folder-failed = Failed
folder-bounced = Bounced
emails-empty-delivered = Nothing has been sent yet
emails-empty-archived = The archive is empty
emails-empty-scheduled = Nothing waits for its time
emails-empty-draft = There are no drafts
emails-empty-in-progress = Nothing is on its way
emails-empty-failed = Nothing has failed
emails-empty-bounced = Nothing has bounced
emails-empty-text = E-mails to the people you work with are listed here by state, with what happened to them.
emails-choose-person = Choose a person
emails-nothing-found = No e-mail fits
emails-nothing-found-text = Change the search or the filters.
emails-show-all = Show all
emails-search = Search subject, name or address
filter-opened = Views
filter-yes-opened = Viewed
filter-no-opened = Not viewed
filter-clicked = Clicks
filter-yes-clicked = Clicked
filter-no-clicked = Not clicked
filter-replied = Replies
filter-yes-replied = Replied
filter-no-replied = Not replied
column-person = Person
column-subject = Subject
column-when = When
choose-all = Choose all
choose-one = Choose { $name }
chosen = chosen

# --- templates
templates-lead = Texts to begin from. Fields fill themselves for each person.
templates-search = Search templates
templates-empty = No template fits
templates-empty-text = Write one for what you say again and again.
template-new = New template
field-template-name = Name
field-category = Category
field-new-category = New category
every-category = Every category
column-shared = Who may use it
template-shared = Everybody
template-private = Only you
template-of-others = By a colleague
template-share = Everybody may use it
template-non-commercial = Not advertising
template-non-commercial-text = For orders, invoices, answers: unsubscribes do not stop it.
template-archive = Take out of use
template-archive-title = Take this template out of use?
template-archive-text = Nobody can choose it any more. What was sent with it stays.
said-template-archived = The template is out of use.
categories-title = Pinned categories
categories-text = Up to five stand first when you choose a template.
categories-pin = Pin
category-remove = Remove category { $name }

# --- by which way mail leaves
channel-title = Deliverability
channel-mailbox = Your own mailbox
channel-mailbox-none = None is connected.
channel-team = The team’s server
channel-team-not = { $host } does not send from this address. Your admin lists those it does.
channel-unchosen = Nobody has chosen yet: Liaison takes the way that is marked.
channel-blind = Your e-mails leave by the team’s server. No mailbox is connected, so replies and bounces are not seen here; replies reach your mailbox all the same.
channel-save = Save deliverability

# --- signing with DKIM
dkim-tab = Signing
dkim-lead = With a DKIM signature other servers can tell that an e-mail really comes from your domain. Liaison signs what leaves by the team’s server; mailboxes are signed by their providers.
dkim-no-server = Set up the team’s server first. Its domains are listed here.
dkim-signed = Signed
dkim-unsigned = Not signed
dkim-make = Make keys
dkim-make-new = Make new keys
dkim-made-at = Made on { $when }.
dkim-state-waiting = To publish
dkim-state-signing = In use
dkim-state-retired = Not in use
dkim-state-text-waiting = Enter both records in the DNS, wait until they are there, then sign with these keys.
dkim-state-text-signing = Every e-mail from this domain is signed twice, with both keys. Both records must stay in the DNS.
dkim-state-text-retired = Nothing is signed with these keys. Leave their records in the DNS for a week, so that e-mails on their way can be verified; then remove both.
dkim-record-rsa = Record for RSA (2,048 bits)
dkim-record-ed25519 = Record for Ed25519
dkim-record-name = Name (type TXT)
dkim-record-value = Value
dkim-record-split = The value in pieces
dkim-record-split-text = For zone files, where a string holds 255 characters
dkim-begin = Sign with these keys
dkim-stop = Stop signing
dkim-stop-title = Send without a signature?
dkim-stop-text = E-mails from this domain leave unsigned from now on. Other servers may take them for spam.
dkim-remove = Remove keys
dkim-remove-title = Remove { $selector }?
dkim-remove-text = The keys are deleted and cannot be brought back. Take their records out of the DNS too.
field-selector = Name of the keys (selector)
field-selector-hint = Letters, digits and hyphens. Another program that signs for this domain needs another name.
said-team-server-kept = The server takes our mail, and is kept.
said-team-server-works = The server takes our mail.
said-team-server-removed = The server is removed.
said-dkim-made = The keys are made. Publish both records now.
said-dkim-begun = E-mails are signed with these keys from now on.
said-dkim-stopped = Nothing is signed with these keys any more.
said-dkim-removed = The keys are removed.
