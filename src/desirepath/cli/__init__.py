"""The doors of a workspace in a terminal: one file per command.

A command file offers `HELP` (one line), `add(parser)` (its options) and `run(args)` (the exit
code). `main` finds it by its name. Nothing heavy is imported before a command runs.
"""
