"""One file per way in which events are sent: `split` at the door, `call` when they are loaded.

`split(body, asked)` cuts a request into events. `call(document)` says what one event is in the
words of the Segment specification, or None for what is no interaction (a ping, a flag that was
looked up); from there on all go the same way.
"""
