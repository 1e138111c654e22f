"""site.yaml → Config. All errors at once, each with its line and the nearest known key. Pure but for find and load."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from archivegen import yamltext
from archivegen.errors import CannotRun, Origin, Problem
from archivegen.model import Shown

FILE_NAME = "site.yaml"
ANNOTATORS = ("entities", "quotes", "events")
FIELDS = frozenset(
    """_id abstract agencies aliases article article_author article_body article_id article_text article_title article_url articlebody
    articlehtml author author_name authors body body_html body_markdown body_text body_xhtml byline canonical canonical_url
    categories category content content_html content_markdown content_text copyright creator credits custom_excerpt date
    date_modified date_modify date_publish date_published datemodified datepublished deck dek description desk doc_id domain draft
    entities excerpt eyebrow feature_image featured_image file filename first_published firstpublicationdate full_text fulltext
    guid headline heading html id image image_url keywords kicker labels lang language last_modified lastmod lead_image lede
    licence license link locale main_text maintext markdown md modified news_outlet newspaper noindex original_url outlet
    overline path permalink plain_text plaintext post_content post_date post_id post_title pub_date pubdate publication
    publication_date publicationdate publish_date publishdate published published_at published_date published_on publishedat
    publisher raw_html redirect_from rights section section_name sectionname sections site site_name sitename slug source
    source_domain source_name source_url standfirst status story subheadline subtitle summary tags text title top_image topics
    trail_text transcript uid updated updated_at updatedat uri url uuid web_url weburl webpublicationdate""".split()
)
"""What `fields` may give another name to: our fields, and what they are called by others."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


DataFormat = Literal["jsonl", "csv", "sqlite", "bibtex", "ris", "csl-json"]
RedirectFormat = Literal["html", "netlify", "cloudflare", "apache", "nginx"]


class FeedOptions(msgspec.Struct, frozen=True):
    items: int = 50
    min_articles: int = 2
    """A source, author, section, tag, story or entity has a feed from so many articles on."""


class EntityOptions(msgspec.Struct, frozen=True):
    min_articles: int = 2
    """An entity has a page from so many articles on."""
    people: Literal["pages", "list", "off"] = "pages"
    noindex_below: int = 3
    """People in fewer articles, without same_as, are kept out of search engines."""


class MediaOptions(msgspec.Struct, frozen=True):
    folders: tuple[str, ...] = ("media",)
    """Copies of the old site's uploads: wp-content/uploads/2019/06/a.jpg is 2019/06/a.jpg there."""
    keep_exif: bool = False
    """Whether copies of pictures keep what camera and editor wrote into them (place, names)."""
    sizes: tuple[int, ...] = ()
    """Widths in pixels in which pictures are had too, so that a phone need not load the whole one."""


class Site(msgspec.Struct, frozen=True):
    """What pages may know of the site."""

    title: str
    description: str = ""
    base_url: str = ""
    """"" or an absolute http(s) URL; may have a path."""
    language: str = "en"
    timezone: str = "UTC"
    page_size: int = 100
    feed: FeedOptions = FeedOptions()
    entities: EntityOptions = EntityOptions()
    search: bool = True
    publish_data: tuple[DataFormat, ...] = ()
    """Data files of the archive below /data/."""
    redirects: tuple[RedirectFormat, ...] = ("html", "cloudflare")
    """In what ways old addresses are answered."""
    raw: bool = True
    """Whether each article shows the text that it was made from, on a page of its own."""
    words: str = ""
    """The site's own words for those of the interface: the text of words.po in its folder of templates."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of site.yaml, in slices: each stage is handed the one that is its own."""

    site: Site
    seeds: tuple[str, ...] = ("seeds",)
    content: str = "content"
    templates: str = "templates"
    static: str = "static"
    output: str = "public"
    permalinks: str = "/{year}/{month}/{day}/{slug}.html"
    """Pattern, or "keep": the path of the address where the article was first published."""
    media: MediaOptions = MediaOptions()
    annotate: tuple[str, ...] = ANNOTATORS
    rights: Mapping[str, Shown] = {}
    """How much may be shown, by source, agency, author or photo credit."""
    excerpt_words: int = 60
    """An excerpt has at most so many words, in whole sentences."""
    fields: Mapping[str, str] = {}
    """Names of seed fields → ours."""
    ignore: tuple[str, ...] = ()
    """Globs of seed paths that are passed over."""
    unpublished: bool = False
    """Whether what exports hold and never showed (drafts, private and scheduled posts) comes in, as drafts."""
    notes: tuple[Problem, ...] = ()
    """What was read and does not do what it seems to."""


