# --- choosing a person
pick-person = Search by name, address or company
pick-nobody = Nobody is found for “{ $q }”.

# --- tasks
task-add = Add task
task-filters = Which tasks
task-filter-all = All open
task-filter-overdue = Overdue
task-filter-today = Today
task-filter-tomorrow = Tomorrow
task-filter-week = Next 7 days
task-filter-done = Done
task-kind-email = E-mail
task-kind-call = Call
task-kind-inmail = InMail
task-kind-custom = Custom
task-start-email = Write the e-mail
task-start-call = Call
task-start-inmail = Find the person on LinkedIn
task-start-custom = Read the note
task-empty = No open tasks
task-empty-text = What you plan to do with people is listed here by day: e-mails, calls, InMails, anything else. Campaigns add tasks, too.
task-none = Nothing here
task-none-text = No task of yours falls into this.
task-show-all = Show all open tasks
task-selected = With the ticked tasks:
task-select = Tick
task-select-one = Tick { $name }
task-column-name = Task
task-column-due = Due
task-due-today = Today
task-due-never = No day
task-late = Was due { $due }
task-complete = Complete
task-complete-one = Complete { $name }
task-reopen = Reopen
task-edit = Edit
task-edit-one = Edit { $name }
task-delete = Delete
task-delete-title = Delete for good?
task-delete-text = What is deleted cannot be brought back.
task-of-campaign = Campaign
task-page-new = New task
task-page-edit = Task
task-about = About somebody?
task-about-text = Choose the person first; a task can also be about nobody.
task-people = { $count ->
    [one] About
   *[other] One task each for { $count } people
}
task-create = { $count ->
    [one] Add task
   *[other] Add { $count } tasks
}
task-kind = Kind
task-priority = Priority
priority-normal = Normal
priority-high = High
task-assignee = Who does it
task-details = Details
field-task-name = What is to be done
field-due = Due day
field-remind = Remind at
field-remind-hint = Your feed says then that the task is due.
said-task-added = The task is added.
said-task-completed = The task is completed.
said-task-reopened = The task is open again.
said-task-deleted = The task is deleted.
said-tasks-completed = The tasks are completed.
said-tasks-deleted = The tasks are deleted.

# --- calls
call-log = Log a call
call-title = Call with { $name }
call-pick = Whom did you call?
call-dial = Dial
field-number = Number
field-called = When
field-duration = Duration
field-duration-hint = Minutes and seconds, such as 4:05
call-outcome = Outcome
call-reason = Reason
call-choose = Choose
call-status = How it ended
call-status-completed = Talked
call-status-no-answer = No answer
call-status-cancelled = Called off
call-status-failed = Could not be connected
call-notes = Notes
call-completes = Complete this task
said-call-logged = The call is logged.
place-calls = Calls
call-settings-lead = What sellers can choose when they log a call.
call-list-outcome = Outcomes
call-list-reason = Reasons
call-list-text-outcome = How a call ended. Each outcome says whether somebody answered.
call-list-text-reason = Why the call was made.
call-list-shown = Shown
call-list-hidden = Not shown
call-list-empty = Nothing to choose yet.
call-list-full = { $count ->
    [one] One is the most.
   *[other] { $count } are the most.
}
call-list-enabled = Show this list when a call is logged
call-list-required = A choice is required
call-answered = Answered
call-not-answered = Not answered
call-choice-type = Type
call-choice-new-outcome = New outcome
call-choice-new-reason = New reason
call-choice-add = Add
call-choice-remove = Remove
call-choice-remove-one = Remove { $name }

# --- sales campaigns
campaign-new = New sales campaign
campaign-new-text = A sequence of e-mails and tasks for each person, by days.
campaign-create = Create
campaign-search = Search campaigns
campaign-every-category = Every category
campaign-categories = In use:
campaign-owner = Owner
campaign-everybodys = Everybody’s
campaign-mine = Mine
campaign-empty = No sales campaigns yet
campaign-empty-text = A campaign writes e-mails and gives you tasks in the order you set, and stops for whoever replies.
campaign-none = No campaign like this
campaign-none-text = Search for something else, or show all.
campaign-show-all = Show all campaigns
campaign-steps = Steps
campaign-running = Running
campaign-over = Over
field-campaign-name = Name of the campaign
field-category-hint = Campaigns of one category are found together.
campaign-of = by { $name }
campaign-people-running = { $count ->
    [one] one person runs in it
   *[other] { $count } people run in it
}
campaign-start-people = Start people
campaign-tab-steps = Days and steps
campaign-tab-people = People
campaign-tab-settings = Settings
campaign-locked = { $count ->
    [one] One person runs in this campaign, so its steps stay as they are until that is over.
   *[other] { $count } people run in this campaign, so its steps stay as they are until nobody does.
}
campaign-not-ready = Nobody can be started yet
campaign-no-steps = No steps yet
campaign-no-steps-text = Begin with day 1: an e-mail, a call, an InMail or anything else.
campaign-day = Day { $day }
campaign-skip-weekends = Skip weekends
campaign-skip-weekends-text = Saturday and Sunday are not counted as days.
campaign-end-on-bounce = End when an e-mail bounces
campaign-end-on-bounce-text = For the person whose address takes no mail.
campaign-on-reply = When somebody replies
on-reply-go-on = Go on
on-reply-text-go-on = The next steps follow as planned.
on-reply-end = End the campaign for that person
on-reply-text-end = No further e-mail leaves.
on-reply-end-as-success = End it and mark it as a success
on-reply-text-end-as-success = No further e-mail leaves, and the person counts as won over.
campaign-archive = Put into the archive
campaign-archive-title = Put this campaign into the archive?
campaign-archive-text = It leaves the list. What it did stays with the people.
said-campaign-archived = The campaign is in the archive.
campaign-fault-no-steps = It has no steps.
campaign-fault-too-many-steps = It has more steps than a campaign can have.
campaign-fault-first-day = The first step is not on day 1.
campaign-fault-day-too-late = Step { $step }: the day is too late.
campaign-fault-days-not-ascending = Step { $step } is on an earlier day than the one above.
campaign-fault-first-same-time = The first step cannot have the time of an earlier e-mail.
campaign-fault-at-launch-not-first = Step { $step }: only the first step can be asked for at each start.
campaign-fault-follow-up-without-email = Step { $step } follows up an e-mail, but the step above is none.
campaign-fault-mail-too-large = Step { $step }: the e-mail is too large.
campaign-fault-no-subject = Step { $step }: the e-mail has no subject.
campaign-fault-no-text = Step { $step }: the e-mail has no text.
campaign-fault-prompt = Step { $step }: “{ $what }” must be replaced, because this e-mail leaves by itself.
campaign-fault-unknown-field = Step { $step }: there is no field { $what }.

