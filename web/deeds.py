"""What the log of a shift says was done, in the reader's words: one table."""

from jinja2 import pass_context
from jinja2.runtime import Context

DEEDS: tuple[str, ...] = (
    *("signed in", "signed out", "claimed", "given back", "closed", "replied", "released to", "released"),
    *("notice cleared", "exported", "handed over", "took over", "edited", "graded", "assigned", "cancelled"),
    *("recalled", "merged", "unmerged", "duty texted", "hub told", "claim lapsed", "decoded", "set aside"),
    *("read the change", "read the recall", "read the request", "reopened"),
    *("attached", "check-in missed", "alarm", "note", "fault", "mended"),
)


@pass_context
def deed(context: Context, action: str) -> str:
    """Return an action in words; what follows the words we know (a partner, a form) stands as it is."""
    known = next((one for one in DEEDS if action == one or action.startswith(f"{one} ")), "")
    return f"{context['_'](known)}{action[len(known) :]}" if known else action
