"""Article ⇄ a content file: YAML front matter and an editable Markdown body. Pure; a person's edits are recognised, not merged."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import msgspec

from archivegen import markdown, yamlplain, yamltext
from archivegen.content import body, fields
from archivegen.errors import Origin, Problem
from archivegen.model import Article, Block, Heading, Inference, Paragraph

_FRONT = re.compile(r"---[ \t]*\n")
_END_OF_FRONT = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*$\n?")
_GENERATED = re.compile(r"(?m)^(  generated: )\S*$")
_SEED = re.compile(r"(?m)^seed:[ \t]*\r?\n(?:  .*\r?\n)+")
_DIGEST_LENGTH = 16


def save(article: Article) -> str:
    """*article* as the text of its content file; load gives an equal article back."""
    if article.title_basis != "given" and "title" not in article.inferred:
        basis = "supplied from the text" if article.title_basis == "supplied" else "headline of the text"
        inferred = {"title": Inference(value=article.title, basis=basis, confidence=0.5), **article.inferred}
        article = msgspec.structs.replace(article, inferred=inferred)
    front = yamltext.dump(fields.write(article, generated="x"))
    text = f"---\n{front}---\n\n{body.write(article.blocks)}"
    digest = _digest(text)
    return _GENERATED.sub(lambda found: found[1] + digest, text, count=1)


def body_of(article: Article) -> str:
    """The body of *article* as its content file has it."""
    return body.write(article.blocks)


def settled(text: str, *, sha256: str, given: str) -> str:
    """The edited content file *text* as one made from the seed of *sha256* and *given*; without a seed where that is "".

    *text* itself where a person wrote its seed in another way than the program does.
    """
    front, _ = _split(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    block = _SEED.search(text) if front is not None else None
    if block is None:
        return text
    if not sha256:
        return text[: block.start()] + text[block.end() :]
    lines = [line for line in block[0].splitlines(keepends=True) if not line.startswith(("  sha256:", "  given:"))]
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    digests = [f"  sha256: {sha256}{end}", *([f"  given: {given}{end}"] if given else [])]
    at = next((n for n, line in enumerate(lines) if line.startswith(("  furniture:", "  generated:"))), len(lines))
    return text[: block.start()] + "".join([*lines[:at], *digests, *lines[at:]]) + text[block.end() :]


def is_edited(text: str) -> bool:
    """Whether a person has touched the content file *text* since it was generated (or wrote it)."""
    if "\n  generated: " not in text:
        return True
    match = _GENERATED.search(text)
    return match is None or match.group().split(": ")[1] != _digest(_GENERATED.sub(r"\g<1>x", text, count=1))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]


def load(text: str, *, path: str, id: str, language: str = "") -> Article:
    """The article in the content file *text*. *id* and *language* hold where the file gives none.

    Never raises for what a person wrote: what cannot be read stands in Article.problems with its line.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    origin = Origin(path)
    problems: list[Problem] = []
    values: dict[str, object] = {}
    front, rest = _split(text)
    if front is not None:
        try:
            values, problems = _values_of(front, origin)
        except yamltext.YamlError as error:
            problems.append(
                Problem(
                    Origin(path, "", error.line + 1),
                    "error",
                    "front-matter-unreadable",
                    f"{error}; mend it, or put the value in quotes",
                )
            )
    blocks = markdown.blocks_of(rest)
    values.setdefault("id", id)
    values.setdefault("language", language)
    if not values.get("title"):
        values["title"], values["title_basis"], blocks = _title_from(blocks, id)
    return Article(blocks=blocks, problems=tuple(problems), **values)  # type: ignore[arg-type]


def _values_of(front: str, origin: Origin) -> tuple[dict[str, Any], list[Problem]]:
    """As fields.read, with the title's basis. Raises YamlError."""
    rest, entities = fields.listed(front) or (front, None)
    meta = yamlplain.mapping(rest) if entities is not None else None
    if meta is None or "entities" in meta:
        meta, entities = yamltext.mapping(front), None
    values, problems = fields.read(meta, _Lines(front), origin)
    if entities is not None:
        values["entities"] = entities
    values["title_basis"] = _title_basis(meta, values)
    return values, problems


def _split(text: str) -> tuple[str | None, str]:
    """(front matter, or None where there is none; the rest)."""
    end = text.find("\n---", 3) if text.startswith("---\n") else -1
    if (
        end >= 0 and text.startswith("\n", end + 4) and text.find("\n...", 3, end) < 0
    ):  # as programs and most people write it
        return text[4 : end + 1], text[end + 5 :]
    opening = _FRONT.match(text)
    closing = _END_OF_FRONT.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, text
    return text[opening.end() : closing.start()], text[closing.end() :]


class _Lines(dict[str, int]):
    """The line in the file of each key of the front matter; looked for only when a problem asks."""

    def __init__(self, front: str) -> None:
        super().__init__()
        self.front = front

    def get(self, key: str, default: int = 1) -> int:  # type: ignore[override]
        return yamltext.lines_of_keys(self.front).get(key, default - 1) + 1


def line_of(key: str, text: str) -> int:
    """The line of *key* in the front matter of the content file *text*; 1 where it has none."""
    front, _ = _split(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return _Lines(front).get(key) if front is not None else 1


def _title_basis(meta: dict[str, object], values: dict[str, object]) -> str:
    inferred = values.get("inferred")
    guess = inferred.get("title") if isinstance(inferred, dict) else None
    if guess is None or guess.value != values.get("title"):
        return "given"
    raw = meta["inferred"]
    supplied = isinstance(raw, dict) and isinstance(raw["title"], dict) and raw["title"].get("supplied")
    return "supplied" if supplied == "true" else "text"


def _title_from(blocks: tuple[Block, ...], id: str) -> tuple[str, str, tuple[Block, ...]]:
    """A title for a file that gives none: its first heading, else the beginning of its text, else its name."""
    if blocks and isinstance(blocks[0], Heading):
        return blocks[0].text, "text", blocks[1:]
    for block in blocks:
        if isinstance(block, Paragraph):
            return _beginning(block.text), "supplied", blocks
    return id.rpartition("/")[2].replace("-", " ").replace("_", " ").strip() or id, "supplied", blocks


def _beginning(text: str, length: int = 80) -> str:
    text = text.split("\n", maxsplit=1)[0]
    return text if len(text) <= length else text[:length].rpartition(" ")[0] + "…"