def find(start: Path) -> Path:
    """The folder that holds site.yaml: *start* or the nearest above it. Raises CannotRun."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise CannotRun(
        Problem(
            Origin(FILE_NAME),
            "error",
            "site-missing",
            f"no {FILE_NAME} in {start} or above; make a site with: archivegen init DIR",
        )
    )


def load(root: Path) -> Config:
    """The configuration of the site in *root*. Raises CannotRun with every mistake."""
    try:
        text = (root / FILE_NAME).read_text("utf-8-sig")
    except FileNotFoundError as error:
        message = f"no {FILE_NAME} in {root}; make a site with: archivegen init DIR"
        raise CannotRun(Problem(Origin(FILE_NAME), "error", "site-missing", message)) from error
    except UnicodeDecodeError as error:
        raise CannotRun(
            Problem(Origin(FILE_NAME), "error", "site-unreadable", "is not UTF-8 text; save it as UTF-8")
        ) from error
    config, problems = parse(text)
    if problems:
        raise CannotRun(*problems)
    own, wrong = _own_words(root, config, yamltext.lines_of_keys(text).get("language", 0))
    site = msgspec.structs.replace(config.site, words=own)
    notes = (*config.notes, *_missing_seeds(root, config, text), *_missing_extra(config, text), *wrong)
    return msgspec.structs.replace(config, site=site, notes=notes)


def _own_words(root: Path, config: Config, line: int) -> tuple[str, list[Problem]]:
    """The text of the site's own catalogue, "" if it has none; and what is wrong with the words of its language."""
    from archivegen import words  # late: most of what asks for a site's settings says nothing

    place = f"{config.templates}/{words.OWN}"
    try:
        own = (root / config.templates / words.OWN).read_text("utf-8-sig")
    except FileNotFoundError:
        own = ""
    except (OSError, UnicodeDecodeError) as error:
        message = "is not UTF-8; save the file as UTF-8" if isinstance(error, ValueError) else str(error.strerror)
        return "", [Problem(Origin(place), "error", "words-unreadable", message)]
    if not own and words.has_catalogue(config.site.language):
        return "", []
    from archivegen.words.own import missing_in, mistakes_in

    wrong = [
        Problem(Origin(place, "", mistake.line), "error", "words-broken", mistake.message)
        for mistake in mistakes_in(own)
    ]
    missing = missing_in(own, config.site.language)
    if missing:
        wrong.append(Problem(Origin(FILE_NAME, "", line), "note", "words-missing", missing))
    return own, wrong


def _missing_seeds(root: Path, config: Config, text: str) -> Iterator[Problem]:
    """A Problem for each folder of seeds that site.yaml names and that is not there."""
    line = yamltext.lines_of_keys(text).get("seeds", 0)
    for folder in config.seeds if line else ():
        if not (root / folder).is_dir():
            message = f"there is no folder {folder}/ to read seeds from; make it, or name the right one"
            yield Problem(Origin(FILE_NAME, "", line), "warning", "seeds-missing", message)


def _missing_extra(config: Config, text: str) -> Iterator[Problem]:
    """A Problem where site.yaml asks for what only an extra can do."""
    if not config.media.sizes:
        return
    from archivegen import picture_sizes  # late: most sites show pictures as they are

    if not picture_sizes.is_able():
        line = yamltext.lines_of_keys(text).get("media", 0)
        message = (
            f'media.sizes needs Pillow, so pictures are shown in their own size; pip install "{picture_sizes.EXTRA}"'
        )
        yield Problem(Origin(FILE_NAME, "", line), "error", "extra-missing", message)


