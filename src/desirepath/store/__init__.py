"""The only room that knows engines: the warehouse (events) and the book (definitions)."""
