from __future__ import annotations

import msgspec

from archivegen import views
from archivegen.model import Article
from small_archive import Shelf, article

NAMES = {"Ann Lee": "person", "Port Salis": "place"}


def structs() -> list[type[msgspec.Struct]]:
    return [
        value
        for value in vars(views).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__ == views.__name__
    ]


def test_every_view_is_a_frozen_value() -> None:
    assert structs()
    for struct in structs():
        assert struct.__struct_config__.frozen, struct


def test_every_page_has_a_view_that_can_be_hashed_and_packed() -> None:
    shelf = Shelf([article(n, "Ann Lee came to Port Salis.") for n in range(12)], NAMES)  # type: ignore[arg-type]
    for page in shelf.pages().values():
        hash(page.view)
        msgspec.msgpack.encode(page.view)


def _views(articles: list[Article]) -> dict[str, bytes]:
    shelf = Shelf(articles, NAMES)  # type: ignore[arg-type]
    return {path: msgspec.msgpack.encode(page.view) for path, page in shelf.pages().items()}


def test_another_article_touches_those_before_and_after_it_only() -> None:
    stock = [article(n, "Ann Lee came to Port Salis.", date=f"201{n}-01-01", source="Ledger") for n in range(9)]
    before = _views(stock)
    after = _views([*stock, article(99, "Ann Lee left.", date="2015-05-05", source="Ledger")])
    articles = [path for path in before if path.count("/") == 3 and not path.endswith("index.html")]
    assert len(articles) == 9
    changed = {path for path in articles if before[path] != after[path]}
    assert changed == {"2015/01/01/report-5.html", "2016/01/01/report-6.html"}


def test_another_article_touches_its_own_period_of_a_long_list_only() -> None:
    stock = [article(n, "Ann Lee came.", date=f"201{n % 3}-01-{n + 1:02}") for n in range(12)]
    before = _views(stock)
    after = _views([*stock, article(99, "Ann Lee left.", date="2011-05-05")])
    assert "people/ann-lee/2010.html" in before
    assert before["people/ann-lee/2010.html"] == after["people/ann-lee/2010.html"]
    assert before["people/ann-lee/2012.html"] == after["people/ann-lee/2012.html"]
    assert before["2010/index.html"] == after["2010/index.html"]


def test_a_changed_text_changes_the_views_that_quote_it() -> None:
    stock = [article(1, "Ann Lee came."), article(2, "Ann Lee went.")]
    before = _views(stock)
    after = _views([article(1, "Ann Lee came!"), stock[1]])
    assert before["people/ann-lee.html"] != after["people/ann-lee.html"]
    assert before["2024/06/19/report-2.html"] == after["2024/06/19/report-2.html"]
