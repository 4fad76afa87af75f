"""Makes sure that there is a Java for Spark in tests/engines; prints its home."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from system_packages import provide

FITTING = range(17, 24)
"""What Spark 4.0 runs on: later ones have no security manager any more, which it asks for."""
PACKAGES = ("openjdk-17-jre-headless", "openjdk-21-jre-headless")
INSTALLED = Path("/usr/lib/jvm")
LACKING = (
    "The tests in tests/engines need Java 17 or 21 for Spark and none was found. "
    f"Install it (Debian: apt-get install {PACKAGES[0]}), or name it with JAVA_HOME."
)


def find() -> str | None:
    """Return the home of a Java that fits: JAVA_HOME, the one on the path, any installed."""
    named = os.environ.get("JAVA_HOME")
    candidates = [
        Path(named) / "bin" / "java" if named else None,
        shutil.which("java"),
        *sorted(INSTALLED.glob("*/bin/java")),
    ]
    for java in candidates:
        if java and Path(java).is_file() and version(str(java)) in FITTING:
            return str(Path(java).resolve().parent.parent)
    return None


def version(java: str) -> int:
    """Return the first number of a Java's version, 0 where it does not tell."""
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    raise SystemExit(provide(find, PACKAGES, LACKING))
