"""What must be said of the counts, wherever they are shown."""

from typing import Final

CAVEATS: Final = (
    "A proxy: the procedure is ours, and so are the bugs. People guess better and get lost worse.",
    "Whoever opens the code of the feature that holds the bug is taken to see it. Both arms have"
    " the same code there, and its lines are not counted.",
    "With logs only, all of an arm's logs are searched at once, as by a log server. Who has to go"
    " from machine to machine opens each file by itself.",
    "All levels read the same recording, so log lines are there that a shop without traces might"
    " not write: one for each request and message.",
    "Counts, no verdict: ten bugs of our choice are no sample of all bugs.",
)
