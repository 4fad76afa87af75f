"""One file per tool. Each runs in its own environment and offers what `worker.py` calls:

`load(file, scratch) -> log`, `ask(log, question) -> answer` (this is what is timed) and
`rows(question, answer) -> tuples` in the order of `work.FIELDS`, the segment before them.
`CANNOT` maps an analysis that the tool cannot answer exactly to the reason, and `LACKS` one to
the fields that it does not compute.
"""
