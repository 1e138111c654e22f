import pytest

from archivegen import cards
from archivegen.model import Article, Figure


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        (
            "Korean Central News Agency/Korea News Service via AP",
            ("Korean Central News Agency", "Korea News Service", "AP"),
        ),
        ("Photo by Ann Lee, Reuters", ("Ann Lee", "Reuters")),
        ("A. Kübel, CC-BY-SA, Wikimedia Commons", ("A. Kübel", "Wikimedia Commons")),
        ("B. Kurt [CC BY-SA 3.0],", ("B. Kurt",)),
        ("Copyright © Marufish", ("Marufish",)),
        ("© Ann Lee/AP", ("Ann Lee", "AP")),
        ("CC BY 2.0", ()),
        ("", ()),
    ],
)
def test_a_chain_of_credits_is_taken_apart(credit: str, names: tuple[str, ...]) -> None:
    assert cards.photo_credits(Article(id="a", title="T", blocks=(Figure("x", credit),))) == names
