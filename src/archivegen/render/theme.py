"""Load a theme: templates and static files of several folders → one value. Reads files; knows no page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from archivegen.config import Site
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.render import phrases, quick, reach
from archivegen.render.links import StaticLinks
from archivegen.views import Line
from archivegen.words import ENGLISH, Words

_USES = f"uses-{reach.REVISION}.json"
"""The file that tells, by the digest of a template's text, what it names."""
_decode_uses = msgspec.json.Decoder(dict[str, reach.Uses]).decode
_MOST_LINES, _MOST_PIECES = 120_000, 12_000
"""Lists go through all articles again and again: what holds fewer lines than there are articles is of no use. One takes 0.7 kB."""


class Memo(NamedTuple):
    """What many pages of one site repeat, made once."""

    site: Site | None
    frames: dict[tuple[tuple[str, ...], str, str], tuple[Markup, Markup]]
    """What stands above and below, by menu, section and way to the root."""
    static: dict[str, StaticLinks]
    """Links to static files by name, by way to the root."""
    entries: dict[Line, str]
    """The line of an article in lists."""
    sources: dict[Line, str]
    """Its heading where words or names of it follow."""
    pieces: dict[tuple[str, Any], str]
    """What a macro makes of a value, by the macro's name and the value."""


class Theme:
    """Compiled templates, digests of static files, and a memo of what many pages repeat. Loaded once."""

    def __init__(
        self, sources: dict[str, str], static: dict[str, str], compiled_dir: Path | None = None, say: Words = ENGLISH
    ) -> None:
        """*sources*: text by template name; *static*: digest by file name; *say*: the language that templates speak.

        *compiled_dir*: for what is worked out of templates, which is the same each time.
        """
        self.say = say
        self.sources, self.static = sources, static
        self._compiled_dir = compiled_dir
        self.codes = {name: _code(text) for name, text in sources.items()}
        """By template: a digest of its text."""
        self.digest = _digest([*sorted(self.codes.items()), *sorted(static.items()), ("words", say.digest)])
        self.versions = {name: f"?v={code[:10]}" for name, code in static.items()}
        """By static file: what its links carry, so that a changed file is fetched anew."""
        cache = quick.QuickCache(compiled_dir, say.digest) if compiled_dir else None
        self.environment = quick.QuickEnvironment(
            say,
            # a template goes by its name in tracebacks too, so that an error can say where
            loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=cache,
            cache_size=-1,
        )
        self.environment.filters.update(phrases.filters(say))
        self.environment.globals.update(phrases.functions(say))
        self._apart: Callable[[str], str] = self.environment.filters["apart"]
        self._memo = Memo(None, {}, {}, {}, {}, {})
        self._macros: dict[str, Callable[..., str]] = {}

    def __reduce__(self) -> tuple[type[Theme], tuple[Any, ...]]:
        return Theme, (self.sources, self.static, self._compiled_dir, self.say)  # elsewhere it is compiled anew

    def is_own(self, *names: str) -> bool:
        """Whether the site has one of these built-in templates of its own."""
        return any(f"default/{name}" in self.sources for name in names)

    def template(self, name: str) -> quick.QuickTemplate:
        return self.environment.get_template(name)

    def uses(self) -> dict[str, reach.Uses]:
        """What each template names."""
        kept = self._compiled_dir / _USES if self._compiled_dir else None
        known = _uses_known(self._compiled_dir)
        found = {code: known.get(code) or reach.uses(self.sources[name]) for name, code in self.codes.items()}
        if kept is not None and found != known:
            with suppress(OSError):  # it is looked for again
                fresh = kept.with_name(f"{_USES}.{os.getpid()}")
                fresh.write_bytes(msgspec.json.encode(found))
                fresh.replace(kept)
        return {name: found[code] for name, code in self.codes.items()}

    def make_ready(self, names: Iterable[str]) -> None:
        """Compile *names* and what most templates name, once for all processes that are forked from this one."""
        for name in sorted({*names, "base.html", "macros.html"} & self.sources.keys()):
            with suppress(TemplateError):  # the page that is made with it says what is wrong
                self.template(name)

    def macro(self, name: str) -> Callable[..., str]:
        """The macro *name* of macros.html, or of the built-in one where the site's own has none of that name."""
        known = self._macros.get(name)
        if known is None:
            known = self._macros[name] = self._macro(name)
        return known

    def _macro(self, name: str) -> Callable[..., str]:
        for template in ("macros.html", "default/macros.html"):
            found = getattr(self.template(template).module, name, None)
            if found is not None:
                exact = partial(self._exact_macro, template, name)
                return quick.or_else(found, exact)
        raise TemplateNotFound(f"macros.html: {name}")

    def _exact_macro(self, template: str, name: str) -> Callable[..., str]:
        return getattr(self.environment.exact().get_template(template).module, name)  # type: ignore[no-any-return]

    def apart(self, text: str) -> str:
        """*text* as HTML, isolated as the filter of that name does."""
        return quick.html(self._apart(text))

    def memo(self, site: Site) -> Memo:
        """What was made for *site* so far."""
        memo = self._memo
        if memo.site is not site and memo.site != site:
            self._memo = Memo(site, {}, {}, {}, {}, {})
        elif len(memo.entries) + len(memo.sources) >= _MOST_LINES:
            # pages of one kind follow one another: the most are of the kind before, which nobody asks for now
            max(memo.entries, memo.sources, key=len).clear()
        elif len(memo.pieces) >= _MOST_PIECES:
            memo.pieces.clear()
        return self._memo


