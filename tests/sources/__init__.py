"""Tests of the room `sources`; a package, because other rooms have a `test_json.py` too."""
