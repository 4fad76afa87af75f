"""The two ways of tokenising give the same cells, lines and bad rows, whatever the text."""

from hypothesis import example, given
from hypothesis import strategies as st

from desirepath.sources._dialect import Dialect
from desirepath.sources._tokens import Tokens
from tried import tried


def outcome(text: str, quote: str | None, *, fast: bool):
    tokens = Tokens(Dialect(",", quote, None, False, 3), ("a", "b", "c"), 0, [])
    if not fast:
        tokens._fast = lambda *_: None
    rows = [
        row
        for batch in tokens.batches([text], 1)
        for row in zip(*batch.to_pydict().values(), strict=True)
    ]
    return rows, tokens.bad


ROWS = st.lists(
    st.lists(st.text(st.sampled_from('ab" =\u00e4\r'), max_size=5), min_size=3, max_size=3),
    max_size=8,
)


@tried(300)
@given(rows=ROWS, quote=st.sampled_from(['"', None]), end=st.sampled_from(["\n", "\r\n", "\n\n"]))
@example(rows=[["a", 'b "x" c', '"q"']], quote='"', end="\n")
@example(rows=[['"he said "yes" loudly"', "b", "c"]], quote='"', end="\n")
def test_arrow_and_the_csv_module_agree(rows, quote, end):
    text = end.join(",".join(row) for row in rows)
    assert outcome(text, quote, fast=True) == outcome(text, quote, fast=False)
