"""Sentences that speak of options of the command line, as a page says them: by its own fields."""

import re

FIELDS = (
    (r"say it with --date-order dmy or --date-order mdy", "choose the date order below"),
    (r"Perhaps the zone is another: --zone\b", "Perhaps the zone is another: choose it below"),
    (r"--(zone|encoding) says otherwise", r"another \1 can be chosen below"),
    (r"--reader NAME", "the format below"),
    (r"--reader (\w+)", r"the format \1 below"),
    (r" \(--mapping\)", ""),
    (r"`redo \d+` brings it back", "Redo in the list of loads brings it back"),
    (r"`mapping forget \d+` stops that", "the page Mappings stops that"),
)


def on_page(text: str) -> str:
    for pattern, words in FIELDS:
        text = re.sub(pattern, words, text)
    return text
