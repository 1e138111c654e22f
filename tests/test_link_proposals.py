"""What a person is asked of entities: doubtful merges and splits, each with the line that settles it."""

from __future__ import annotations

import msgspec

from archivegen.entities_file import Override, Overrides, load
from archivegen.link.proposals import Proposal, proposals
from archivegen.model import Archive, Facts, LocalEntity
from test_link_entities import CLUB, SENATE, card, organization, person, place, resolved


def asked(*articles: list[LocalEntity], overrides: tuple[Override, ...] = ()) -> list[Proposal]:
    done = resolved(*articles, overrides=overrides)
    cards = tuple(msgspec.structs.replace(card(n), title=f"Report {n}") for n in range(len(articles)))
    facts = tuple(Facts(entities=tuple(article)) for article in articles)
    archive = Archive(cards=cards, facts=facts, entities=done.entities, entity_of=done.entity_of)
    return list(proposals(archive, Overrides(overrides)))


def texts(*articles: list[LocalEntity], overrides: tuple[Override, ...] = ()) -> list[str]:
    return [one.text for one in asked(*articles, overrides=overrides)]


def test_a_letter_that_differs_in_a_long_name() -> None:
    found = asked([place("Magdenburg")], [place("Magdenburg")], [place("Magdemburg")])
    assert [(one.text, one.proofs) for one in found] == [
        ("Magdenburg (2 articles) and Magdemburg (1 article): one place? one letter differs", ("a2: Report 2",))
    ]
    line = '- {name: "Magdenburg", merge: ["Magdemburg"]}'
    assert found[0].answer.startswith(f"write into entities.yaml, if one: {line}")
    overrides, problems = load(line, "entities.yaml")
    assert (overrides.entries[0].merge, problems) == (("Magdemburg",), ())


def test_numbers_quarters_and_short_names_are_no_slips() -> None:
    names = [
        "Nordhaven 19",
        "Nordhaven 18",
        "Northern Reach",
        "Southern Reach",
        "Treaty of Nord II",
        "Treaty of Nord I",
    ]
    assert texts(*[[place(name)] for name in (*names, "Oslo", "Osla")]) == []


def test_a_surname_left_alone_is_asked_for() -> None:
    found = texts([person("Maria Lopez"), *map(person, SENATE)], [person("Lopez"), *map(person, CLUB)])
    assert found == ["Maria Lopez (1 article) and Lopez (1 article): one person? the archive has Maria Lopez"]


def test_an_acronym_that_nobody_writes_out() -> None:
    found = texts([organization("Harbor Workers Union")], [organization("HWU")])
    assert found == ["Harbor Workers Union (1 article) and HWU (1 article): one organization? those are its initials"]


def test_one_name_of_two_kinds() -> None:
    found = asked([place("Jordania")], [person("Jordania")])
    assert found[0].text == "Jordania: is it a person (1 article) or a place (1 article), or each?"


def test_two_entries_that_are_the_same_elsewhere() -> None:
    both = ("https://www.wikidata.org/wiki/Q1",)
    overrides = (Override(name="Kestrel Post", same_as=both), Override(name="The Daily Falcon", same_as=both))
    found = texts([organization("Kestrel Post")], [organization("The Daily Falcon")], overrides=overrides)
    assert found == [
        "Kestrel Post (1 article) and The Daily Falcon (1 article): one organization? both are https://www.wikidata.org/wiki/Q1"
    ]


def test_a_page_of_two_companies() -> None:
    articles = [[person("John Smith"), *map(person, SENATE)], [person("John Smith"), *map(person, CLUB)]] * 2
    found = asked(*articles)
    assert found[0].text == "John Smith (4 articles): one person? 2 of them share no names with the others"
    overrides, problems = load(found[0].answer.partition(": ")[2], "entities.yaml")
    assert not problems
    assert overrides.entries[0].split[0].articles == ("a0", "a2")
    assert [e.articles for e in resolved(*articles, overrides=overrides.entries).entities if "Smith" in e.name] == [
        2,
        2,
    ]


def test_what_a_person_has_settled_is_not_asked() -> None:
    articles = ([place("Magdenburg")], [place("Magdemburg")])
    assert texts(*articles, overrides=(Override(name="Magdenburg"), Override(name="Magdemburg"))) == []
    assert texts(*articles, overrides=(Override(name="Magdenburg", merge=("Magdemburg",)),)) == []
