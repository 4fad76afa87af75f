"""Where personal data lie, and how they leave: every table of every store says so.

| how   | when a person is erased                                                     |
| rows  | rows of the person are removed; their words in other rows are blotted out    |
| words | their words are blotted out wherever they stand                              |
| none  | no column can hold anything of a customer; the reason says why               |

A test fails when a table is missing here.
"""

from __future__ import annotations

ROWS, WORDS, NONE = "rows", "words", "none"
WAREHOUSE = {
    "events": (ROWS, "what customers did"),
    "feedback": (ROWS, "what customers said"),
    "customers": (ROWS, "what describes them"),
    "turns": (ROWS, "what was said in calls and chats"),
    "quarantine": (ROWS, "rows as they were read"),
}
"""The raw tables; every other table of the warehouse is made of them, dropped and made anew."""
BOOK = {
    "imports": (WORDS, "reports and notes may quote"),
    "counters": (NONE, "numbers"),
    "attributes": (NONE, "names of columns"),
    "settings": (WORDS, "whatever people set"),
    "corrections": (NONE, "touchpoints and their stages"),
    "labels": (WORDS, "what people said of texts; what they said of theirs is removed"),
    "maps": (WORDS, "titles and selections"),
    "map_versions": (WORDS, "quotes, and small counts"),
    "map_edits": (WORDS, "what people wrote on maps"),
    "images": (NONE, "pictures on maps, no text; who is seen on one is told to nobody"),
    "write_keys": (NONE, "keys of sources"),
    "tokens": (NONE, "tokens of colleagues"),
    "identity_decisions": (ROWS, "names of customers"),
    "consents": (ROWS, "consent of customers"),
    "suppressed": (NONE, "keyed hashes, so that an erased person does not come back"),
    "connections": (WORDS, "what went wrong last may quote; records on their way are removed"),
    "erasures": (NONE, "when and how much was removed, of whom not"),
}
INBOX = {
    "events": (WORDS, "bodies as they were received; one that names the person is forgotten"),
    "fields": (NONE, "names and kinds of fields"),
    "totals": (NONE, "counts"),
    "marks": (NONE, "numbers"),
}
