"""Which lines a survey learns to be furniture, and above all which it does not."""

from __future__ import annotations

import random
import time

import pytest

from archivegen.normalize import survey

WORDS = "bridge ferry market flood school harbor library orchard quarry chapel".split()
FOOT = (
    "Meet the people who make the Wire",
    "Where to buy the printed edition",
    "Letters for publication are welcome",
)


def story(word: str, *, head: tuple[str, ...] = (), inside: tuple[str, ...] = (), foot: tuple[str, ...] = ()) -> str:
    lines = (
        *head,
        f"Plan for the {word} wins approval",
        f"The {word} of Callan will be rebuilt next year, the council said on Tuesday after a long {word} debate.",
        *inside,
        f"Residents had asked for the {word} for years, and Mayor Lena Ortiz told them that {word} work starts soon.",
        *foot,
    )
    return "\n\n".join(lines)


def learned(bodies: list[str]) -> set[str]:
    found = survey.learn([(one.marks, one.prints) for one in map(survey.sketch_of, bodies)])
    return {text for body in bodies for _, text in survey.texts_of(body, found)}


def test_labels_that_close_every_page_are_learned() -> None:
    assert learned([story(word, foot=FOOT) for word in WORDS[:5]]) == set(FOOT)


def test_labels_over_the_headline_are_learned() -> None:
    head = ("Honest stories from the valley", "Printed on paper from our own woods")
    assert learned([story(word, head=head) for word in WORDS[:6]]) == set(head)


def test_a_call_to_readers_is_learned_wherever_it_stands() -> None:
    call = "You can read this free of charge thanks to our members."
    assert learned([story(word, inside=(call,)) for word in WORDS[:4]]) == {call}


def test_a_line_in_the_box_of_a_call_goes_with_it() -> None:
    box = ("Subscribe to our podcast, Low Tide", "One e-mail each day, no nonsense.")
    assert box[1] in learned([story(word, inside=box) for word in WORDS[:6]])


def test_a_few_texts_teach_nothing() -> None:
    assert learned([story(word, foot=FOOT) for word in WORDS[:3]]) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Background",
        "What happens next",
        "What you need to know",
        "History of the plan",
        "Nobody was hurt.",
        "The police are investigating.",
        "More than 9,000 people have been killed since the war began.",
        "The company did not answer our request for comment.",
        "Twitter did not respond to an email seeking comment.",
        "“We will not be moved,” the crowd sang.",
        "We shall overcome",
        "What book changed your life?",
        "Where can readers follow your work?",
        "KYIV, Ukraine",
        "Jane Roe",
        "By Jane Roe",
        "May 3, 2019",
        "Reporting by Ann Lee; Editing by Tom Ray",
        "(Reuters)",
        "Photo: City of Callan",
        "Rovers 3 2 1",
        "• Two eggs",
        "The Callan Courier",
    ],
)
def test_what_stories_repeat_is_theirs(line: str) -> None:
    inside = [story(word, inside=(line,)) for word in WORDS]
    assert learned(inside) == set()
    at_the_foot = [story(word, foot=(line,)) for word in WORDS[:9]]
    assert learned(at_the_foot) == set()
    on_top = [story(word, head=(line,)) for word in WORDS[:9]]
    assert learned(on_top) == set()


def test_the_headline_of_a_standing_column_is_no_furniture() -> None:
    bodies = [
        f"Notes from the pier\n\nAll you missed this week\n\nThe {word} was busy on Monday, and the {word} keeper sang to the crowd."
        for word in WORDS
    ]
    assert learned(bodies) == set()


def test_near_copies_of_one_story_teach_nothing() -> None:
    versions = [
        story("bridge", foot=FOOT) + f"\n\nThe {word} office will answer on Monday, a clerk added." for word in WORDS
    ]
    assert learned([version + "\n\n" + "\n\n".join(FOOT) for version in versions]) == set()


def test_paragraphs_that_stories_on_one_matter_share_stay() -> None:
    shared = (
        "The war began in February and has driven millions from their homes.",
        "Both sides deny that they aim at civilians.",
    )
    assert learned([story(word, foot=shared) for word in WORDS]) == set()


def test_the_order_of_documents_does_not_matter() -> None:
    bodies = [story(word, foot=FOOT) for word in WORDS] + [story(f"{word} road") for word in WORDS]
    expected = learned(bodies)
    for seed in range(3):
        shuffled = bodies[:]
        random.Random(seed).shuffle(shuffled)
        assert learned(shuffled) == expected == set(FOOT)


def test_other_languages_are_learned_too() -> None:
    call = "Abonnieren Sie unseren Newsletter und lesen Sie uns jeden Morgen."
    bodies = [
        f"Der Plan {word}\n\nDie Stadt baut den {word} im nächsten Jahr neu, sagte der Rat am Dienstag.\n\n{call}"
        for word in WORDS
    ]
    assert learned(bodies) <= {call}
    assert not learned([body.replace(call, "Niemand wurde verletzt.") for body in bodies])


def test_a_line_of_any_length_costs_little() -> None:
    started = time.process_time()
    survey.sketch_of("word " * 1_000_000)
    survey.sketch_of("a\n" * 100_000)
    assert time.process_time() - started < 20
