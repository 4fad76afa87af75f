"""What is read out of texts: one file per reading.

A file offers `wants` (what it is given: `text`), `adds` (the fields of a reading), `METHOD` (name
and version of the method, kept with each reading), `enrich(texts)` (one reading per text, in
order) and `EXAMPLE` (texts and what must be read out of them).
"""
