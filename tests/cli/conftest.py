"""How the tests call the command line: inside this process, or as a user does."""

import json
import os
import subprocess
import sys

import pytest

from desirepath.cli.main import run


@pytest.fixture
def call(capsys, monkeypatch):
    """Return `call(*words) -> (exit code, stdout, stderr)`, inside this process."""
    monkeypatch.delenv("DESIREPATH_WORKSPACE", raising=False)
    monkeypatch.delenv("DESIREPATH_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def called(*words):
        capsys.readouterr()
        code = run([str(word) for word in words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


@pytest.fixture
def ask(call):
    """Return `ask(*words) -> document`: the call succeeds and stdout is one JSON document."""

    def asked(*words):
        code, out, err = call(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    return asked


@pytest.fixture
def shell():
    """Return `shell(*words, **options) -> CompletedProcess`, a process of its own."""

    def ran(*words, **options):
        environment = {**os.environ, **options.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "desirepath", *map(str, words)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=environment,
            **options,
        )

    return ran
