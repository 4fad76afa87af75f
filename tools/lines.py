"""No file of ours is longer than 400 lines. Exceptions are listed with their length and shrink."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CEILING = 400
SUFFIXES = {".py", ".ts", ".tsx", ".js", ".mjs", ".css"}
EXCEPTIONS: dict[str, int] = {}
GENERATED = {"frontend/src/api/schema.d.ts"}


def too_long() -> list[str]:
    """Return one sentence per file that breaks the rule."""
    found = []
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if name in GENERATED:
            continue
        length = len(path.read_text(encoding="utf-8").splitlines())
        allowed = EXCEPTIONS.get(name, CEILING)
        if length > allowed:
            found.append(f"{name} has {length} lines; {allowed} are allowed. Split it.")
        elif name in EXCEPTIONS and length <= CEILING:
            found.append(f"{name} is short enough now; take it off the list of exceptions.")
    return found


def files() -> list[Path]:
    """Return our source files: those git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = {ROOT / name for name in listed}
    return sorted(path for path in paths if path.suffix in SUFFIXES and path.is_file())


if __name__ == "__main__":
    broken = too_long()
    print("\n".join(broken) or f"No file is over {CEILING} lines.")
    raise SystemExit(bool(broken))
