"""Where an entity stands: kept in columns, told as a tuple would tell it."""

from __future__ import annotations

import pytest

from archivegen.model import Appearance, Appearances

ONES = (Appearance(2, 0), Appearance(2, 5), Appearance(70_000, 1))
KEPT = Appearances((one.article for one in ONES), (one.local for one in ONES))


def test_it_tells_what_a_tuple_of_them_tells() -> None:
    assert tuple(KEPT) == tuple(ONES) == KEPT[:]
    assert (len(KEPT), KEPT[1], KEPT[-1], KEPT[:2]) == (3, ONES[1], ONES[-1], ONES[:2])
    assert KEPT == ONES
    assert hash(KEPT) == hash(ONES)
    assert repr(KEPT) == repr(ONES)


def test_it_is_not_what_has_others() -> None:
    assert ONES[:2] != KEPT
    assert Appearances([2, 2, 70_000], [0, 5, 2]) != KEPT


@pytest.mark.parametrize("at", [3, -4])
def test_it_has_nothing_beyond_its_ends(at: int) -> None:
    with pytest.raises(IndexError):
        KEPT[at]


def test_an_entity_that_stands_nowhere_has_none() -> None:
    assert not Appearances([], [])
    assert list(Appearances([], [])) == []
