"""The house itself: every plug-in is visited, and what users rely on changes only on purpose.

`DESIREPATH_WRITE_SNAPSHOTS=1 pytest tests/test_house.py` writes tests/snapshots anew.
"""

import doctest
import importlib
import inspect
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

import pytest
import reference
from lines import too_long

import desirepath as dp
from desirepath import registry
from desirepath.cli.main import COMMANDS, command
from filled import filled
from places import ROOT
from shop_rows import SHOP

SNAPSHOTS = ROOT / "tests" / "snapshots"
HEAVY = (
    *("pandas", "ibis", "duckdb", "pyarrow", "numpy", "sqlalchemy", "alembic", "rich"),
    *("typst", "xlsxwriter", "pptx", "sklearn", "scipy"),
)
PROMISED = {
    "analyses": ("Params", "OPTIONS", "ROW", "EXAMPLE", "picture", "run"),
    "sources": ("NAME", "SUFFIXES", "EXAMPLE", "matches", "read"),
    "lanes": ("title", "picture", "draw"),
    "readers": ("NAME", "SUFFIXES", "EXAMPLE", "matches", "read"),
    "exports": ("suffix", "media_type", "write"),
    "enrichers": ("EXAMPLE",),
}
ANSWERS = """\
user_id,answered,touchpoint,nps,comment
ann,2024-03-02 10:00:00,Order paid,9,Wonderful and quick
bob,2024-03-03 10:00:00,Support call,2,Terrible waiting time
cyd,2024-03-03 11:00:00,Catalog,6,
"""


def plugins(*rooms):
    return [
        pytest.param(room, name, id=f"{room}-{name}")
        for room in rooms or PROMISED
        for name in registry.names(room)
    ]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Yield the sample workspace: four customers' events and three answers."""
    folder = tmp_path_factory.mktemp("sample")
    with filled(folder, events=SHOP, answers=ANSWERS) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """Yield a workspace without any data."""
    with dp.create(tmp_path_factory.mktemp("nothing") / "empty") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def document(sample):
    """Return the map document of the sample workspace."""
    return sample.maps.build(title="Sample").document


# plug-ins ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("room", "name"), plugins())
def test_a_plug_in_offers_what_its_room_promises(room, name):
    module = registry.load(room, name)
    doc = (module.__doc__ or "").strip()
    assert len(doc.partition("\n")[0]) > 15, "the docstring's first line says what it is"
    missing = [promised for promised in PROMISED[room] if not hasattr(module, promised)]
    assert missing == []
    for function in ("run", "read", "matches", "draw", "write"):
        if function in PROMISED[room]:
            assert callable(getattr(module, function))


@pytest.mark.parametrize(("room", "name"), plugins("analyses"))
def test_an_analysis_documents_each_option_and_runs_its_example(sample, room, name):
    module = registry.load(room, name)
    assert is_dataclass(module.Params)
    assert module.Params.__dataclass_params__.frozen
    options = {field.name for field in fields(module.Params)}
    assert set(module.OPTIONS) == options
    assert {key.removesuffix("_") for key in module.EXAMPLE} <= {
        *(option.removesuffix("_") for option in options),
        *("by", "where", "from", "to"),
    }
    result = sample.analyses.ask(name, **module.EXAMPLE)
    undocumented = {key for row in result.rows for key in row} - {*module.ROW, "segment"}
    assert undocumented == set()
    assert json.loads(json.dumps(result.document(), allow_nan=False)) == result.document()
    assert sample.analyses.ask(name, **module.EXAMPLE).digest() == result.digest()


@pytest.mark.parametrize(("room", "name"), plugins("analyses"))
def test_an_analysis_of_nothing_answers_with_no_rows_and_a_note(nothing, room, name):
    result = nothing.analyses.ask(name, **registry.load(room, name).EXAMPLE)
    assert result.rows == ()
    assert result.notes
    assert (result.journeys, result.customers, result.events) == (0, 0, 0)


@pytest.mark.parametrize(("room", "name"), plugins("sources"))
def test_a_source_reads_its_example(tmp_path, room, name):
    from desirepath.sources import open_file

    module = registry.load(room, name)
    file = tmp_path / f"example{module.SUFFIXES[0]}"
    file.write_bytes(module.EXAMPLE)
    reading = open_file(file, lambda _sentence, _share: None)
    assert reading.columns
    rows = (
        sum(batch.num_rows for batch in reading.batches)
        if reading.batches is not None
        else reading.parquet.stat().st_size
    )
    assert rows > 0


@pytest.mark.parametrize(("room", "name"), plugins("lanes"))
def test_a_lane_stands_on_the_map_of_the_sample(document, room, name):
    module = registry.load(room, name)
    lanes = {lane["id"]: lane for lane in document["lanes"]}
    assert lanes[name]["title"] == module.title
    assert lanes[name]["picture"] == module.picture
    steps = {(stage["id"], step["id"]) for stage in document["stages"] for step in stage["steps"]}
    stages = {stage["id"] for stage in document["stages"]}
    for cell in lanes[name]["cells"]:
        assert cell["stage"] in stages
        assert cell["step"] is None or (cell["stage"], cell["step"]) in steps


