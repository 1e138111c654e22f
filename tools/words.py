"""Collect the messages of the interface and bring the catalogues in src/archivegen/words/ up to date, by way of babel.

usage: words.py            writes messages.pot, and every *.po with the messages that are new or gone
       words.py fi         makes fi.po, for a new language (name it in LANGUAGES of archivegen/words/__init__.py too)
       words.py --check    writes nothing; ends with 1 and says why if a file is stale or lacks a translation
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src/archivegen/words"
TEMPLATE = FOLDER / "messages.pot"
KEYWORDS = {
    "_": None,
    "say": None,
    "noted": None,
    "ngettext": (1, 2),
    "several": (1, 2),
    "paired": (1, 2),
    "pgettext": ((1, "c"), 2),
    "within": ((1, "c"), 2),
    "_of_day": (2,),
}
SOURCES = (
    ("templates", "*.html", "jinja2.ext:babel_extract"),
    ("src/archivegen/words", "*.py", "python"),
    ("src/archivegen/pages", "*.py", "python"),
    ("src/archivegen/render", "*.py", "python"),
)


def messages() -> Catalog:
    """All messages, in the order of the files; no line numbers, for they would change with every edit."""
    found = Catalog(project="archivegen", charset="utf-8")
    for folder, pattern, method in SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            place = path.relative_to(ROOT).as_posix()
            options = {"encoding": "utf-8", "silent": "false"}
            for _, message, comments, context in extract_from_file(
                method,
                path,
                keywords=KEYWORDS,
                comment_tags=("Translators:",),
                options=options,
                strip_comment_tags=True,
            ):
                found.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    return found


def text_of(catalog: Catalog) -> str:
    catalog.fuzzy = False
    out = io.BytesIO()
    write_po(out, catalog, width=120, omit_header=False, sort_output=False, ignore_obsolete=True)
    # the head tells the day, which would make every run another
    lines = out.getvalue().decode("utf-8").splitlines()
    gone = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
        '"Report-Msgid',
        '"Language-Team',
    )
    kept = [line for line in lines if not line.startswith((*gone, "# "))]
    return "\n".join(line for line in kept if line != "#").lstrip("\n") + "\n"


def updated(path: Path, new: Catalog) -> str:
    """The catalogue at *path* with the messages of *new*: what is gone is dropped, and nothing is guessed."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem.replace("-", "_"))
    catalog.update(new, no_fuzzy_matching=True)
    return text_of(catalog)


def results(language: str) -> Iterator[tuple[Path, str]]:
    new = messages()
    yield TEMPLATE, text_of(new)
    paths = sorted(FOLDER.glob("*.po"))
    if language and FOLDER / f"{language}.po" not in paths:
        made = Catalog(locale=language, project="archivegen", charset="utf-8")
        made.update(new, no_fuzzy_matching=True)
        yield FOLDER / f"{language}.po", text_of(made)
    for path in paths:
        yield path, updated(path, new)


def complaints(path: Path, text: str) -> Iterator[str]:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        yield f"{path.name} is stale: run make words"
    if path.suffix == ".po":
        for message in read_po(io.BytesIO(text.encode())):
            forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            if message.id and (message.fuzzy or not all(forms)):
                yield f"{path.name} has no translation of {message.id!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", nargs="?", default="")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        wrong = [line for path, text in results("") for line in complaints(path, text)]
        sys.exit("\n".join(wrong) or 0)
    for path, text in results(options.language):
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
