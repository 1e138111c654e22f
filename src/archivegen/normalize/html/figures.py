"""Pictures and the words printed under them → Figures. Pure."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from archivegen.model import Figure
from archivegen.normalize import captions
from archivegen.normalize.html.inline import absolute
from archivegen.normalize.html.jsonld import plain
from archivegen.normalize.html.tree import Element, names_in, words_of
from archivegen.urls import safe_href

PICTURES = frozenset(("img", "amp-img", "picture"))
_CAPTION = re.compile(
    r"caption|cutline|(?:image|photo|media|picture|img|bild|foto)[_-]?cap(?:$|[\s_-])|(?:image|photo|media|picture|img|bild|foto)[_-]*(?:desc(?:ription)?|text|legend|info|title|details|unterschrift)|"
    r"(?:^|[\s_-])legend(?:$|[\s_-])|legende|bildunterschrift|bildtext|didascalia|pie-?de-?foto|sub-?image|figure__text",
    re.IGNORECASE,
)
_NO_CAPTION = re.compile(
    r"closed-caption|wp-block-media-text|captions-(?:button|menu)|caption-(?:button|toggle)|vjs-|jw-|has-caption|with-caption|no-caption|nocaption",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z]))(?:[Ii]mage|[Pp]hoto|[Pp]icture|[Ii]mg|[Tt]humb|[Ff]igure|[Ff]oto|[Bb]ild)(?:$|[\s_-]|[A-Z]|s\b)"
)
_CREDIT = re.compile(
    r"credits?(?:$|[\s_-])|copyright|photographer|(?:image|photo|media|caption|figure|img|picture)[_-]*(?:source|byline|author|by|rights|agency|owner)|"
    r"(?:^|[\s_-])(?:attribution|rights|quelle|fotograf)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_CAPTION = re.compile(r"caption[_-]*(?:credit|source|byline|author)", re.IGNORECASE)
_DECORATION = re.compile(
    r"emoji|mwe-math|wp-smiley|smiley|avatar|gravatar|icon|logo|spacer|pixel|tracking|badge|sprite|spinner|loader|button|separator|1x1|blank\.gif|placeholder",
    re.IGNORECASE,
)
_NO_CAPTIONS = frozenset("body main article figure ul ol table tbody tr h1 h2 h3 h4 h5 h6".split())
_MORE_THAN_WORDS = ("img", "picture", "video", "iframe", "figure", "amp-img", "h1", "h2")
MOST_WORDS = 130
"""Of a caption."""
_FEW_WORDS = 3
"""So few words say nothing of a picture that is not there: a label that its page calls a caption."""
_SMALLEST = 65
"""Pixels; what is smaller is a sign."""
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-full-src",
    "data-hi-res-src",
    "data-large-file",
)
_WIDTH = re.compile(r"(\S+?)(?:\s+(\d+(?:\.\d+)?)([wx]))?\s*(?:,\s+|,(?=https?:)|$)")
_LABEL = re.compile(
    r"^(?:(?:Image|Media|Photo) caption|Image source|Image copyright|Image|Caption|Bildunterschrift|Bildbeschreibung|Légende|Photo|Foto|"
    r"hide caption|toggle caption|Vergrößern|Open image in gallery|View image in fullscreen)\s?[,:|]?\s+(?=\S)"
)
_MAKER = re.compile(r"source|credit|copyright|quelle|crédit|fotograf", re.IGNORECASE)
_TOOLS = re.compile(
    r"\s*\b(?:(?:hide|toggle) caption|enlarge this image|view image in full\s?screen|open image in gallery|purchase licensing rights"
    r"(?:, opens new tab)?|opens new tab)(?=\W|$)",
    re.IGNORECASE,
)
"""What the buttons on a picture say."""
_BARRED = re.compile(r"\s\|\s+(?P<credit>[^|.]{3,60})$")
_SLASHED = re.compile(r"\((?P<credit>[^()/]{3,60}\s/\s[^()/]{2,60})\)[.\s]*$")


def is_caption(names: str) -> bool:
    """Whether class and id *names* are those of a caption."""
    return _CAPTION.search(names) is not None and _NO_CAPTION.search(names) is None


def caption_in_attributes(element: Element) -> tuple[str, str]:
    """The caption and credit that a script prints from the attributes of *element*; "" where there is none."""
    found = []
    for names in (("data-c-caption", "data-caption", "data-image-caption"), ("data-c-credit", "data-credit")):
        value = next((value for name in names if (value := element.get(name))), "")
        found.append(plain(value[:2000]) if value[:1] not in ("{", "[") else "")
    return found[0], found[1]


def _around(element: Element) -> list[Element]:
    return list(islice(element.iterancestors(), 4))


def holds_picture(names: str) -> bool:
    """Whether class and id *names* are those of an element made for a picture."""
    return len(names) > 2 and _HOLDER.search(names) is not None


def is_credit(names: str) -> bool:
    """Whether class and id *names* are those of a picture's credit."""
    return _CREDIT.search(names) is not None


def is_of_gallery(element: Element) -> bool:
    """Whether the caption *element* is that of several figures, each with words of its own or none."""
    parent = element.getparent()
    return element.tag == "figcaption" and parent is not None and sum(1 for _ in parent.iter("figure")) > 2