@pytest.mark.parametrize(("room", "name"), plugins("readers"))
def test_a_reader_reads_its_example_and_nobody_else_takes_it(tmp_path, room, name):
    from desirepath.maps import readers

    module = registry.load(room, name)
    file = tmp_path / f"example{module.SUFFIXES[0]}"
    file.write_text(module.EXAMPLE, encoding="utf-8")
    assert readers.recognise(file) == name
    assert [other for other in registry.names(room) if matches(room, other, module)] == [name]
    told = readers.read(file)
    assert told.document["stages"]
    assert told.document["coverage"]["assumed"] == 1
    assert told.report["format"] == name


def matches(room, other, module):
    return registry.load(room, other).matches(module.EXAMPLE)


@pytest.mark.parametrize(("room", "name"), plugins("exports"))
def test_an_export_writes_the_map_of_the_sample_twice_the_same(sample, tmp_path, room, name):
    module = registry.load(room, name)
    drawn = sample.maps.build(title="Sample")
    first = drawn.save(tmp_path / f"one{module.suffix}").read_bytes()
    assert first == drawn.save(tmp_path / f"two{module.suffix}").read_bytes()
    assert len(first) > 200
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{stem}{module.suffix}" for stem in ("one", "two")
    )


# habits --------------------------------------------------------------------------------------
def test_no_file_is_over_400_lines():
    assert too_long() == []


def test_the_reference_pages_are_those_of_the_code():
    assert reference.stale() == []


@pytest.mark.parametrize("words", ["import desirepath", "from desirepath.__main__ import main"])
def test_importing_the_package_imports_nothing_heavy(words):
    script = f"{words}\nimport sys\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert set(loaded) & set(HEAVY) == set()


def test_the_help_of_every_command_imports_nothing_heavy():
    script = (
        "import sys\n"
        "from desirepath.cli.main import COMMANDS, run\n"
        "for words in [['--help'], *([name, '--help'] for name in COMMANDS)]:\n"
        "    assert run(words) == 0, words\n"
        "print('loaded', *sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(done.stderr.split()) & set(HEAVY) == set()


def test_the_examples_in_docstrings_are_true():
    failed = {}
    for found in pkgutil.walk_packages(dp.__path__, "desirepath."):
        if "migrations" in found.name or found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
        if outcome.failed:
            failed[found.name] = outcome
    assert failed == {}


def test_no_path_of_a_machine_and_no_secret_stands_in_a_file_of_ours():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    pattern = re.compile(r"/(?:home|root|Users|work)/[a-z]|BEGIN [A-Z ]*PRIVATE KEY")
    broken = []
    for name in listed:
        path = ROOT / name
        if (
            path == Path(__file__)
            or not path.is_file()
            or path.suffix in {".woff2", ".ttf", ".png"}
        ):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        broken += [f"{name}: {found.group()}" for found in pattern.finditer(text)]
    assert broken == []


# snapshots -----------------------------------------------------------------------------------
def unchanged(name, lines):
    """Compare with the snapshot, or write it where that was asked for."""
    path = SNAPSHOTS / name
    text = "\n".join(lines) + "\n"
    if os.environ.get("DESIREPATH_WRITE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


def signature(function):
    """Return the signature as text that is the same in every process."""
    return re.sub(r"<function (\w+) at 0x\w+>", r"\1", str(inspect.signature(function)))


def test_public_names_change_on_purpose_only():
    lines = [f"desirepath.{name}" for name in sorted(dp.__all__)]
    doors = {
        "sources": "Sources",
        "sources.live": "LiveSources",
        "customers": "Customers",
        "journeys": "Journeys",
        "analyses": "Analyses",
        "maps": "Maps",
    }
    lines += [f"desirepath.{name}{signature(getattr(dp, name))}" for name in ("create", "open")]
    lines += [f"Workspace.{name}" for name in sorted(vars(dp.Workspace)) if name[0] != "_"]
    for door, kind in doors.items():
        made = getattr(importlib.import_module(f"desirepath.doors.{door.rpartition('.')[2]}"), kind)
        lines += [
            f"Workspace.{door}.{name}{signature(value)}"
            for name, value in sorted(vars(made).items())
            if name[0] != "_" and callable(value)
        ]
    unchanged("public_names.txt", lines)


def test_commands_and_their_options_change_on_purpose_only():
    lines = []
    for name in COMMANDS:
        _, parser = command(name, [])
        lines += [
            f"{name} {', '.join(action.option_strings) or action.dest}"
            for action in parser._actions
        ]
    unchanged("commands.txt", lines)


def test_plug_ins_their_options_and_fields_change_on_purpose_only():
    lines = []
    for room in PROMISED:
        for name in registry.names(room):
            module = registry.load(room, name)
            lines.append(f"{room} {name}")
            if room == "analyses":
                for field in fields(module.Params):
                    default = "(needed)" if field.default is MISSING else repr(field.default)
                    lines.append(f"  --{field.name} {default}")
                lines += [f"  {field}" for field in module.ROW]
    unchanged("plugins.txt", lines)


def test_dependencies_change_on_purpose_only():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = [f"run {one}" for one in sorted(project["project"]["dependencies"])]
    dev = [f"dev {one}" for one in sorted(project["dependency-groups"]["dev"])]
    extras = project["project"]["optional-dependencies"]
    more = [f"{extra} {one}" for extra, listed in sorted(extras.items()) for one in listed]
    unchanged("dependencies.txt", run + dev + more)
