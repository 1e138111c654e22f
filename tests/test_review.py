import msgspec

from archivegen import furniture_file, review, reviewed_file
from archivegen.furniture_file import Row
from archivegen.model import Article, Evidence, Inference, Seed


def article(id: str, **guesses: tuple[str, float]) -> Article:
    values = {field: value for field, (value, _) in guesses.items()}
    inferred = {
        field: Inference(value, "a reason", confidence, (Evidence(3, "the words"),))
        for field, (value, confidence) in guesses.items()
    }
    return Article(id=id, **{"title": "T", **values}, inferred=inferred)  # type: ignore[arg-type]


def told(*articles: Article, limit: int = 20) -> list[str]:
    return list(review.lines(review.about_fields(review.doubts(articles), content="content"), limit=limit))


def sure(id: str, **fields: str) -> Article:
    return Article(id=id, title="T", **{"date": "2019-01-01", "source": "S", **fields})  # type: ignore[arg-type]


def test_what_is_given_or_sure_is_not_asked() -> None:
    assert told(sure("a"), article("b", date=("2019-01-01", 0.95), source=("S", 1.0))) == [
        "nothing to review: all that was inferred is sure"
    ]


def test_a_weak_inference_comes_with_its_proof_and_the_line_to_write() -> None:
    assert told(article("x/a", date=("2019-01-01", 0.5), source=("S", 1.0))) == [
        "date of content/x/a.md (a reason; confidence 0.50)",
        '    content/x/a.md  2019-01-01  line 3: "the words"',
        "  write, if it is wrong or missing, into content/x/a.md: date: YYYY-MM-DD",
        "  if it is right, write into content/reviewed.tsv: date<TAB>x/a<TAB>a reason",
    ]


def test_what_a_person_has_settled_is_not_asked() -> None:
    changed = article("a", date=("2019-01-01", 0.5), source=("S", 1.0))
    assert told(Article(**{**{f: getattr(changed, f) for f in Article.__struct_fields__}, "date": "2019-02-02"}))[
        0
    ].startswith("nothing")


def test_one_answer_settles_many_and_the_most_open_comes_first() -> None:
    lines = told(
        *(sure(f"far/{n}", source="") for n in range(5)),
        article("near/a", date=("2019-01-01", 0.8), source=("S", 1.0)),
    )
    assert lines[0] == "source of 5 articles in content/far/ (the text does not say; confidence 0.00)"
    assert "    and 2 more" in lines
    assert any(line.startswith("date of content/near/a.md") for line in lines)


def test_different_guesses_are_different_questions() -> None:
    lines = told(*(article(f"{n}", source=(f"S{n}", 0.5), date=("2019-01-01", 1.0)) for n in range(3)))
    assert sum(line.startswith("source of") for line in lines) == 3


def test_more_questions_than_asked_for_are_counted() -> None:
    lines = told(*(sure(f"f{n}/a", source="") for n in range(4)), limit=1)
    assert lines[-1] == "3 more questions; see them with --limit 4"


def test_one_line_in_the_folder_of_the_seeds_settles_all_of_them() -> None:
    found = [sure(f"far/{n}", source="", seed=Seed(f"seeds/far/{n}.txt")) for n in range(3)]  # type: ignore[arg-type]
    assert told(*found)[-2:] == [
        "  write, if it is one for all, into seeds/far/_defaults.yaml: source: NAME",
        "  if nobody knows, write into content/reviewed.tsv: source<TAB>far<TAB>the text does not say",
    ]
    assert told(found[0])[-2] == "  write, if it is wrong or missing, into content/far/0.md: source: NAME"


def test_what_each_article_has_for_itself_may_be_given_in_one_table() -> None:
    found = [article(f"far/{n}", date=("2019-01-01", 0.5), source=("S", 1.0)) for n in range(3)]
    seeded = [msgspec.structs.replace(one, seed=Seed(f"seeds/{one.id}.txt", "", 1, "0")) for one in found]
    assert told(*seeded)[-2] == (
        "  write, where it is wrong or missing, into the file: date: YYYY-MM-DD; "
        "or into seeds/far/index.csv a row for each, under file,date"
    )


def test_what_a_person_found_right_is_not_asked_again() -> None:
    found = [article(f"far/{n}", date=("2019-01-01", 0.5), source=("S", 1.0)) for n in range(3)]
    line = told(*found)[-1].partition("reviewed.tsv: ")[2]
    answers, problems = reviewed_file.parse(f"# looked at in May\n{line}\n", "x", fields=review.FIELDS)
    assert not problems and not list(review.doubts(found, answers))
    other = article("near/a", date=("2019-01-01", 0.5), source=("S", 1.0))
    for one, text in ((other, line), (found[0], "date\tfar\tanother reason"), (found[0], "title\tfar")):
        assert list(review.doubts([one], reviewed_file.parse(text, "x", fields=review.FIELDS)[0]))
    assert not list(review.doubts([other], reviewed_file.parse("date\t*", "x", fields=review.FIELDS)[0]))


def test_a_line_that_settles_nothing_is_a_problem() -> None:
    _, problems = reviewed_file.parse("date\nplace\tfar\n", "content/reviewed.tsv", fields=review.FIELDS)
    assert [(one.code, one.origin.line) for one in problems] == [("reviewed-line", 1), ("reviewed-line", 2)]


def test_lines_that_repeat_in_a_place_are_one_question_with_the_rows_to_write() -> None:
    rows = [Row("seeds/far", "Notes from the pier", count=12), Row("seeds/far", "Letters", count=9)]
    asked = list(
        review.lines(review.about_lines([*rows, Row("seeds/x", "Tides", count=5)], path="content/f.tsv"), limit=3)
    )
    assert asked == [
        "2 lines in 9 to 12 texts of seeds/far: are they furniture, or part of the stories?",
        "    furniture<TAB>seeds/far<TAB>12<TAB>Notes from the pier",
        "    furniture<TAB>seeds/far<TAB>9<TAB>Letters",
        "  write into content/f.tsv each, as it stands here or with kept for furniture",
        "a line in 5 texts of seeds/x: is it furniture, or part of the stories?",
        "    furniture<TAB>seeds/x<TAB>5<TAB>Tides",
        "  write into content/f.tsv, as it stands here or with kept for furniture",
    ]
    copied = "\n".join(line.strip() for line in asked if "<TAB>" in line)
    found, problems = furniture_file.parse(copied, "f.tsv", folders=["seeds"], key_of=str.casefold)
    assert (len(found), problems) == (3, ())


def test_questions_of_all_makers_are_ranked_together() -> None:
    questions = [review.Question("small", (), "write", 0.5), review.Question("large", (), "write", 7)]
    assert [line for line in review.lines(questions, limit=2) if not line.startswith(" ")] == ["large", "small"]
