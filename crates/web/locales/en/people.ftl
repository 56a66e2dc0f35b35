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
unsubscribe-words-team = Message
unsubscribe-words-team-hint = The first link becomes the recipient’s own link to unsubscribe, whatever address it has here. Without a link, one is added.


# --- the list
people-lead = Everybody you work with: brought from Salesforce, or added by hand.
people-search = Name, address or company
people-which = Which people
people-of-all = Everybody
people-of-mine = Mine
people-of-unsubscribed = Unsubscribed
people-ticked = Ticked:
tick-all = Tick all
tick-one = Tick { $name }
people-none = Nobody is here yet
people-none-text = People come here when you open them in Salesforce, or when you add them.
people-nobody = Nobody fits
people-nobody-text = Try how a word of the name, of the address or of the company begins.
people-cut = Very many people fit, and not all of them are listed. Write more of the name, of the address or of the company.

# --- adding somebody
person-new = Add a person
person-new-lead = Whoever is in Salesforce comes by themselves when you open the record there.
person-add = Add
person-add-another = Add, and another
field-title = Job title
field-company = Company
field-phone = Phone
said-person-added = The person is added.

# --- one person
person-standing = E-mails
person-website = Website
person-owner = Owner
owner-elsewhere = Somebody else in Salesforce
owned-by = Owner: { $name }
view-in-liaison = View in Liaison
view-in-salesforce-lead = View the lead in Salesforce
view-in-salesforce-contact = View the contact in Salesforce
do-email = Send sales e-mail
do-campaign = Add to sales campaign
do-task = Add task
do-call = Log a call
standing-open = May be written to
standing-no-address = No e-mail address
standing-blocked = The domain is blocked
standing-bounced = The address takes no mail
standing-unsubscribed = Unsubscribed
standing-opted-out = Opted out in Salesforce

# --- what happened
timeline-title = What happened
timeline-empty = Nothing has happened yet. E-mails, calls and tasks will stand here.
older = Older
by-a-machine = by a machine
happened-email-sent = { $who } sent an e-mail
happened-email-failed = An e-mail by { $who } did not leave
happened-email-opened = Opened the e-mail by { $who }
happened-email-clicked = Followed a link in the e-mail by { $who }
happened-email-replied = Answered { $who }
happened-email-bounced = The e-mail by { $who } came back
happened-auto-replied = An automatic answer to { $who }
happened-unsubscribed = Unsubscribed
happened-resubscribed = May be written to again
happened-task-added = { $who } has a new task
happened-task-due = A task of { $who } is due
happened-task-completed = { $who } has done a task
happened-call-logged = { $who } called
happened-campaign-started = { $who } started a sales campaign
happened-campaign-ended = The sales campaign of { $who } has ended

# --- beside it
beside-emails = E-mails
beside-tasks = Tasks
beside-calls = Calls
beside-campaigns = Sales campaigns
beside-no-emails = No e-mail yet.
beside-no-tasks = No task.
beside-no-calls = No call yet.
beside-no-campaigns = In no sales campaign.
beside-no-subject = (no subject)
beside-email-draft = Draft
beside-email-scheduled = Scheduled
beside-email-in-progress = On its way
beside-email-delivered = Sent
beside-email-failed = Failed
beside-email-bounced = Bounced
beside-email-please-check = Please check
beside-opens = { $count ->
    [one] opened once
   *[other] opened { $count } times
  }
beside-clicks = { $count ->
    [one] one click
   *[other] { $count } clicks
  }
beside-replies = { $count ->
    [one] one reply
   *[other] { $count } replies
  }
beside-due = Due { $day }
beside-task-open = Open
beside-task-today = Today
beside-task-overdue = Overdue
beside-task-done = Done
beside-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
  }
beside-call-completed = Spoke
beside-call-no-answer = No answer
beside-call-cancelled = Cancelled
beside-call-failed = Not put through
beside-campaign-running = Running
beside-campaign-over = Over

# --- whether somebody may be written to
consent-title = Unsubscribes
consent-unsubscribed = Unsubscribed
consent-resubscribed = Subscribed again
consent-source-clicked-link = By the link in an e-mail
consent-source-one-click = By their mail program
consent-source-manual = By a seller
consent-source-crm = By Salesforce
consent-source-bounce = Because mail came back
consent-source-admin = By an admin
field-reason = Reason
unsubscribe-open = Unsubscribe this person
unsubscribe-text = Nobody here writes to this address any more, and sales campaigns end for it. Only an admin can take it back.
unsubscribe = Unsubscribe
resubscribe-open = Remove the unsubscribe
resubscribe-text = Do this only when you can prove that the person wants to be written to. Your name is kept with it.
resubscribe = Remove the unsubscribe
said-unsubscribed = The person is unsubscribed.
said-resubscribed = The person may be written to again.

# --- blocked domains
place-blocked-domains = Blocked domains
blocked-domains-lead = Nobody here writes to addresses at these domains, or below them.
block-title = Block a domain
field-domain = Domain
blocked-domains-hint = For example rival.example
block = Block
blocked-domains-none = No domain is blocked.
column-added-by = Added by
unblock = Unblock
unblock-one = Unblock { $domain }
said-domain-blocked = The domain is blocked.
said-domain-unblocked = The domain is no longer blocked.
