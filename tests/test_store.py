import shutil
from pathlib import Path

import msgspec
import pytest

from archivegen import cache, prepare
from archivegen.model import Article, Card, Facts, Seed, Text
from archivegen.scan import GRAIN_NS, TICK_NS, UNTRUSTED, Stat, trusted
from archivegen.store import Prepared, SeedRecord, Store, StoredBodies
from sites import Site

STAT = Stat(10, 1_700_000_000_000_000_000)


def prepared(id: str = "a") -> Prepared:
    article = Article(id=id, title="T", seed=Seed(f"seeds/{id}.txt", sha256="ab"))
    card = Card(
        id=id, address="", title="T", title_basis="given", dek="", byline=(), source="", credits=(), date="", date_basis="",
        date_interval="", updated="", language="en", section="", tags=(), photo_credits=(), url="", rights="", slug="",
        redirect_from=(), added="", order=0, words=1, digest="d", sentence_ids="",
    )  # fmt: skip
    encode = msgspec.msgpack.encode
    text = encode(((), (), ""))
    return Prepared(
        f"content/{id}.md",
        "sha",
        id,
        "published",
        encode(card),
        encode(Facts()),
        encode(article),
        b"T",
        text,
        article.seed,
        False,
        (),
    )


def test_what_was_put_is_there_again(tmp_path: Path) -> None:
    with Store(tmp_path / "s", "1") as store:
        store.put_article(prepared())
        store.put_seed("seeds/a.txt", STAT, "given")
        store.put_records("seeds/a.txt", 0, [SeedRecord("", "ab")])
        store.put_records("seeds/a.txt", 1, [SeedRecord("2", "cd")])
        store.put_files("content", {"content/a.md": STAT})
        store.note("inputs", "x")
    with Store(tmp_path / "s", "1") as store:
        (known,) = store.articles()
        assert (known.path, known.card.id) == ("content/a.md", "a")
        assert store.files("content") == {"content/a.md": STAT}
        assert store.files("public") == {}
        assert (store.sha("content/a.md"), store.sha("content/b.md")) == ("sha", "")
        assert store.seeds() == {"seeds/a.txt": (STAT.size, STAT.mtime_ns, "given")}
        assert [one.record for _, rows in store.records("seeds/a.txt") for one in rows] == ["", "2"]
        assert store.sources()["seeds/a.txt", ""].id == "a"
        assert store.note("inputs") == "x"
    assert StoredBodies(tmp_path / "s").article("a").title == "T"


def test_a_text_that_a_page_shows_many_times_is_decoded_once(tmp_path: Path) -> None:
    with Store(tmp_path / "s", "1") as store:
        for id in ("a", "b"):
            store.put_article(prepared(id))
    bodies = StoredBodies(tmp_path / "s")
    first = bodies.text("a")
    assert bodies.text("b") == first == Text("T", (), (), "")
    assert bodies.text("a") is first


def test_a_first_fill_from_seeds_has_no_journal_through_which_all_is_written_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/flood.txt").write_text("Flood in Callan\n\nMay 3, 2019\n\nIt came on Friday.\n")
    (tmp_path / "site.yaml").write_text("title: Harbor Papers\nsearch: false\n")
    store = cache.store_path(tmp_path)
    journals: list[bool] = []
    prepare_files = prepare.prepare_files

    def noted(*given: object) -> object:
        journals.append(store.with_name(f"{store.name}-wal").exists())
        return prepare_files(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(prepare, "prepare_files", noted)
    Site(tmp_path).build()
    (tmp_path / "seeds/fire.txt").write_text("Fire in Callan\n\nMay 4, 2019\n\nIt came on Saturday.\n")
    Site(tmp_path).build()
    assert journals == [False, True]


def test_what_a_failed_run_put_is_forgotten(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Store(tmp_path / "s", "1") as store:
        store.put_article(prepared())
        raise RuntimeError
    with Store(tmp_path / "s", "1") as store:
        assert not list(store.articles())


def test_a_store_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    with Store(tmp_path / "s", "1") as store:
        store.put_article(prepared())
    with Store(tmp_path / "s", "2") as store:
        assert store.was_reset
        assert not list(store.articles())


def copied(folder: Path, name: str) -> Path:
    """A store as it would be found if its process were killed now."""
    for ending in ("", "-wal"):
        if (found := folder / f"s{ending}").exists():
            shutil.copyfile(found, folder / f"{name}{ending}")
    return folder / name


def test_a_first_fill_that_was_cut_off_is_begun_anew_and_one_that_was_not_is_kept(tmp_path: Path) -> None:
    with Store(tmp_path / "s", "1") as store:
        store.put_linked((str(number), b"x" * 100_000) for number in range(100))  # more than is held back in memory
        cut = copied(tmp_path, "cut")
        assert cut.stat().st_size > 5_000_000
        store.commit()
        store.note("after", "x")
        whole = copied(tmp_path, "whole")
    with Store(cut, "1") as store:
        assert not store.linked()
    with Store(whole, "1") as store:
        assert len(store.linked()) == 100
        assert store.note("after") == ""


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_store_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    with Store(tmp_path / "s", "1") as store:
        store.put_article(prepared())
    (tmp_path / "s").write_bytes(damage)
    with Store(tmp_path / "s", "1") as store:
        assert not list(store.articles())
        store.put_article(prepared())


def test_a_time_too_fresh_to_tell_is_not_trusted() -> None:
    now = STAT.mtime_ns
    assert trusted(STAT, now + GRAIN_NS + 1) == STAT
    assert trusted(STAT, now + GRAIN_NS - 1).mtime_ns == UNTRUSTED
    assert trusted(STAT, now - 10**12).mtime_ns == UNTRUSTED, "a time in the future"


def test_a_time_that_counts_nanoseconds_is_trusted_after_a_tick() -> None:
    stat = Stat(10, STAT.mtime_ns + 5)
    assert trusted(stat, stat.mtime_ns + TICK_NS + 1) == stat
    assert trusted(stat, stat.mtime_ns + TICK_NS - 1).mtime_ns == UNTRUSTED


def test_a_time_in_whole_hundredths_may_be_that_of_a_coarse_disk() -> None:
    stat = Stat(10, STAT.mtime_ns + 370_000_000)
    assert trusted(stat, stat.mtime_ns + TICK_NS + 1).mtime_ns == UNTRUSTED
