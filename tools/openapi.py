"""Writes the OpenAPI of the server to the front end, from which its client is generated.

python tools/openapi.py            write frontend/src/api/openapi.json
python tools/openapi.py --check    fail when the file is not what the routes say
"""

import json
import sys
import tempfile
from pathlib import Path

from desirepath.web.app import create_app
from desirepath.workspace import create

TARGET = Path(__file__).resolve().parent.parent / "frontend" / "src" / "api" / "openapi.json"


def document() -> str:
    """Return the OpenAPI as text; no version in it, so that a release changes nothing."""
    with tempfile.TemporaryDirectory() as scratch, create(Path(scratch) / "w") as workspace:
        made = create_app(workspace).openapi()
    made["info"]["version"] = "1"
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write or check."""
    made = document()
    if "--check" not in sys.argv:
        TARGET.write_text(made, encoding="utf-8")
    elif not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != made:
        print(
            f"{TARGET} is not what the routes say. Run `make api` and look at the difference.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