def says_words_of_picture(element: Element, tag: str, *, is_by_picture: bool) -> bool:
    """Whether *element* is called after a caption, or a credit where a picture stands by it, and holds no more than such words."""
    names = f"{names_in(element)} {element.get('itemprop') or ''}"
    if len(names) <= 2 or tag in _NO_CAPTIONS:
        return False
    if not is_caption(names) and not (is_by_picture and is_credit(names)):
        return False
    if next(element.iter(*_MORE_THAN_WORDS), None) is not None:
        return False
    return (0 if is_by_picture or tag != "span" else _FEW_WORDS) < len(words_of(element).split()) <= MOST_WORDS


def names_maker(label: str) -> bool:
    """Whether the hidden *label* announces who made a picture ("Image source,")."""
    return _MAKER.search(label) is not None


def picture_of(element: Element, base: str) -> Figure | None:
    """The picture that *element* shows, without words yet; None for icons, trackers and what has no address."""
    image = element
    if element.tag == "picture":
        image = next(iter(element.iter("img")), None)
        if image is None:
            return None
    shown = f"{image.get('class') or ''} {image.get('id') or ''}"
    if _is_small(image) or (_DECORATION.search(shown) and not image.get("srcset")):
        return None
    src = _source(image, base)
    if not src and element.tag == "picture":
        src = next(
            (found for node in element.iter("source") if (found := _largest(node.get("srcset") or "", base))), ""
        )
    if not src or _DECORATION.search(_last_part(src)):
        return None
    text, credit = caption_in_attributes(image)
    if text and not any("caption" in (above.get("class") or "") or above.tag == "figure" for above in _around(image)):
        return with_words(Figure("", src=src, alt=" ".join((image.get("alt") or "").split())[:500]), text, credit)
    is_titled = "caption" in (image.get("class") or "").split()  # a script prints the title below the picture
    words = " ".join((image.get("title") or "").split()) if is_titled else ""
    return Figure(words, captions.credit_of(words), src=src, alt=" ".join((image.get("alt") or "").split())[:500])


def _is_small(image: Element) -> bool:
    sizes = [
        int(value) for name in ("width", "height") if (value := (image.get(name) or "").removesuffix("px")).isdigit()
    ]
    return bool(sizes) and max(sizes) < _SMALLEST


_SAVED = re.compile(
    r"(?:\./)?[^/?#:]{1,250}(?:_files|-Dateien|_fichiers|_archivos|_file|_arquivos|_ficheiros|_bestanden|-filer|_pliki|\.files)/"
)
"""How browsers call the folder of what they save with a page; its pictures are there, whatever the page says of others."""


def _source(image: Element, base: str) -> str:
    if _SAVED.match(image.get("src") or ""):
        return _picture_address(image.get("src"), base)
    for name in _LAZY:
        src = _picture_address(image.get(name) or "", base)
        if src:
            return src
    src = _picture_address(image.get("src") or "", base)
    return src or _largest(image.get("srcset") or image.get("data-srcset") or "", base)


def _picture_address(text: str, base: str) -> str:
    """The address; as it is written, where it is relative and *base* is empty: it may be that of a file beside the page."""
    text = text.strip()
    if _SAVED.match(text):
        return safe_href(text.replace(" ", "%20"))
    if text.startswith(("data:", "blob:", "about:")) or " " in text:
        return ""
    url = absolute(text, base)
    return url if url and not url.startswith(("mailto:", "tel:")) else ""


def _largest(srcset: str, base: str) -> str:
    found = [
        (float(match[2] or 1), match[1]) for match in _WIDTH.finditer(srcset[:8000]) if not match[1].startswith("data:")
    ]
    return _picture_address(max(found)[1].rstrip(","), base) if found else ""


def _last_part(src: str) -> str:
    try:
        return urlsplit(src).path.rsplit("/", 1)[-1]
    except ValueError:
        return ""


def with_words(figure: Figure, text: str, credit: str = "") -> Figure:
    """*figure* with the caption *text* (its labels let go) and the printed *credit*, which becomes a part of the words."""
    text = _TOOLS.sub("", _LABEL.sub("", text)).strip()
    credit = _TOOLS.sub("", _LABEL.sub("", credit)).strip()
    if credit and text.endswith(f"{credit} {credit}"):  # once for the narrow page, once for the wide
        text = text[: -len(credit)].rstrip()
    both = figure.text
    if text and text not in figure.text:
        is_maker = bool(figure.credit) and len(figure.text) <= len(figure.credit) + 12  # printed before the words
        both = f"{text} {figure.text}" if is_maker else f"{figure.text} {text}".strip()
    if credit and credit not in both:
        both = f"{both} {credit}".strip()
    if figure.credit and figure.credit in both and (not credit or credit in figure.credit):
        return Figure(both, figure.credit, figure.src, figure.alt)
    named = captions.credit_of(credit) or credit.strip(" ()[]|/.:") if credit else captions.credit_of(both)
    tail = (_BARRED.search(both[-80:]) or _SLASHED.search(both[-140:])) if not named else None
    named = tail["credit"] if tail is not None else named
    return Figure(both, named or figure.credit, figure.src, figure.alt)


def printed_credit(element: Element) -> str:
    """The credit below a figure's or caption's *element* that its markup names; "" if none."""
    for node in element.iter("span", "div", "p", "small", "cite", "em", "a", "footer", "li"):
        if node is element:
            continue
        names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}"
        if node.tag == "cite" and not (node.tail or "").strip() and node.getnext() is None:
            names = "credit"
        if len(names) > 2 and is_credit(names) and not is_caption(_OF_CAPTION.sub("", names)):
            words = words_of(node)
            if 0 < len(words) <= 160:
                return words
    return ""
