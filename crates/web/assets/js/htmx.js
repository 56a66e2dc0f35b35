// htmx reads <meta name="htmx-config">. Nothing of ours needs eval or styles made by script.
import "htmx.org";
