"""Names of the whole archive to entities: which are one, what they are called, and that an id never moves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivegen.config import EntityOptions
from archivegen.entities_file import Override, Overrides, Split
from archivegen.link.entities import Resolution, resolve
from archivegen.link.names import family_first, fold, loose, sort_name
from archivegen.model import Card, EntityKind, Facts, LocalEntity


def person(name: str, *roles: str, known: bool = False) -> LocalEntity:
    return LocalEntity(name, "person", ((name, 1),), roles, known, 0.9)


def organization(name: str, *surfaces: str, known: bool = False) -> LocalEntity:
    return LocalEntity(name, "organization", tuple((s, 1) for s in (name, *surfaces)), (), known, 0.8)


def place(name: str, known: bool = True) -> LocalEntity:
    return LocalEntity(name, "place", ((name, 1),), (), known, 0.8)


def card(n: int) -> Card:
    texts = dict.fromkeys(Card.__struct_fields__, "")
    lists = dict.fromkeys(("byline", "credits", "tags", "photo_credits", "redirect_from"), ())
    fields = {**texts, **{k: v for k, v in lists.items() if k in texts}, "id": f"a{n}", "order": n, "words": 0}
    return Card(**fields)


def resolved(
    *articles: list[LocalEntity],
    overrides: tuple[Override, ...] = (),
    options: EntityOptions = EntityOptions(min_articles=1),  # noqa: B008
    addresses: dict[str, str] | None = None,
) -> Resolution:
    facts = [Facts(entities=tuple(article)) for article in articles]
    cards = [card(n) for n in range(len(facts))]
    return resolve(facts, cards, overrides=Overrides(overrides), options=options, addresses=addresses or {})


def ids(resolution: Resolution) -> list[str]:
    return [entity.id for entity in resolution.entities]


def test_a_surname_alone_is_the_one_full_name_of_the_archive() -> None:
    done = resolved([person("Maria Lopez")], [person("Lopez")], [person("Anna Weber")])
    assert ids(done) == ["people/anna-weber", "people/maria-lopez"]
    assert done.entity_of == ((1,), (1,), (0,))
    assert done.entities[1].aliases == (("Lopez", 1),)


def test_a_surname_that_two_share_stays_by_itself() -> None:
    done = resolved([person("Maria Lopez")], [person("Juan Lopez")], [person("Lopez")])
    assert ids(done) == ["people/juan-lopez", "people/lopez", "people/maria-lopez"]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("Sergei Petrov", "Sergey Petrov", "person"),
        ("Olexandr Zelinsky", "Olexandr Zelinskyy", "person"),
        ("José García", "Jose Garcia", "person"),
        ("Harbor Works Inc.", "Harbor Works", "organization"),
        ("The Kestrel Post", "Kestrel Post", "organization"),
        ("Organisation of Ferry Owners", "Organization of Ferry Owners", "organization"),
        ("UN Harbor Fund", "United Nations Harbor Fund", "organization"),
    ],
)
def test_two_spellings_are_one(first: str, second: str, kind: EntityKind) -> None:
    done = resolved([LocalEntity(first, kind)], [LocalEntity(second, kind)])
    assert done.entity_of == ((0,), (0,))


@pytest.mark.parametrize(
    ("first", "second"), [("Anna Gray", "Anna Grey"), ("Jan Kowal", "Jana Kowal"), ("Mary Lee", "Marie Li")]
)
def test_two_people_with_similar_names_stay_two(first: str, second: str) -> None:
    assert len(resolved([person(first)], [person(second)]).entities) == 2


def test_a_given_name_alone_is_nobody_of_another_article_but_a_family_name_in_front_is() -> None:
    assert len(resolved([person("Maria Lopez")], [person("Maria")]).entities) == 2
    assert len(resolved([person("Kim Jong Un")], [person("Kim")]).entities) == 1


def test_a_middle_initial_is_no_other_person_unless_two_have_one() -> None:
    assert len(resolved([person("Jane F. Moore")], [person("Jane Moore")]).entities) == 1
    assert len(resolved([person("Jane F. Moore")], [person("Jane Moore")], [person("Jane K. Moore")]).entities) == 3


def test_an_acronym_that_another_article_defines() -> None:
    done = resolved([organization("Harbor Workers Union", "HWU")], [organization("HWU")])
    assert done.entity_of == ((0,), (0,))
    assert done.entities[0].name == "Harbor Workers Union"


def test_the_kind_is_what_most_articles_say() -> None:
    done = resolved([organization("Kestrel")], [organization("Kestrel")], [place("Kestrel", known=False)])
    assert [(e.kind, e.articles) for e in done.entities] == [("organization", 3)]


def test_an_id_once_given_never_moves() -> None:
    first = resolved([person("Maria Lopez")], [organization("Kestrel")])
    addresses = dict(first.new_addresses)
    assert addresses == {"person:maria lopez": "people/maria-lopez", "organization:kestrel": "organizations/kestrel"}
    later = resolved(
        [organization("People: Maria Lopez")],
        [person("Maria López")],
        [place("Kestrel")],
        [person("Maria Lopez")],
        addresses=addresses,
    )
    assert {"people/maria-lopez", "organizations/kestrel"} <= set(ids(later))
    assert "places/kestrel" not in ids(later)
    assert set(dict(later.new_addresses).values()) == set(ids(later)) - set(addresses.values())


def test_two_ids_that_become_one_lead_to_one() -> None:
    addresses = {"person:v lopez": "people/v-lopez", "person:maria lopez": "people/maria-lopez"}
    done = resolved(
        [person("Maria Lopez")],
        [person("V. Lopez")],
        overrides=(Override(name="Maria Lopez", merge=("people/v-lopez", "V. Lopez")),),
        addresses=addresses,
    )
    assert ids(done) == ["people/maria-lopez"]
    assert done.redirects == (("people/v-lopez", "people/maria-lopez"),)


def test_slugs_that_clash_or_mean_something_get_a_number() -> None:
    done = resolved([place("Index", known=False), place("Côte", known=False), place("Cote!", known=True)])
    assert "places/index-2" in ids(done)
    assert len(set(ids(done))) == len(ids(done))


def test_who_has_a_page() -> None:
    articles = ([person("Maria Lopez"), place("Oslo")], [place("Oslo")])
    pages = {e.name: e.has_page for e in resolved(*articles, options=EntityOptions(min_articles=2)).entities}
    assert pages == {"Maria Lopez": False, "Oslo": True}
    named = (Override(name="Maria Lopez"),)
    pages = {e.name: e.has_page for e in resolved(*articles, overrides=named, options=EntityOptions()).entities}
    assert pages == {"Maria Lopez": True, "Oslo": True}
    listed = resolved(*articles, options=EntityOptions(min_articles=1, people="list"))
    assert {e.name: e.has_page for e in listed.entities} == {"Maria Lopez": False, "Oslo": True}
    off = resolved(*articles, options=EntityOptions(min_articles=1, people="off"))
    assert [e.name for e in off.entities] == ["Oslo"]
    assert off.entity_of == ((-1, 0), (0,))


def test_a_person_has_the_last_word() -> None:
    overrides = (
        Override(
            name="Maria López Ruiz",
            kind="person",
            aliases=("M. Lopez",),
            merge=("Maria Lopez",),
            sort_name="López Ruiz, Maria",
            same_as=("https://www.wikidata.org/wiki/Q1",),
        ),
        Override(name="Read More", ignore=True),
    )
    done = resolved(
        [person("Maria Lopez"), organization("Read More")], [place("M. Lopez", known=False)], overrides=overrides
    )
    assert [(e.name, e.kind, e.sort_name, e.same_as) for e in done.entities] == [
        ("Maria López Ruiz", "person", "López Ruiz, Maria", ("https://www.wikidata.org/wiki/Q1",))
    ]
    assert done.entity_of == ((0, -1), (0,))


def test_a_name_is_split_by_article() -> None:
    two = (Override(name="Jane Moore (skipper)", split=(Split("Jane Moore", ("a1",)),)),)
    done = resolved([person("Jane Moore")], [person("Jane Moore")], [person("Jane Moore")], overrides=two)
    assert done.entity_of == ((0,), (1,), (0,))
    assert [e.name for e in done.entities] == ["Jane Moore", "Jane Moore (skipper)"]


def test_roles_and_other_names_are_counted() -> None:
    done = resolved([person("Maria Lopez", "mayor")], [person("Maria Lopez", "mayor", "a poet")])
    assert done.entities[0].roles == (("mayor", 2), ("a poet", 1))
    assert [(a.article, a.local) for a in done.entities[0].appearances] == [(0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Vladimir Putin", "person", "Putin, Vladimir"),
        ("Kim Jong Un", "person", "Kim Jong Un"),
        ("Cho Koo-rae", "person", "Cho Koo-rae"),
        ("Jung Pak", "person", "Pak, Jung"),
        ("Vincent van Gogh", "person", "van Gogh, Vincent"),
        ("Martin Luther King Jr.", "person", "King, Martin Luther Jr."),
        ("Confucius", "person", "Confucius"),
        ("The Epoch Times", "organization", "Epoch Times, The"),
        ("The Hague", "place", "Hague, The"),
    ],
)
def test_names_are_filed_as_an_index_files_them(name: str, kind: EntityKind, expected: str) -> None:
    assert sort_name(name, kind) == expected


def test_folding() -> None:
    assert fold("The U.N.’s Café-Team") == "uns cafe team"
    assert fold("!") == "!"
    assert loose(fold("Kestrel Ltd."), "organization") == "kestrel"
    assert family_first(["Xi", "Jinping"])
    assert not family_first(["Kim", "Philby"])


entity_lists = st.lists(
    st.lists(
        st.builds(
            LocalEntity,
            st.sampled_from(
                ["Maria Lopez", "Lopez", "HWU", "Harbor Workers Union", "Oslo", "J. Lopez", "index", "Maria F. Lopez"]
            ),
            st.sampled_from(["person", "organization", "place", "work"]),
            known=st.booleans(),
        ),
        max_size=4,
    ),
    max_size=6,
)


@given(entity_lists, entity_lists)
def test_adding_articles_moves_no_id(before: list[list[LocalEntity]], added: list[list[LocalEntity]]) -> None:
    first = resolved(*before)
    addresses = dict(first.new_addresses)
    assert resolved(*before, addresses=addresses) == Resolution(first.entities, first.entity_of, ())
    both = resolved(*before, *added, addresses=addresses)
    assert len(set(ids(both))) == len(ids(both))
    assert set(addresses.values()) <= set(ids(both)) | {old for old, _ in both.redirects}
    for article, one in enumerate(before):
        assert len(both.entity_of[article]) == len(one)


def test_resolution_is_near_linear() -> None:
    def took(size: int) -> float:
        articles = [[person(f"Ann{n % 97} Name{n}"), place(f"Town{n % 50}"), person(f"Name{n}")] for n in range(size)]
        started = time.perf_counter()
        resolved(*articles)
        return time.perf_counter() - started

    took(100)
    assert took(4_000) < 30 * took(500) + 0.5


def test_an_institution_without_its_country_is_that_of_the_country_named() -> None:
    full = organization("United States Department of Energy", known=True)
    bare = organization("Department of Energy")
    found = resolved([full], [bare, place("United States")], [bare, place("Kenya")], [bare])
    assert [e.articles for e in found.entities if e.kind == "organization"] == [1, 3]


def test_an_institution_with_the_country_before_its_known_name_is_the_same() -> None:
    found = resolved([organization("Harbor Agency", known=True)], [organization("U.S. Harbor Agency")])
    assert [(e.name, e.articles) for e in found.entities] == [("Harbor Agency", 2)]


def test_a_lone_given_name_has_no_page() -> None:
    found = resolved([person("Ben")], [person("Ben")])
    assert [e.has_page for e in found.entities] == [False]
