"""Steps from one form of the book to the next, run when a workspace is opened."""