def parse(text: str) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration in *text* and all that is wrong with it (then the config is of no use)."""
    try:
        found = yamltext.mapping(text)
    except yamltext.YamlError as error:
        return _NOTHING, (Problem(Origin(FILE_NAME, "", error.line), "error", "site-unreadable", str(error)),)
    lines = yamltext.lines_of_keys(text)
    problems: list[Problem] = []
    values = _read(found, _KEYS, lambda key: lines.get(key.partition(".")[0], 1), "", problems)
    if not str(found.get("title", "")).strip():
        problems.append(
            Problem(
                Origin(FILE_NAME, "", lines.get("title", 1)),
                "error",
                "title-missing",
                "the site has no title; write title: NAME",
            )
        )
    problems += _twice(text)
    if problems:
        return _NOTHING, tuple(sorted(problems))
    site = Site(**{key: values.pop(key) for key in Site.__struct_fields__ if key in values})
    config = Config(site=site, **values)
    return config, tuple(clashes(config, lines))


def _twice(text: str) -> Iterator[Problem]:
    counts = Counter(yamltext.top_keys(text))
    for key, line in yamltext.lines_of_keys(text).items():
        if counts[key] > 1:
            message = f"{key} stands here {counts[key]} times; keep one"
            yield Problem(Origin(FILE_NAME, "", line), "error", "key-twice", message)


def clashes(config: Config, lines: Mapping[str, int]) -> Iterator[Problem]:
    """A Problem for each folder that may not be where it is: the site would be read as its own seeds, or overwrite them."""
    for key in ("content", "output"):
        own = PurePosixPath(getattr(config, key))
        origin = Origin(FILE_NAME, "", lines.get(key, 0))
        if own.parts[0] in (".archivegen", ".git"):
            yield Problem(origin, "error", "folder-taken", f"{key}: {own}/ is not for this; write a folder of its own")
        others = [("seeds", folder) for folder in config.seeds]
        if key == "output":
            others += [(name, getattr(config, name)) for name in ("content", "templates", "static")]
            others += [("media", folder) for folder in config.media.folders]
        for name, folder in others:
            other = PurePosixPath(folder)
            if own == other or own in other.parents or other in own.parents:
                message = f"{key}: {own}/ and {name}: {other}/ lie in one another; give each a folder of its own"
                yield Problem(origin, "error", "folder-taken", message)


_NOTHING = Config(site=Site(""))


class _Wrong(ValueError):
    pass


def _read(
    found: Mapping[str, Any],
    keys: Mapping[str, Callable[[Any], Any]],
    line_of: Callable[[str], int],
    prefix: str,
    problems: list[Problem],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, raw in found.items():
        reader = keys.get(key)
        origin = Origin(FILE_NAME, "", line_of(prefix + key))
        if reader is None:
            near = difflib.get_close_matches(key, keys, 1)
            hint = f"; did you mean {prefix}{near[0]}?" if near else f"; known are {', '.join(keys)}"
            problems.append(Problem(origin, "error", "key-unknown", f'unknown key "{prefix}{key}"{hint}'))
            continue
        if raw == "" and key != "base_url":
            continue
        if key in _NESTED:
            if not isinstance(raw, dict):
                problems.append(
                    Problem(
                        origin, "error", "value-wrong", f"{key} takes keys of its own: {', '.join(_NESTED[key][1])}"
                    )
                )
                continue
            kind, inner = _NESTED[key]
            values[key] = kind(**_read(raw, inner, line_of, f"{key}.", problems))
            continue
        try:
            values[key] = reader(raw)
        except _Wrong as error:
            problems.append(Problem(origin, "error", "value-wrong", f"{prefix}{key}: {error}"))
    return values


def _words(raw: Any) -> str:
    if isinstance(raw, (dict, list)):
        raise _Wrong("one value is wanted here, not a list or mapping")
    return " ".join(str(raw).split())


def _list(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, dict):
        raise _Wrong("a list is wanted here; write [a, b]")
    return tuple(_words(item) for item in (raw if isinstance(raw, list) else [raw]) if item != "")


def _mapping(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise _Wrong("a mapping is wanted here; write name: value on lines of their own")
    return {str(key): _words(value) for key, value in raw.items()}


_DIGITS = 9


def _count(least: int) -> Callable[[Any], int]:
    def read_count(raw: Any) -> int:
        text = _words(raw)
        if not text.isdecimal() or len(text) > _DIGITS or int(text) < least:
            raise _Wrong(f'"{text}" is no whole number from {least} to {10**_DIGITS - 1:,}')
        return int(text)

    return read_count


def _sizes(raw: Any) -> tuple[int, ...]:
    return tuple(sorted({_count(16)(item) for item in _list(raw)}))


def _flag(raw: Any) -> bool:
    text = _words(raw).lower()
    if text not in ("true", "false", "yes", "no", "on", "off"):
        raise _Wrong(f'"{text}" is neither true nor false')
    return text in ("true", "yes", "on")


def _choice(*choices: str) -> Callable[[Any], str]:
    def read_choice(raw: Any) -> str:
        text = _words(raw)
        if text not in choices:
            raise _Wrong(f'"{text}" is none of {", ".join(choices)}')
        return text

    return read_choice


def _some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    """Any of *choices*, each once, in their own order: how a person lists them changes nothing."""
    read_choice = _choice(*choices)

    def read_some(raw: Any) -> tuple[str, ...]:
        wanted = {read_choice(item) for item in _list(raw)}
        return tuple(choice for choice in choices if choice in wanted)

    return read_some


def _base_url(raw: Any) -> str:
    text = _words(raw)
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise _Wrong(f'"{text}" is no site address; write it like https://archive.example/ (or leave it empty)')
    return text.rstrip("/") + "/"


def _folder(raw: Any) -> str:
    text = _words(raw)
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or str(path) in (".", "") or "\\" in text:
        raise _Wrong(f'"{text}" is no folder inside the site; write a relative path such as public')
    return str(path)


def _folders(raw: Any) -> tuple[str, ...]:
    return tuple(_folder(item) for item in _list(raw))


def _annotators(raw: Any) -> tuple[str, ...]:
    names = _list(raw)
    if set(names) - set(ANNOTATORS):
        from importlib import metadata  # late: only where a plug-in is named

        known = [*ANNOTATORS, *sorted(point.name for point in metadata.entry_points(group="archivegen.annotators"))]
        for name in names:
            if name not in known:
                raise _Wrong(f'"{name}" is none of {", ".join(known)}')
    return names


def _language(raw: Any) -> str:
    text = _words(raw)
    if not _LANGUAGE.fullmatch(text):
        raise _Wrong(f'"{text}" is no language code; write one like en, fr or pt-BR')
    return text


def _permalinks(raw: Any) -> str:
    from archivegen import permalinks  # late: most sites keep the default

    try:
        return permalinks.check_pattern(_words(raw))
    except ValueError as error:
        raise _Wrong(str(error)) from error


def _timezone(raw: Any) -> str:
    from zoneinfo import ZoneInfo  # late: most sites keep UTC

    text = _words(raw)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise _Wrong(f'"{text}" is no time zone; write one like Europe/Paris') from error
    return text


def _redirects(raw: Any) -> tuple[str, ...]:
    formats = _some_of(*get_args(RedirectFormat))(raw)
    if {"netlify", "cloudflare"} <= set(formats):
        raise _Wrong("netlify and cloudflare both write the file _redirects; keep the one of your host")
    return formats


def _fields(raw: Any) -> dict[str, str]:
    found = _mapping(raw)
    wrong: list[str] = []
    for theirs, ours in found.items():
        if ours.lower().replace("-", "_").replace(" ", "_") not in FIELDS:
            near = difflib.get_close_matches(ours.lower(), sorted(FIELDS), 1)
            hint = f"did you mean {near[0]}?" if near else "write one of title, text, date, byline, source, dek, url …"
            wrong.append(f'{theirs}: "{ours}" is no field of an article; {hint}')
    if wrong:
        raise _Wrong(" · ".join(wrong))
    return found


_LEVELS = _choice(*get_args(Shown))

_NESTED: dict[str, tuple[Any, dict[str, Callable[[Any], Any]]]] = {
    "feed": (FeedOptions, {"items": _count(1), "min_articles": _count(1)}),
    "media": (MediaOptions, {"folders": _folders, "keep_exif": _flag, "sizes": _sizes}),
    "entities": (
        EntityOptions,
        {"min_articles": _count(1), "people": _choice("pages", "list", "off"), "noindex_below": _count(0)},
    ),
}

_KEYS: dict[str, Callable[[Any], Any]] = {
    "title": _words,
    "description": _words,
    "base_url": _base_url,
    "language": _language,
    "timezone": _timezone,
    "seeds": _folders,
    "content": _folder,
    "templates": _folder,
    "static": _folder,
    "output": _folder,
    "page_size": _count(1),
    "permalinks": _permalinks,
    "feed": _words,
    "entities": _words,
    "media": _words,
    "annotate": _annotators,
    "search": _flag,
    "raw": _flag,
    "publish_data": _some_of(*get_args(DataFormat)),
    "redirects": _redirects,
    "rights": lambda raw: {key: _LEVELS(value) for key, value in _mapping(raw).items()},
    "excerpt_words": _count(1),
    "fields": _fields,
    "ignore": _list,
    "unpublished": _flag,
}
