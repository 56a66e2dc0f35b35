### The live feed, and how opens and clicks are noticed.

# --- the feed
feed-lead = What happens with your e-mails, tasks and campaigns. New rows come in by themselves.
feed-show = Show only
feed-apply = Apply
feed-filter-opens = Opens
feed-filter-clicks = Clicks
feed-filter-replies = Replies
feed-filter-bounces = Bounces
feed-filter-unsubscribes = Unsubscribes
feed-filter-tasks = Tasks and calls
feed-machines = Also show likely automated
feed-likely-automated = Likely automated
feed-live = Live: new rows appear by themselves
feed-reconnecting = The connection is broken; trying again
feed-older = Older
feed-empty = Nothing here yet
feed-empty-text = When somebody opens your e-mail, follows a link or replies, it appears here at once.
feed-empty-narrowed = Nothing of what you have ticked has happened.
feed-show-all = Show everything
feed-write = Write an e-mail
feed-follow-up = Follow up with { $name } by e-mail
feed-log-call = Log a call with { $name }
feed-add-task = Add a task for { $name }
feed-unseen = { $count ->
    [0] Live feed
    [one] Live feed: { $count } new
   *[other] Live feed: { $count } new
}
feed-just-now = Just now
feed-minutes-ago = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
feed-hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
feed-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
feed-event-email-sent = was sent your e-mail
feed-event-email-failed = was not sent your e-mail
feed-event-email-opened = opened your e-mail
feed-event-email-clicked = followed a link
feed-event-email-replied = replied
feed-event-email-bounced = could not be reached: your e-mail came back
feed-event-auto-replied = sent an automatic reply
feed-event-unsubscribed = unsubscribed
feed-event-resubscribed = may be written to again
feed-event-task-added = has a new task
feed-event-task-due = has a task that is due
feed-event-task-completed = has a task that is done
feed-event-call-logged = was called
feed-event-campaign-started = entered a sales campaign
feed-event-campaign-ended = left a sales campaign

# --- settings of tracking
tracking-lead = Liaison notices when an e-mail is opened and when a link in it is followed. Opens by machines are kept apart and never counted.
tracking-on = Notice opens and clicks
tracking-countries = Countries where nothing is tracked
tracking-countries-hint = Endings of addresses, for example “de, at”. Whoever has such an address gets e-mails without tracking; nobody’s address says for sure where they are.
tracking-people = People who are not tracked
tracking-people-hint = One e-mail address on each line.
tracking-base = Custom tracking domain
tracking-base-hint = For example go.company.com, pointed at this server. Links in e-mails then begin with it. Empty: they begin with { $url }
tracking-check = Check the domain
tracking-base-works = The domain leads here. Save to use it.
