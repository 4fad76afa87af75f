"""Answers are kept under what they were made of, the oldest leave first, and nobody waits twice."""

import threading

from desirepath.store.kept import Kept


def test_what_was_made_is_given_again():
    kept, made = Kept(), []

    def make():
        made.append(len(made))
        return made[-1]

    assert [kept.get(key, make, rows=lambda _: 0) for key in ("a", "a", "b", "a")] == [0, 0, 1, 0]


def test_the_one_used_longest_ago_leaves_when_room_is_needed():
    kept = Kept(most_rows=22)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: "old", rows=lambda _: 9)
    found = [kept.get(key, lambda: "new", rows=lambda _: 9) for key in ("a", "c")]
    assert found == ["old", "old"]
    assert kept.get("b", lambda: "new", rows=lambda _: 9) == "new"


def test_what_is_known_is_given_while_somebody_else_has_the_turn():
    kept = Kept()
    kept.get("a", lambda: "known", rows=lambda _: 0)
    taken, done = threading.Event(), threading.Event()

    def long_work():
        with kept.turn:
            taken.set()
            done.wait(20)

    worker = threading.Thread(target=long_work)
    worker.start()
    taken.wait(20)
    assert kept.get("a", lambda: "made again", rows=lambda _: 0) == "known"
    done.set()
    worker.join()
