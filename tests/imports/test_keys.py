"""Keys of rows: equal for what is said alike, different for all else."""

import hashlib

import ibis
import pytest

from desirepath.imports.keys import digest


def key(warehouse, **said):
    texts = {name: ibis.literal(text, type="string") for name, text in said.items()}
    return warehouse.value(digest(texts))


def test_the_order_of_names_does_not_matter(warehouse):
    assert key(warehouse, a="1", b="2") == key(warehouse, b="2", a="1")


def test_a_null_says_nothing_and_an_empty_name_is_not_missed(warehouse):
    assert key(warehouse, a="1", b=None) == key(warehouse, a="1")


@pytest.mark.parametrize(
    ("one", "two"),
    [({"a": "1", "b": "2"}, {"a": "2", "b": "1"}), ({"a": "12", "b": "3"}, {"a": "1", "b": "23"}),
     ({"a": "1b:1:2"}, {"a": "1", "b": "2"}), ({"a": "1"}, {"b": "1"})],
)  # fmt: skip
def test_different_rows_have_different_keys(warehouse, one, two):
    assert key(warehouse, **one) != key(warehouse, **two)


def test_a_key_is_the_lower_half_of_an_md5_so_that_it_outlives_the_engine(warehouse):
    told = hashlib.md5(b"a:1:1b:2:xy").digest()  # noqa: S324 - no secret
    assert key(warehouse, a="1", b="xy") == int.from_bytes(told[8:], "little") >> 1


@pytest.mark.parametrize("length", [1, 9, 10, 24, 25, 32, 33, 36, 100])
def test_the_length_is_written_in_bytes_whatever_it_is(warehouse, length):
    text = "é" + "x" * (length - 2) if length > 1 else "x"
    half = hashlib.md5(f"a:{length}:{text}".encode()).digest()[8:]  # noqa: S324 - no secret
    assert key(warehouse, a=text) == int.from_bytes(half, "little") >> 1


def test_more_columns_than_the_engine_nests_operators_have_a_key(warehouse):
    told = {f"c{n}": "x" for n in range(1010)}
    spelled = "".join(f"{name}:1:x" for name in sorted(told))
    half = hashlib.md5(spelled.encode()).digest()[8:]  # noqa: S324 - no secret
    assert key(warehouse, **told) == int.from_bytes(half, "little") >> 1