# --- steps
step-add = Add a step:
step-add-it = Add step
step-page-new = New step
step-page-edit = Step
step-no-subject = (no subject)
step-follow-up = Follow-up
step-up = Move up
step-up-one = Move up { $name }
step-down = Move down
step-down-one = Move down { $name }
step-edit = Edit
step-edit-one = Edit { $name }
step-remove = Remove
step-remove-one = Remove { $name }
step-remove-title = Remove { $name }?
step-remove-text = Its text goes with it.
field-day = Day
field-day-hint = Counted from the start: day 3 is the third day.
field-at = Time of day
step-fields = Fields that are filled in for each person
step-fields-text = Write them as they stand here, in the subject or in the text. A word to fall back on goes inside: first_name | default: "friend".
step-timing = When it leaves
timing-choose = Choose at each start
timing-text-choose = You are asked for the time when you start people.
timing-at = At a time of day
timing-text-at = On its day, at the time below.
timing-same = Same time as the e-mail before
timing-text-same = On its own day, at the same time of day.
timing-task = As a task; I send it myself
timing-text-task = The next step waits until you have.
timing-at-time = At { $time } on its day
step-is-follow-up = As a follow-up to the e-mail before
step-is-follow-up-text = The text of that e-mail stands below, and it goes into the same conversation.
step-notes-call = Talk track
step-notes-inmail = What to write
step-notes-custom = Note

# --- people in a campaign
campaign-nobody = Nobody has been started
campaign-nobody-text = Whoever you start is listed here, with the step they are at and what comes next.
member-selected = With the ticked people:
member-remove = Remove from the campaign
member-remove-title = Remove them from the campaign?
member-remove-text = E-mails that have not left are called off, and open tasks go.
said-members-removed = They are removed from the campaign.
member-column-step = Step
member-column-when = Next, or end
member-column-by = Started by
member-step = { $number }. { $name }
member-state-queued = Not begun
member-state-active = Running
member-state-waiting-task = Waits for a task
member-state-error = E-mail failed
member-state-completed = All steps done
member-state-ended = Ended
end-reason-reply = Replied
end-reason-reply-success = Replied: success
end-reason-bounce = The address takes no mail
end-reason-manual = Removed by hand
end-reason-unsubscribed = Unsubscribed
end-reason-blocked = The domain is blocked
end-reason-no-address = No address any more

# --- starting people
start-title = Start a sales campaign
start-step = Step { $step } of { $of }
start-nobody = Who is it for?
start-nobody-text = To start several people at once, tick them on the page People and choose the campaign there.
start-people-text = Untick whoever should not be started.
start-people = { $count ->
    [one] One person
   *[other] { $count } people
}
start-nobody-ready = None of these people can be started.
start-from = E-mails come from
left-out-no-address = has no e-mail address
left-out-unsubscribed = has unsubscribed
left-out-bounced = the address takes no mail
left-out-blocked = the domain is blocked
left-out-already-in = runs in this campaign already
left-out-text-incomplete = a field of the first e-mail cannot be filled
start-campaign-text = { $count ->
    [one] For one person.
   *[other] For { $count } people.
}
start-which = Which campaign
start-steps = { $count ->
    [one] One step
   *[other] { $count } steps
}
start-not-ready = Its steps are not ready.
start-preview-text = Look at what each person gets first, and choose when it begins.
start-left-out = { $count ->
    [one] One person is left out
   *[other] { $count } people are left out
}
start-first-task = The first step is a task ({ $kind }). It appears in your tasks when the campaign begins.
start-first-mails = The first e-mail for each
start-edit = Write it anew
start-edited = Send { $name } the text below instead
start-too-many-to-edit = With more than 20 people the e-mails cannot be written anew one by one here.
start-when = When it begins
start-now = Start now
start-later = At another time
field-start = Begins
start-done = { $count ->
    [one] One person is added
   *[other] { $count } people are added
}
start-done-text = The campaign takes it from here.
start-see = See the people
