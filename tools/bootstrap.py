"""Makes the project's own environment: uv in .tools/, everything else in .venv/.

    python3 tools/bootstrap.py run      what the product needs
    python3 tools/bootstrap.py dev      that, and what its developers need
    python3 tools/bootstrap.py engines  that, and other engines than DuckDB, in .venv-engines/
    python3 tools/bootstrap.py tryton   a CRM that the tests talk to, in .venv-tryton/

Needs Python 3.11 or newer and a network the first time; when nothing changed it does nothing.
Old Python must be able to read this file far enough to print its sentence.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

UV = "0.13.9"
ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
NEWEST_FIRST = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> None:
    """Bring the environment up to date with uv.lock."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "dev"
    version = "{}.{}".format(*sys.version_info)
    if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those who have an older one
        newer = [found for found in map(shutil.which, NEWEST_FIRST) if found]
        if not newer:
            leave(f"Desirepath needs Python 3.11 or newer; this is {version}.")
        os.execv(newer[0], [newer[0], *sys.argv])  # noqa: S606 - our own arguments
    if wanted == "tryton":
        tryton()
        return
    mark = hashlib.sha256(
        b"".join((ROOT / name).read_bytes() for name in ("uv.lock", "pyproject.toml"))
        + str(ROOT).encode()
        + pages()
    ).hexdigest()
    venv = ROOT / ".venv-engines" if wanted == "engines" else VENV
    stamps = [venv / ".ready-dev"] + ([venv / ".ready-run"] if wanted == "run" else [])
    if any(stamp.is_file() and stamp.read_text() == mark for stamp in stamps):
        return
    uv = own_uv()
    groups = {
        "run": ["--no-dev", "--inexact"],
        # the tests find the sources themselves, so the pages need not be built for them
        "engines": ["--group", "dev", "--all-extras", "--no-install-project"],
    }.get(wanted, ["--group", "dev"])
    command = [str(uv), "sync", "--locked", "--python", sys.executable, *groups]
    if wanted != "engines":  # its one user, the Makefile, lets Python keep what it compiles
        # where Python may not write its own caches, every start would compile half a million lines
        command.append("--compile-bytecode")
    settings = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(venv)}
    settings.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode:
        leave("The packages could not be installed (see above). Check the network and try again.")
    stamps[-1].write_text(mark)


def tryton() -> None:
    """Bring the server of the round trip up to date with its own list of packages."""
    venv, wanted = ROOT / ".venv-tryton", ROOT / "tests" / "tryton" / "requirements.txt"
    stamp = venv / ".ready"
    mark = hashlib.sha256(wanted.read_bytes() + str(ROOT).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == mark:
        return
    uv = str(own_uv())
    settings = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    settings.pop("VIRTUAL_ENV", None)
    make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(venv)]
    fill = [uv, "pip", "sync", "--quiet", "--python", str(venv / "bin" / "python"), str(wanted)]
    for command in (make, fill):
        if subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode:
            leave("Tryton could not be installed (see above). Check the network and try again.")
    stamp.write_text(mark)


def pages() -> bytes:
    """Return a hash of what pages and help are made of: a change of theirs installs anew."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import fingerprint, help_fingerprint

    return (fingerprint() + help_fingerprint()).encode()


def own_uv() -> Path:
    """Return our own uv of the pinned version, installed into .tools/ when missing."""
    folder = TOOLS / ("uv-" + UV)
    uv = folder / "bin" / "uv"
    if uv.is_file():
        return uv
    print("Installing uv", UV, "into", folder.relative_to(ROOT), flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    scratch = TOOLS / f"new-{os.getpid()}"
    made = quiet([sys.executable, "-m", "venv", str(scratch)])
    if not made:
        import system_packages  # nothing that an old Python would have to read

        if system_packages.may_install():
            # Debian splits ensurepip off; as root we may add it.
            system_packages.install("python{}.{}-venv".format(*sys.version_info), "python3-venv")
            made = quiet([sys.executable, "-m", "venv", "--clear", str(scratch)])
    if not made:
        leave("Python's venv does not work here. On Debian or Ubuntu: apt-get install python3-venv")
    install = [str(scratch / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    if subprocess.run(
        [*install, "--disable-pip-version-check", "uv==" + UV], check=False
    ).returncode:
        shutil.rmtree(scratch, ignore_errors=True)
        leave("uv could not be downloaded (see above). Check the network and try again.")
    (folder / "bin").mkdir(parents=True)
    shutil.copy2(scratch / "bin" / "uv", uv)
    shutil.rmtree(scratch, ignore_errors=True)
    return uv


def quiet(command: "list[str]") -> bool:
    """Run a command without its output; say whether it worked."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def leave(sentence: str) -> None:
    """Print a sentence and fail."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


main()
