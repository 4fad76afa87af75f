"""The same doors over HTTP, on this machine unless asked otherwise."""
