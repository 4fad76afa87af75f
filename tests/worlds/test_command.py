"""`desirepath world` as typed (its module; the list of commands is the terminal's own)."""

import json

import pytest

from desirepath.cli import world
from desirepath.cli.options import Parser, shared_options
from desirepath.errors import UnknownName


def _args(*argv):
    parser = Parser(prog="desirepath world")
    shared_options(parser)
    world.add(parser)
    return parser.parse(argv)


def test_world_writes_files_and_prints_the_truth(tmp_path, capsys):
    folder = tmp_path / "company"
    given = ("--industry", "saas", "--seed", "2", "--customers", "60", "-o", str(folder))
    assert world.run(_args(*given, "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == 2
    assert told["journeys"]["customers"] == 60
    assert all((folder / entry["name"]).is_file() for entry in told["files"])
    assert world.run(_args(*given)) == 0
    text = capsys.readouterr().out
    assert "60 customers" in text
    assert "truth.json" in text


def test_an_industry_that_does_not_exist_is_answered_with_those_that_do(tmp_path):
    with pytest.raises(UnknownName, match="bank, saas, shop, telecom, utility"):
        world.run(_args("--industry", "airline", "-o", str(tmp_path)))
