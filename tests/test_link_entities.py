"""Names of the whole archive to entities: which are one, what they are called, and that an id never moves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivegen.config import EntityOptions
from archivegen.entities_file import Override, Overrides, Split
from archivegen.link.entities import Resolution, nobody, nothing, resolve
from archivegen.link.names import family_first, fold, loose, sort_name
from archivegen.link.roll import Roll, called
from archivegen.model import Card, EntityKind, Facts, LocalEntity


def person(name: str, *roles: str, known: bool = False) -> LocalEntity:
    return LocalEntity(name, "person", ((name, 1),), roles, known, 0.9)


def organization(name: str, *surfaces: str, known: bool = False) -> LocalEntity:
    return LocalEntity(name, "organization", tuple((s, 1) for s in (name, *surfaces)), (), known, 0.8)


def place(name: str, known: bool = True) -> LocalEntity:
    return LocalEntity(name, "place", ((name, 1),), (), known, 0.8)


def called_of(resolution: Resolution, orders: list[int], rows: dict[str, bytes]) -> Any:
    """Entities, which of them each name is, and their table, as the kept roll of *resolution* tells them."""
    roll = msgspec.msgpack.decode(msgspec.msgpack.encode(resolution.roll), type=Roll)
    return *called(roll, orders, rows), roll.table


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
        ("Elizabeth II", "person", "Elizabeth II"),
        ("Benedict XVI", "person", "Benedict XVI"),
        ("Rocky De La Fuente", "person", "De La Fuente, Rocky"),
        ("Van Morrison", "person", "Morrison, Van"),
        ("Lee Harvey Oswald", "person", "Oswald, Lee Harvey"),
        ("محمد علي", "person", "محمد علي"),
        ("习近平", "person", "习近平"),
        ("Лев Толстой", "person", "Толстой, Лев"),
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
    again = resolved(*before, addresses=addresses)
    assert (again.entities, again.entity_of, again.new_addresses) == (first.entities, first.entity_of, ())
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


# ---------------------------------------------------------------- people told apart by their company


def day(number: int, date: str, source: str = "") -> Card:
    return msgspec.structs.replace(card(number), date=date, source=source)


def dated(
    articles: Sequence[tuple[str, list[LocalEntity]]], addresses: dict[str, str] | None = None, **more: Any
) -> Resolution:
    facts = [Facts(entities=tuple(found)) for _, found in articles]
    cards = [day(n, date) for n, (date, _) in enumerate(articles)]
    options = EntityOptions(min_articles=1)
    return resolve(facts, cards, overrides=Overrides(), options=options, addresses=addresses or {}, **more)


SENATE = ("Carla Brandt", "Omar Fields", "Nina Holt", "Pavel Strand")
CLUB = ("Ivan Kolar", "Leon Marsh", "Hugo Tarn", "Diego Vale")


def two_namesakes(count: int = 40) -> list[tuple[str, list[LocalEntity]]]:
    """A senator and a striker of one name; each with people of his own, in every other article called by surname alone."""
    articles = []
    for n in range(count):
        others, role = (SENATE, "Senator") if n % 2 else (CLUB, "the club's striker")
        company = [*(person(others[(n // 2 + k) % 4]) for k in range(3)), place("Norland")]
        name = person("Smith") if n % 4 > 1 else person("John Smith", role)
        articles.append((f"20{10 + n // 4:02d}-03-01", [name, *company]))
    return articles


def test_two_people_of_one_name_are_two_when_they_keep_other_company() -> None:
    done = dated(two_namesakes())
    smiths = [entity for entity in done.entities if entity.name == "John Smith"]
    assert [entity.id for entity in smiths] == ["people/john-smith", "people/john-smith-2"]
    assert [entity.articles for entity in smiths] == [20, 20]
    assert [{a.article % 2 for a in entity.appearances} for entity in smiths] == [{0}, {1}]
    assert "Smith" not in [entity.name for entity in done.entities]


def test_the_addresses_of_namesakes_stay_when_articles_come_and_go() -> None:
    articles = two_namesakes()
    first = dated(articles[:12])
    addresses = dict(first.new_addresses)
    club = {a.article for e in first.entities if e.id == "people/john-smith" for a in e.appearances}
    assert club == {0, 2, 4, 6, 8, 10}
    grown = dated(articles, addresses)
    assert {a.article % 2 for e in grown.entities if e.id == "people/john-smith" for a in e.appearances} == {0}
    assert {a.article % 2 for e in grown.entities if e.id == "people/john-smith-2" for a in e.appearances} == {1}
    assert not grown.redirects


def test_a_name_that_had_one_page_keeps_its_address_for_the_first_when_it_is_split() -> None:
    articles = two_namesakes()
    before = dated(articles[:1])
    assert dict(before.new_addresses)["person:john smith"] == "people/john-smith"
    after = dated(articles, dict(before.new_addresses))
    new = dict(after.new_addresses)
    assert new["person:john smith~a0"] == "people/john-smith"
    assert new["person:john smith~a1"] == "people/john-smith-2"


def test_one_person_who_changes_office_stays_one() -> None:
    articles = [
        ("1999-01-01", [person("Ada Kestrel", "mayor of Norhaven"), person("Carla Brandt"), person("Omar Fields")]),
        ("1999-02-01", [person("Ada Kestrel", "mayor of Norhaven"), person("Carla Brandt"), person("Nina Holt")]),
        ("2019-01-01", [person("Ada Kestrel", "President"), person("Ivan Kolar"), person("Leon Marsh")]),
        ("2019-02-01", [person("Ada Kestrel", "President"), person("Ivan Kolar"), person("Hugo Tarn")]),
        ("2019-03-01", [person("Ada Kestrel")]),
    ]
    assert [e.articles for e in dated(articles).entities if e.name == "Ada Kestrel"] == [5]


def test_namesakes_two_lifetimes_apart_are_two() -> None:
    def life(year: int, others: tuple[str, ...]) -> list[tuple[str, list[LocalEntity]]]:
        return [(f"{year + n}-01-01", [person("Ada Kestrel"), *map(person, others)]) for n in range(3)]

    assert [
        e.articles for e in dated([*life(1890, SENATE), *life(1990, CLUB)]).entities if e.name == "Ada Kestrel"
    ] == [3, 3]
    assert [
        e.articles for e in dated([*life(1980, SENATE), *life(1990, CLUB)]).entities if e.name == "Ada Kestrel"
    ] == [6]


def test_a_surname_that_several_have_is_the_one_whose_company_it_keeps() -> None:
    articles = [
        [person("Maria Lopez"), person("Carla Brandt"), person("Omar Fields")],
        [person("Juan Lopez"), person("Ivan Kolar"), person("Leon Marsh")],
        [person("Lopez"), person("Leon Marsh")],
        [person("Lopez"), person("Somebody Else")],
    ]
    found = {e.name: [a.article for a in e.appearances] for e in resolved(*articles).entities if "Lopez" in e.name}
    assert found == {"Maria Lopez": [0], "Juan Lopez": [1, 2], "Lopez": [3]}


def test_a_surname_is_left_alone_where_the_only_one_of_it_keeps_quite_other_company() -> None:
    articles = [
        [person("Maria Lopez"), *map(person, SENATE)],
        [person("Lopez"), *map(person, CLUB)],
    ]
    assert [e.articles for e in resolved(*articles).entities if "Lopez" in e.name] == [1, 1]
    often = [articles[0]] * 10 + [articles[1]]
    assert [e.articles for e in resolved(*often).entities if "Lopez" in e.name] == [11]


def test_father_and_son_are_two_and_a_name_of_both_goes_by_its_company() -> None:
    articles = [
        [person("George H. W. Moran"), *map(person, SENATE)],
        [person("George W. Moran"), *map(person, CLUB)],
        [person("George Moran"), person("Hugo Tarn")],
        [person("George Moran"), person("Nina Holt")],
        [person("George Moran"), person("Somebody Else")],
    ]
    found = {e.name: [a.article for a in e.appearances] for e in resolved(*articles).entities if "Moran" in e.name}
    assert found == {"George H. W. Moran": [0, 3], "George W. Moran": [1, 2], "George Moran": [4]}


def test_family_names_in_front_and_generations_are_kept_apart() -> None:
    names = ["Kim Jong Un", "Kim Jong-un", "Kim Jong Il", "Kim Il Sung", "Paul Gray Jr.", "Paul Gray Sr."]
    done = resolved(*[[person(name)] for name in names])
    assert [e.articles for e in done.entities if e.name.startswith("Kim")] == [1, 1, 2]
    assert [e.name for e in done.entities if "Gray" in e.name] == ["Paul Gray Jr.", "Paul Gray Sr."]


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("John F. Moran", "John Moran", True),
        ("John Fitzgerald Moran", "John F. Moran", True),
        ("J. F. Moran", "John F. Moran", True),
        ("J. Moran", "John Moran", True),
        ("J. Moran", "Paul Moran", False),
        ("John Moran", "Jon Moran", False),
        ("Mohammed Hussain", "Muhammad Hussein", True),
        ("Moammar Gadhafi", "Muammar Qaddafi", True),
        ("Bashar al-Karim", "Bashar Karim", True),
        ("Jong Un Pak", "Jongun Pak", True),
        ("Aleksandr Petrov", "Alexander Petrov", True),
        ("Lee Harvey Moran", "Moran", True),
        ("Vincent van Dale", "van Dale", True),
        ("Olga Zelinskaya", "Oleg Zelinsky", False),
        ("Elizabeth II", "Elizabeth I", False),
        ("Ann Name1", "Ann Name11", False),
        ("Player 3", "Player 33", False),
    ],
)
def test_forms_of_a_persons_name(one: str, other: str, are_one: bool) -> None:
    assert (len(resolved([person(one)], [person(other)]).entities) == 1) is are_one


def test_a_company_is_not_the_family_it_is_called_after() -> None:
    maker = [[organization("Kestrel"), organization("Harbor Works")] for _ in range(5)]
    founder = [[person("Henry Kestrel"), person("Carla Brandt")], [person("Kestrel"), person("Carla Brandt")]]
    found = {(e.name, e.kind): e.articles for e in resolved(*maker, *founder).entities if "Kestrel" in e.name}
    assert found == {("Kestrel", "organization"): 5, ("Henry Kestrel", "person"): 2}


def test_a_person_alone_is_not_the_country_of_the_name() -> None:
    found = resolved([place("Jordania")], [place("Jordania")], [person("Jordania")])
    assert sorted((e.kind, e.articles) for e in found.entities) == [("person", 1), ("place", 2)]


def test_an_acronym_of_two_names_is_the_one_that_is_written_far_more_often() -> None:
    union, club = organization("Harbor Workers Union", "HWU"), organization("Hill Walkers Unlimited", "HWU")
    assert len(resolved([union], [club], [organization("HWU")]).entities) == 3
    assert [e.articles for e in resolved(*[[union]] * 5, [club], [organization("HWU")]).entities] == [6, 1]


# ---------------------------------------------------------------- the memo


words = st.sampled_from(
    ["Maria Lopez", "Maria F. Lopez", "M. Lopez", "Lopez", "HWU", "Harbor Workers Union", "Lopez Inc.", "Oslo", "José"]
)
locals_ = st.builds(
    LocalEntity,
    words,
    st.sampled_from(["person", "organization", "place", "work"]),
    surfaces=st.sampled_from([(), (("HWU", 2), ("Lopez", 1))]),
    roles=st.sampled_from([(), ("Senator",), ("striker",)]),
    known=st.booleans(),
    confidence=st.sampled_from([0.5, 0.9]),
)
archives = st.dictionaries(
    st.integers(0, 11),
    st.tuples(st.lists(locals_, max_size=4), st.sampled_from(["", "1950-01-01", "2020-01-01"])),
    max_size=12,
)


@settings(deadline=None)  # another program may have the processor
@given(
    st.lists(archives, min_size=2, max_size=4), st.lists(st.sampled_from(["", "Lopez", "HWU"]), min_size=4, max_size=4)
)
def test_what_was_kept_changes_nothing(states: list[dict[int, Any]], said: list[str]) -> None:
    kept: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    for state, word in zip(states, said, strict=False):
        orders = sorted(state)
        facts = [Facts(entities=tuple(state[n][0])) for n in orders]
        cards = [msgspec.structs.replace(day(n, state[n][1]), order=n) for n in orders]
        overrides = Overrides((Override(name="Word", aliases=(word,)),) if word else ())
        common = {"overrides": overrides, "options": EntityOptions(min_articles=1), "addresses": dict(addresses)}
        versions = [repr(state[n]) for n in orders]
        anew = resolve(facts, cards, **common)  # type: ignore[arg-type]
        again = resolve(facts, cards, **common, versions=versions, before=kept)  # type: ignore[arg-type]
        kept.update(again.rows)
        again.release()
        assert msgspec.structs.replace(again, rows={}, roll=None, naming=nobody, release=nothing) == anew
        assert again.roll is None or called_of(again, orders, kept) == (anew.entities, anew.entity_of, anew.table)
        addresses.update(anew.new_addresses)


def test_one_edit_works_out_few_shards_again() -> None:
    articles = [[person(f"Ann Name{n}"), place(f"Town{n % 50}")] for n in range(2_000)]
    facts = [Facts(entities=tuple(article)) for article in articles]
    cards, versions = [card(n) for n in range(2_000)], [str(n) for n in range(2_000)]
    common = {"overrides": Overrides(), "options": EntityOptions(), "addresses": {}}
    first = resolve(facts, cards, **common, versions=versions)  # type: ignore[arg-type]
    facts[7] = Facts(entities=(person("Ann Other"),))
    second = resolve(facts, cards, **common, versions=[*versions[:7], "new", *versions[8:]], before=first.rows)  # type: ignore[arg-type]
    assert len(first.rows) > 500
    assert len(second.rows) == 4  # two shards of what it said, one of what it says, and the list of articles
    third = resolve(
        facts, cards, **common, versions=[*versions[:7], "new", *versions[8:]], before={**first.rows, **second.rows}
    )  # type: ignore[arg-type]
    assert not third.rows


def test_a_new_article_reads_the_facts_of_no_other_that_names_the_same() -> None:
    class Watched(list[Facts]):
        read: set[int] = set()  # noqa: RUF012 - there is one

        def __getitem__(self, at: Any) -> Any:
            self.read.add(at)
            return super().__getitem__(at)

    articles = [[person("Ann Weber", known=True), place("Oslo"), place(f"Town{n}")] for n in range(20)]
    facts = Watched(Facts(entities=tuple(article)) for article in articles)
    cards, versions = [card(n) for n in range(20)], [str(n) for n in range(20)]
    common = {"overrides": Overrides(), "options": EntityOptions(), "addresses": {}}
    first = resolve(list(facts)[:19], cards[:19], **common, versions=versions[:19])  # type: ignore[arg-type]
    facts.read.clear()
    found = resolve(facts, cards, **common, versions=versions, before=first.rows)  # type: ignore[arg-type]
    assert facts.read == {19}
    assert {entity.id: entity.articles for entity in found.entities}["places/oslo"] == 20


foreign = st.builds(
    LocalEntity, st.sampled_from(["Moscou", "Moskau"]), st.just("place"), known=st.just(True), english=st.just("Moscow")
)
article_lists = st.lists(st.one_of(locals_, foreign), max_size=4)
entries = st.builds(
    Override,
    name=st.sampled_from(["Word", "Maria Lopez", "HWU", "Moscou"]),
    aliases=st.sampled_from([(), ("Lopez",), ("Moskau", "José")]),
    merge=st.sampled_from([(), ("people/maria-lopez",), ("Oslo",)]),
    split=st.sampled_from([(), (Split("Maria Lopez", ("a3", "a5")),)]),
    kind=st.sampled_from([None, "work"]),
    ignore=st.booleans(),
)


@settings(deadline=None)  # another program may have the processor
@given(
    st.lists(article_lists, min_size=16, max_size=16),
    st.lists(st.tuples(st.integers(0, 17), st.one_of(st.none(), article_lists)), min_size=3, max_size=3),
    st.lists(st.lists(entries, max_size=2, unique_by=lambda entry: entry.name), min_size=3, max_size=3),
)
def test_one_edit_of_an_article_or_of_what_a_person_says_comes_to_the_same_as_all_anew(
    first: list[list[LocalEntity]], edits: list[tuple[int, list[LocalEntity] | None]], said: list[list[Override]]
) -> None:
    kept: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    state: dict[int, list[LocalEntity] | None] = dict(enumerate(first))
    for (order, article), overrides in zip([(0, first[0]), *edits], [[], *said], strict=True):
        state[order] = article
        there = {n: found for n, found in sorted(state.items()) if found is not None}
        facts = [Facts(entities=tuple(found)) for found in there.values()]
        common = {"overrides": Overrides(tuple(overrides)), "options": EntityOptions(), "addresses": dict(addresses)}
        anew = resolve(facts, [card(n) for n in there], **common)  # type: ignore[arg-type]
        versions = [repr(found) for found in there.values()]
        again = resolve(facts, [card(n) for n in there], **common, versions=versions, before=kept)  # type: ignore[arg-type]
        kept.update(again.rows)
        again.release()
        assert msgspec.structs.replace(again, rows={}, roll=None, naming=nobody, release=nothing) == anew
        assert again.roll is None or called_of(again, list(there), kept) == (anew.entities, anew.entity_of, anew.table)
        addresses.update(anew.new_addresses)


def test_a_word_of_a_person_works_out_again_only_the_families_that_it_is_about() -> None:
    articles = [[person(f"Ann Name{n}"), place(f"Town{n % 50}")] for n in range(200)]
    facts = [Facts(entities=tuple(article)) for article in articles]
    cards, versions = [card(n) for n in range(200)], [str(n) for n in range(200)]
    common = {"options": EntityOptions(), "addresses": {}, "versions": versions}
    first = resolve(facts, cards, **common, overrides=Overrides())  # type: ignore[arg-type]
    said = Overrides((Override(name="Ann Name7", aliases=("A. Name8",)),))
    second = resolve(facts, cards, **common, overrides=said, before=first.rows)  # type: ignore[arg-type]
    assert len(second.rows) == 3  # those of two names, and what tells of all
    assert [e.name for e in second.entities if e.has_page and e.kind == "person"] == ["Ann Name7"]


def test_entities_with_equal_digests_are_equal_and_columns_tell_what_they_are() -> None:
    before = resolved([person("Maria Lopez"), place("Oslo")], [person("Maria Lopez")])
    after = resolved([person("Maria Lopez"), place("Oslo")], [person("Maria Lopez"), place("Oslo")])
    same = [a == b for a, b in zip(before.table.digests, after.table.digests, strict=True)]
    assert same == [a == b for a, b in zip(before.entities, after.entities, strict=True)] == [True, False]
    assert before.table.heads == after.table.heads
    assert list(after.table.articles) == [entity.articles for entity in after.entities]
    assert list(after.table.ids) == [entity.id for entity in after.entities]


def test_merges_may_follow_one_another_and_go_by_id() -> None:
    overrides = (
        Override(name="Maria Lopez", merge=("M. L. Ruiz", "people/john-smith-2")),
        Override(name="M. L. Ruiz", aliases=("Mimi",)),
    )
    addresses = {"person:john smith~a3": "people/john-smith-2"}
    done = resolved([person("Maria Lopez")], [person("M. L. Ruiz")], [person("Mimi")], overrides=overrides)
    assert [(e.name, e.articles) for e in done.entities] == [("Maria Lopez", 3)]
    articles = [found for _, found in two_namesakes()]
    done = resolved(*articles, overrides=overrides, addresses=addresses)
    assert {a.article % 2 for e in done.entities if e.name == "Maria Lopez" for a in e.appearances} == {1}


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("محمد علي", "محمد علي", True),
        ("习近平", "习仲勋", False),
        ("Лев Толстой", "Толстой", True),
        ("김정은", "김정일", False),
    ],
)
def test_names_in_other_scripts(one: str, other: str, are_one: bool) -> None:
    found = resolved([person(one)], [person(other)]).entities
    assert (len(found) == 1) is are_one
    assert all(entity.id.isascii() and len(entity.id) > len("people/") for entity in found)


def test_a_role_in_several_spellings_is_one() -> None:
    roles = ["U.S. President", "US President", "United States president", "US President", "a poet"]
    done = resolved(*[[person("Maria Lopez", role)] for role in roles])
    assert done.entities[0].roles == (("US President", 4), ("a poet", 1))


def test_one_thing_has_one_page_in_all_languages_under_the_name_used_most() -> None:
    chine = LocalEntity("Chine", "place", (("Chine", 2),), (), True, 1.0, "China")
    for articles, name in (
        ([[place("China")], [place("China")], [chine]], "China"),
        ([[chine], [place("China")], [chine]], "Chine"),
    ):
        found = resolved(*articles)
        assert [(e.name, e.articles) for e in found.entities] == [(name, 3)]
    told = resolved([chine], [chine], overrides=(Override(name="Chine", kind="place", sort_name="Chine, la"),))
    assert [(e.name, e.sort_name) for e in told.entities] == [("Chine", "Chine, la")]


def test_a_surname_spelled_otherwise_needs_company() -> None:
    first = [person("Jean Bailly"), *map(person, SENATE)]
    assert len([e for e in resolved(first, [person("Bailey"), *map(person, CLUB)]).entities if "Bail" in e.name]) == 2
    assert len([e for e in resolved(first, [person("Bailly"), *map(person, SENATE)]).entities if "Bail" in e.name]) == 1
    assert len([e for e in resolved(first, [person("Bailey")]).entities if "Bail" in e.name]) == 2


def test_a_town_is_not_the_acronym_that_is_spelled_alike() -> None:
    nice = organization("National Initiative for Cyber Education", "NICE")
    found = resolved([nice], [place("Nice", known=False)])
    assert sorted(e.name for e in found.entities) == ["National Initiative for Cyber Education", "Nice"]


def test_a_name_that_every_town_has_gets_no_page_where_its_articles_have_nothing_in_common() -> None:
    def story(name: str, town: str, people: Sequence[str]) -> list[LocalEntity]:
        return [place(name, known=False), place(town), *map(person, people)]

    apart = [story("Main Street", "Lisbon", SENATE), story("Main Street", "Oslo", CLUB)]
    assert [e.has_page for e in resolved(*apart).entities if e.name == "Main Street"] == [False]
    near = [story("Main Street", "Oslo", SENATE), story("Main Street", "Oslo", CLUB)]
    assert [e.has_page for e in resolved(*near).entities if e.name == "Main Street"] == [True]
    own = [story("Kestrel Street", "Lisbon", SENATE), story("Kestrel Street", "Oslo", CLUB)]
    assert [e.has_page for e in resolved(*own).entities if e.name == "Kestrel Street"] == [True]


def test_the_court_of_another_country_is_not_on_the_page_of_the_one_that_most_articles_mean() -> None:
    def story(country: str, people: Sequence[str]) -> list[LocalEntity]:
        return [organization("Supreme Court"), place(country), *map(person, people)]

    found = resolved(*[story("Norway", SENATE)] * 5, story("Brazil", CLUB), [organization("Supreme Court")])
    courts = [(e.id, e.articles, e.has_page) for e in found.entities if e.name == "Supreme Court"]
    assert courts == [("organizations/supreme-court", 6, True), ("organizations/supreme-court-2", 1, False)]
    assert dict(found.new_addresses)["organization:supreme court"] == "organizations/supreme-court"
