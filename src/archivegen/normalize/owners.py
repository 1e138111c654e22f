"""Tell the person that a blog is called after, who writes it where nobody else is named. Pure."""

from __future__ import annotations

import re

from archivegen import gazetteers

_TITLES = re.compile(r"(?:(?:Dr|Prof|Mag|Dipl|Ing|Mr|Mrs|Ms|Herr|Frau)\.?(?:-Ing\.)?\s+)+(?=[^\W\d_])")
_OF_BLOG = re.compile(
    r"(?:(?:(?:The |Das |Le )?(?:[Bb]log|[Ww]eblog|[Nn]otes|[Ww]ebsite|[Ss]ite|[Hh]omepage|[Tt]agebuch|[Cc]arnet|[Jj]ournal)) "
    r"(?:of|by|von|de|di|d[’']) ?)?(?P<name>.+?)(?:(?:[’']s)? (?:[Bb]log|[Ww]eblog|[Ww]ebsite|[Ss]ite|[Hh]omepage))?"
)
_NO_LETTER = re.compile(r"[^a-z]")
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.?")
_PARTICLES = frozenset("van von de der den di da del la le".split())


_SHORTEST = 3
"""Letters of a given name: "Al Jazeera" is nobody."""


def person_of(site: str, *, address: str = "") -> str:
    """The person's name that the name of a *site* is, without title and "blog"; "" where it is none, or may be another thing's.

    "Dr. Jane Doe" → "Jane Doe"; "Blog von Jane Doe" → "Jane Doe"; "Austin Chronicle", "Paris Match" → "". An unknown family name
    needs its site's *address* to say the whole name, too.
    """
    match = _OF_BLOG.fullmatch(_TITLES.sub("", site.strip()))
    words = match["name"].removesuffix("’s").removesuffix("'s").split() if match else []
    inner = words[1:-1]
    if not 2 <= len(words) <= 4 or not all(word in _PARTICLES or _INITIAL.fullmatch(word) for word in inner):
        return ""
    first, last = words[0], words[-1]
    if not all(word[:1].isupper() and word.replace("-", "").isalpha() and not word.isupper() for word in (first, last)):
        return ""
    known = gazetteers.load("en")
    given, family = known.classes[first], known.classes[last]
    is_said = f"{first}{last}".lower() in _NO_LETTER.sub("", address.lower())
    if len(first) < _SHORTEST or not (family & gazetteers.SURNAME or is_said):
        return ""
    is_name = (
        given & gazetteers.GIVEN
        and not given & gazetteers.TOWN
        and not family & ~(gazetteers.GIVEN | gazetteers.SURNAME)
    )
    return " ".join(words) if is_name and " ".join(words) not in known.known else ""
