"""A figure's picture as HTML, with what is read out in its place, and its credit. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from archivegen.model import Figure, Medium
from archivegen.render.weave import escape

CREDIT = '<span class="credit">'
"""How a credit opens."""
_WORD = re.compile(r"\w+")
_FILE_NAME = re.compile(
    r"\S{0,200}\.(?:jpe?g|png|gif|webp|avif|svg)|(?:IMG|DSC|DSCN|P|image|photo)[_ -]?\d{2,10}", re.IGNORECASE
)


_ROOM = "(min-width: 42rem) 38rem, 94vw"
"""How wide a picture stands: as wide as the text, which is as wide as a small screen."""


def picture(figure: Figure, medium: Medium, href: Callable[[str], str]) -> str:
    """The picture itself, with the room that it takes, so that nothing moves when it comes."""
    size = f' width="{medium.width}" height="{medium.height}"' if medium.width and medium.height else ""
    alt = escape(_alternative(figure))
    if medium.narrower:
        every = [*medium.narrower, (medium.width, medium.path)]
        size += f' srcset="{escape(", ".join(f"{href(path)} {width}w" for width, path in every))}" sizes="{_ROOM}"'
    return f'<img src="{escape(href(medium.path))}" alt="{alt}"{size} loading="lazy" decoding="async">'


def _alternative(figure: Figure) -> str:
    """What is read out in place of the picture: as given, unless it says what the caption says, or is only a file's name."""
    alt = " ".join(figure.alt.split())
    said = _words(figure.text), _words(figure.text.replace(figure.credit, "") if figure.credit else figure.text)
    return "" if _FILE_NAME.fullmatch(alt) or _words(alt) in said else alt


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def credit_line(credit: str) -> str:
    """*credit* as it stands behind a caption."""
    return f"{CREDIT}{escape(credit)}</span>"
