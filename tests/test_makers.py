"""Bylines and credit lines: who wrote, which publication signs itself, and which agencies helped."""

from __future__ import annotations

import pytest

from archivegen.errors import Origin
from archivegen.model import Article, Document
from archivegen.normalize import makers, normalize

HEADLINE = "Le pont du port fermé trois semaines"
STORY = (
    "Le maire a annoncé lundi que le pont serait fermé. Les travaux doivent commencer le 4 mars, a précisé la ville.",
    "Les commerçants de la rue voisine se disent inquiets et ont peur pour la saison, a expliqué une boulangère.",
    "Le chantier coûtera deux millions, selon la mairie, et devrait se terminer avant le début de l’été.",
)


def article(body: str, markup: str = "text") -> Article:
    return normalize(Document(origin=Origin("a"), meta={}, body=body, markup=markup, sha256=""), id="a", language="fr")


@pytest.mark.parametrize(
    ("line", "house", "agencies"),
    [
        ("Le Courrier avec AFP", "Le Courrier", ["Agence France-Presse"]),
        ("Le Courrier du Port avec AFP et Reuters", "Le Courrier du Port", ["Agence France-Presse", "Reuters"]),
        ("Der Hafenbote mit dpa", "Der Hafenbote", ["Deutsche Presse-Agentur"]),
        ("El Puerto con EFE y agencias", "El Puerto", ["EFE"]),
        ("Harbor Courier with AP.", "Harbor Courier", ["Associated Press"]),
    ],
)
def test_a_publication_with_agencies_is_the_source_and_credits_them(line: str, house: str, agencies: list[str]) -> None:
    for lines in ((HEADLINE, line, *STORY), (HEADLINE, *STORY, line)):
        found = article("\n\n".join(lines))
        assert (found.source, list(found.credits), found.byline) == (house, agencies, ())
        assert [reason.text for reason in found.removed] == []


@pytest.mark.parametrize(
    "line",
    [
        "Le maire avec AFP",
        "Elle est venue avec AFP",
        "Le Courrier avec Anne Vidal",
        "Le Courrier avec AFP, dit le maire",
    ],
)
def test_a_sentence_with_the_name_of_an_agency_is_no_credit(line: str) -> None:
    assert not makers.of_line(line).agencies


@pytest.mark.parametrize(
    ("names", "writers", "house", "agencies"),
    [
        (("Anne Vidal", "AFP"), ("Anne Vidal",), "", ("Agence France-Presse",)),
        (("Anne Vidal avec AFP",), ("Anne Vidal",), "", ("Agence France-Presse",)),
        (("Le Courrier avec AFP",), (), "Le Courrier", ("Agence France-Presse",)),
        (("Reuters",), ("Reuters",), "", ()),
        (("AFP", "Reuters"), ("AFP", "Reuters"), "", ()),
        (("Anne Vidal", "Jean Le Bris"), ("Anne Vidal", "Jean Le Bris"), "", ()),
    ],
)
def test_an_agency_beside_writers_helped_and_one_alone_wrote(
    names: tuple[str, ...], writers: tuple[str, ...], house: str, agencies: tuple[str, ...]
) -> None:
    assert makers.of_names(names) == makers.Makers(writers, house, agencies)


@pytest.mark.parametrize(
    "signed", ['<p class="byline">Le Courrier avec AFP</p>', '<meta name="author" content="Le Courrier avec AFP">']
)
def test_a_page_credits_them_likewise(signed: str) -> None:
    story = "".join(f"<p>{text}</p>" for text in STORY)
    found = article(
        f"<!DOCTYPE html><html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>{signed}{story}"
        "</article></body></html>",
        "html",
    )
    assert (found.source, found.credits, found.byline) == ("Le Courrier", ("Agence France-Presse",), ())
