"""What is wrong with a site's own words, and what is still to be translated. Pure but for reading the list of messages."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from archivegen.words import OWN, built_in, has_catalogue
from archivegen.words.catalogue import CONTEXT_END, PLURALS, Entry, Mistake, entries, keys, read

_FOLDER = Path(__file__).parent


def template() -> str:
    """The catalogue of all messages, untranslated."""
    return (_FOLDER / "messages.pot").read_text(encoding="utf-8")


def mistakes_in(own: str) -> list[Mistake]:
    """What is wrong with a site's own catalogue: texts that cannot be read or filled in, and those that nothing says."""
    if not own:
        return []
    known = list(keys(template()))
    found = read(own)[1]
    for key, line in keys(own).items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f'; did you mean "{_shown(near[0])}"?' if near else ""
            found.append(Mistake(line, f'the interface has no text "{_shown(key)}"{hint}'))
    return sorted(found)


def missing_in(own: str, language: str) -> str:
    """A line on what is said in English on a site in *language*; "" if nothing is."""
    if has_catalogue(language):
        return ""
    done = read(own)[0].forms if own else {}
    texts = keys(template())
    left = sum(1 for key in texts if key not in done)
    what = f"{left} of {len(texts)} texts of the interface have" if done else "the interface has"
    stays = "stay" if done else "stays"
    mend = f"archivegen words lists them in {OWN}, for you to translate"
    return f'{what} no words in "{language}" and {stays} English; {mend}' if left else ""


def further(own: str, language: str) -> str:
    """What *own* lacks to be a list of all texts of the interface: to be added at its end, translations left open.

    A comment tells how the program itself says them, where it speaks *language*.
    """
    there = keys(own)
    name = built_in(language)
    source = (_FOLDER / f"{name}.po").read_text(encoding="utf-8") if name else template()
    found = []
    for entry in entries(source, []):
        if not entry.texts.get("msgid"):
            rule = PLURALS.search(entry.texts.get("msgstr", ""))
            head = f"Language: {language}", f"Plural-Forms: {rule[0] if rule else _PLURALS};", _CONTENT
            if not own.strip():
                found.append('msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in head))
        elif entry.key() not in there:
            found.append(_open(entry))
    return "\n".join(found)


_PLURALS = "nplurals=2; plural=(n != 1)"
_CONTENT = "Content-Type: text/plain; charset=utf-8"


def _open(entry: Entry) -> str:
    """The lines of *entry*, its translation as a comment."""
    lines = [f"#. {form}" for form in entry.forms() if form.strip()]
    lines += [f"{word} {_quoted('' if word.startswith('msgstr') else text)}" for word, text in entry.texts.items()]
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _shown(key: str) -> str:
    return key.rpartition(CONTEXT_END)[2]