def load(
    template_dirs: Sequence[Path],
    *,
    static_dirs: Sequence[Path] = (),
    compiled_dir: Path | None = None,
    say: Words = ENGLISH,
) -> Theme:
    """The theme of these folders, in the language of *say*; a file of an earlier one stands for its namesake in later ones.

    A template that was so replaced can still be named as "default/NAME". Raises CannotRun, naming each file that is not
    text or not a template, with its line.
    """
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    sound = _uses_known(compiled_dir) if len(template_dirs) > 1 else {}
    for folder in reversed(template_dirs):
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            if path.suffix != ".html":
                continue
            try:
                text = path.read_text(encoding="utf-8")
            except OSError as error:
                problems.append(Problem(_origin(folder, name), "error", "template-unreadable", str(error.strerror)))
                continue
            except UnicodeDecodeError:
                message = "is not UTF-8; save the file as UTF-8"
                problems.append(Problem(_origin(folder, name), "error", "template-unreadable", message))
                continue
            if folder != template_dirs[-1] and _code(text) not in sound:
                problems += _mistakes(text, folder, name)
            if name in sources:
                sources.setdefault(f"default/{name}", sources[name])
            sources[name] = text
    static: dict[str, str] = {}
    for folder in reversed(static_dirs):
        for path in _files(folder):
            static[path.relative_to(folder).as_posix()] = blake2b(path.read_bytes(), digest_size=8).hexdigest()
    if problems:
        raise CannotRun(*problems)
    return Theme(sources, static, compiled_dir, say)


def _uses_known(compiled_dir: Path | None) -> dict[str, reach.Uses]:
    """What sound templates name, by the digest of their text, as it was told the last time."""
    if compiled_dir is not None:
        with suppress(OSError, msgspec.DecodeError):
            return _decode_uses((compiled_dir / _USES).read_bytes())
    return {}


def _origin(folder: Path, name: str, line: int = 0) -> Origin:
    return Origin(f"{folder.name}/{name}", "", line)


def _mistakes(text: str, folder: Path, name: str) -> list[Problem]:
    try:
        Environment().parse(text)
    except TemplateSyntaxError as error:
        message = f"{error.message}; mend it, or delete the file to have the built-in template"
        return [Problem(_origin(folder, name, error.lineno), "error", "template-broken", message)]
    return []


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _code(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _digest(pairs: Sequence[tuple[str, str]]) -> str:
    state = blake2b(digest_size=16)
    for name, text in pairs:
        state.update(f"{name}\x00{text}\x00".encode())
    return state.hexdigest()
