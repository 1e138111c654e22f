from archivegen import review
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
        "  write, if it is wrong or missing: date: YYYY-MM-DD",
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
    assert told(*found)[-1] == "  write, if it is one for all, into seeds/far/_defaults.yaml: source: NAME"
    assert told(found[0])[-1] == "  write, if it is wrong or missing: source: NAME"


def test_a_line_that_repeats_is_asked_about_with_the_row_to_write() -> None:
    questions = review.about_lines([Row("seeds/far", "Notes from the pier", count=12)], path="content/furniture.tsv")
    assert list(review.lines(questions, limit=3)) == [
        "a line in 12 texts of seeds/far: is it furniture, or does it belong to the stories?",
        "    Notes from the pier",
        "  write into content/furniture.tsv: furniture<TAB>seeds/far<TAB><TAB>Notes from the pier (or begin it with kept)",
    ]


def test_questions_of_all_makers_are_ranked_together() -> None:
    questions = [review.Question("small", (), "write", 0.5), review.Question("large", (), "write", 7)]
    assert [line for line in review.lines(questions, limit=2) if not line.startswith(" ")] == ["large", "small"]
