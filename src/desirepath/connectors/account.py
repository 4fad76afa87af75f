"""At which address, as whom, and with which secret a system is asked."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from desirepath.errors import InputError


@dataclass(frozen=True)
class Account:
    """One account at a system. `secret_env` names the environment variable with the secret."""

    url: str
    user: str | None = None
    database: str | None = None
    secret_env: str | None = None
    secret: str | None = field(default=None, repr=False)

    def password(self) -> str:
        """Return the secret, "" where none is kept; raises InputError for an empty variable."""
        if self.secret_env:
            told = os.environ.get(self.secret_env, "")
            if not told:
                raise InputError(
                    f"The environment variable {self.secret_env}, which holds the secret of this "
                    "connection, is not set here. Set it and try again."
                )
            return told
        return self.secret or ""


def checked_url(text: str) -> str:
    """Return a base address; raises InputError for one over which a secret must not travel.

    Only this machine is asked without encryption.
    """
    url = text.strip().rstrip("/")
    found = urlsplit(url)
    if found.scheme not in {"http", "https"} or not found.hostname:
        raise InputError(f'"{text}" is no address: write https://HOST.')
    if found.username or found.password or found.query or found.fragment:
        raise InputError(
            "The address holds more than scheme, host, port and path. Give the user with --user "
            "and the secret with --secret-env."
        )
    if found.scheme == "http" and not _this_machine(found.hostname):
        raise InputError(
            f"{found.hostname} is another machine: over http everybody on the way could read the "
            "secret. Write https://."
        )
    return url


def _this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
