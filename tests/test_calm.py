"""What is said again of seeds in which nothing changed: never of those that may have changed unseen."""

from __future__ import annotations

from archivegen import calm
from archivegen.scan import GRAIN_NS, TICK_NS, Stat

NOW = 1_700_000_000_123_456_789


def test_a_state_tells_of_each_file_and_of_the_furniture() -> None:
    stat = Stat(10, NOW - 2 * TICK_NS)
    known = calm.state_of({"seeds/a.txt": stat}, (), b"", NOW)
    others = (
        calm.state_of({"seeds/b.txt": stat}, (), b"", NOW),
        calm.state_of({"seeds/a.txt": Stat(11, stat.mtime_ns)}, (), b"", NOW),
        calm.state_of({"seeds/a.txt": stat}, [("seeds/b.bin", "unknown")], b"", NOW),
        calm.state_of({"seeds/a.txt": stat}, (), b"Follow us", NOW),
    )
    assert known and known not in others and len(set(others)) == len(others)


def test_seeds_that_changed_just_now_have_no_state() -> None:
    fresh, coarse = Stat(10, NOW - TICK_NS // 2), Stat(10, NOW - NOW % 10_000_000 - GRAIN_NS // 2)
    assert calm.state_of({"seeds/_defaults.yaml": fresh}, (), b"", NOW) == ""
    assert calm.state_of({"seeds/_defaults.yaml": coarse}, (), b"", NOW) == ""
