"""What a workspace hands out: one file per door, each a thin way to a room."""
