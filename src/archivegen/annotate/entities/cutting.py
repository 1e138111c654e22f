"""Cut a run of capitals into the names in it: at titles, roles, known names and demonyms. Pure."""

from __future__ import annotations

from typing import Final

from archivegen.annotate.entities.runs import HEADS, Piece
from archivegen.annotate.entities.words import PERSONAL_GAPS, Word
from archivegen.gazetteers import (
    COMMON,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    NEVER,
    ORGANIZATION_HEAD,
    PLACE_HEAD,
    POSTNOMINAL,
    ROLE,
    ROLE_MODIFIER,
    SURNAME,
    WORK_HEAD,
    Gazetteer,
    Known,
)

_OF: Final = frozenset((" of ", " of the ", " for ", " for the "))
_ROMANCE_OF: Final = frozenset((" de ", " de la ", " du ", " des ", " del ", " di ", " da ", " do "))
_LABELS: Final = frozenset(("Image", "Photo", "Photograph", "Picture", "Video", "File"))
_LONG_NAME: Final = 12


class Cutter:
    """Cuts the runs of one text; holds that text and the gazetteer, nothing else."""

    def __init__(self, prose: str, gazetteer: Gazetteer) -> None:
        self.prose = prose
        self.known = gazetteer.known
        self.longest = gazetteer.longest
        self.classes = gazetteer.classes

    def cut(self, run: list[Word]) -> list[Piece]:
        """The pieces of *run*, in order."""
        if len(run) == 1:
            return self._single(run)
        run = self._without_role_noun(self._without_opening(run))
        if not run:
            return []
        parting = self._parting(run)
        if parting:
            return self.cut(run[:parting]) + self.cut(run[parting:])
        whole = self._known_at(run, 0, len(run))
        if whole is not None and whole[0] == len(run):
            return [Piece(tuple(run), whole[1])]
        title = self._last_title(run)
        if title >= 0:
            return self._titled(run, title)
        return self._plain(run)

    def _single(self, run: list[Word]) -> list[Piece]:
        """The same of a run of one word, as most are: nothing in it to part or to join."""
        flags = self._class(run[0])
        if flags & FUNCTION:
            return []
        found = self._known_at(run, 0, 1)
        if found is not None:
            return [Piece((run[0],), found[1])]
        return self._titled(run, 0) if flags & (HONORIFIC | ROLE) else [Piece((run[0],))]

    def _parting(self, run: list[Word]) -> int:
        """Where "and" ends a name and another begins: "Sen. John Smith and | Dr. Lee Park-ho"; 0 if it does not."""
        for n in range(1, len(run)):
            if run[n].gap != " and ":
                continue
            if self._class(run[n]) & HONORIFIC and run[n].text.endswith("."):
                return n
            title = max((k for k in range(n) if self._is_title(run[k])), default=-1)
            if 0 <= title < n - 1 and run[title + 1].gap == " " and not self._class(run[n - 1]) & HEADS:
                return n
        return 0

    def _without_role_noun(self, run: list[Word]) -> list[Word]:
        """ "Scientologist Tom Cruise" is Tom Cruise: a word that names no one before a given name and another word."""
        if len(run) < 3 or run[1].gap != " " or run[2].gap != " " or not self._class(run[1]) & GIVEN:
            return run
        first = run[0]
        flags = self._class(first)
        if flags & (GIVEN | SURNAME | HONORIFIC | ROLE) or first.text in self.longest or self._class(run[-1]) & HEADS:
            return run
        calls = first.text.endswith(("ist", "ian", "er", "or", "man", "crat"))
        plain = first.first and self.classes[first.text.lower()] & COMMON
        return run[1:] if calls or plain else run

    # ------------------------------------------------------------ titles and roles

    def _class(self, word: Word) -> int:
        return self.classes[word.text]

    def _is_title(self, word: Word) -> bool:
        return bool(self._class(word) & (HONORIFIC | ROLE))

    def _last_title(self, run: list[Word]) -> int:
        """Index of the last word that ends a title in *run*; -1 if there is none, or it is a part of a name."""
        if len(run) == 1:
            return 0 if self._is_title(run[0]) else -1
        if (
            self._class(run[-1]) & HEADS
            and not self._is_title(run[-1])
            and len(run) < 4
            and not run[0].text.endswith(".")
            and all(word.gap == " " for word in run[1:])
        ):
            return -1  # Justice Department, King County
        for n in range(len(run) - 1, -1, -1):
            if self._is_title(run[n]) and not self._in_known(run, n):
                return n
        return -1

    def _in_known(self, run: list[Word], n: int) -> bool:
        for start in range(max(0, n - 4), n + 1):
            found = self._known_at(run, start, len(run))
            if found is not None and found[0] > n and found[0] - start > 1:
                return True
        return False

    def _titled(self, run: list[Word], title: int) -> list[Piece]:
        rest = run[title + 1 :]
        before = run[: title + 1]
        if rest and rest[0].gap in _OF:
            after = self._office_end(rest)
            before, rest = run[: title + 1 + after], rest[after:]
        if rest and rest[0].gap not in (" ", *PERSONAL_GAPS):
            return self._role_only(before) + self.cut_plain(rest)
        pieces = self._role_only(before)
        if not rest:
            return pieces
        name, tail = self._name_part(rest)
        if not name:
            return pieces + self.cut_plain(rest)
        text = self.prose[self._role_start(before) : before[-1].end]
        honorific = len(before) == 1 and bool(self._class(before[0]) & HONORIFIC)
        is_plain = honorific and self._is_plain_title(before[0])
        person = Piece(tuple(name), None, True, "" if is_plain else text, honorific)
        return [*pieces, person, *(self.cut_plain(tail) if tail else [])]

    def _is_plain_title(self, word: Word) -> bool:
        """ "Mr", "Dr.", "Sen.": no role to be shown; "Senator" is one."""
        return word.text.endswith(".") or (word.text.endswith(("r", "s")) and not self._class(word) & ROLE)

    def _role_start(self, before: list[Word]) -> int:
        """Where the role begins that *before* ends with: "Lincoln Chafee and" | "Congressman"."""
        for n in range(len(before) - 1, 0, -1):
            if before[n].gap in (" and ", " with ", ", ") and not any(map(self._is_title, before[:n])):
                return before[n].start
        return before[0].start

    def _office_end(self, rest: list[Word]) -> int:
        """How many words of *rest* belong to the office after "of" or "for": "State" | "the DPRK" | "Strategy and Intelligence"."""
        n = 0
        while n < len(rest):
            if n and rest[n].gap == " " and not self._office_word(rest[n], rest[n - 1]):
                break
            found = self._known_at(rest, n, len(rest))
            n = found[0] if found is not None else n + 1
        return n

    def _office_word(self, word: Word, before: Word) -> bool:
        classes = self.classes
        if word.text in self.known or self._class(word) & HEADS:
            return True
        if classes[word.text] & GIVEN and (before.text == "State" or not self._class(before) & ROLE_MODIFIER):
            return False
        return bool(classes[word.text.lower()] & COMMON)

    def _name_part(self, rest: list[Word]) -> tuple[list[Word], list[Word]]:
        """The person's name at the start of *rest*, and what follows it."""
        end = 1
        while (
            end < len(rest)
            and (rest[end].gap == " " or rest[end].gap in PERSONAL_GAPS)
            and end < 6
            and not rest[end - 1].possessive
        ):
            end += 1
        name = rest[:end]
        if self._class(name[-1]) & HEADS and not self._class(name[-1]) & SURNAME and not self._is_pair_of_names(name):
            return [], rest
        while len(name) > 1 and self._class(name[-1]) & POSTNOMINAL:
            name = name[:-1]
        found = self._known_at(name, 0, len(name))
        if found is not None and found[0] == len(name) and found[1].form != "name":
            return [], rest
        if all(self._class(w) & FUNCTION for w in name):
            return [], rest
        return name, rest[end:]

    def _is_pair_of_names(self, name: list[Word]) -> bool:
        """ "Judge Shanlyn Park": a given name, or one that is no word, before a head."""
        flags = self._class(name[0])
        return len(name) == 2 and bool(flags & GIVEN) and not flags & HEADS

    def _role_only(self, words: list[Word]) -> list[Piece]:
        """The countries and organizations in a role phrase: "U.S." of "U.S. Secretary of State"."""
        pieces: list[Piece] = []
        n = 0
        while n < len(words):
            found = self._known_at(words, n, len(words))
            if found is not None:
                end, known = found
                if (
                    end < len(words)
                    and words[end].gap == " "
                    and known.form == "name"
                    and self._class(words[end]) & PLACE_HEAD
                    and not self._is_title(words[end])
                ):
                    pieces.append(Piece(tuple(words[n : end + 1])))  # "San Bernardino County"
                    n = end + 1
                else:
                    pieces.append(Piece(tuple(words[n:end]), known))
                    n = end
                continue
            end = self._organization_end(words, n)
            if end:
                if (
                    pieces
                    and pieces[-1].known
                    and pieces[-1].known.form == "demonym"
                    and pieces[-1].words[-1] is words[n - 1]
                ):
                    pieces[-1] = Piece((*pieces[-1].words, *words[n:end]))
                else:
                    pieces.append(Piece(tuple(words[n:end])))
                n = end
            else:
                n += 1
        return pieces

    def _organization_end(self, words: list[Word], n: int) -> int:
        """Where an organization that begins at *n* ends inside a role phrase, or 0: "Ministry of Foreign Affairs" | "Assistant"."""
        if self._is_title(words[n]) or self._class(words[n]) & (FUNCTION | NEVER):
            return 0
        for end in range(n + 1, len(words)):
            if self._is_title(words[end]) or (
                self._class(words[end]) & ROLE_MODIFIER and words[end].gap == " " and self._starts_title(words, end)
            ):
                part = words[n:end]
                return end if self._head_of(part) & (ORGANIZATION_HEAD | PLACE_HEAD) else 0
        return 0

    def _starts_title(self, words: list[Word], n: int) -> bool:
        return n + 1 < len(words) and self._is_title(words[n + 1])

    def _head_of(self, words: list[Word] | tuple[Word, ...]) -> int:
        """Head classes of a run: of its last word, or of the word before "of"."""
        classes = self._class(words[-1]) & HEADS
        for n in range(1, len(words)):
            if (
                words[n].gap in _OF
                or words[n].gap in _ROMANCE_OF
                or words[n].gap in (" on ", " on the ", " in ", " to the ")
            ):
                left = self._class(words[n - 1]) & HEADS
                if left:
                    return left
        return classes

    # ------------------------------------------------------------ names without a title

    def _without_opening(self, run: list[Word]) -> list[Word]:
        n = 0
        if self._is_named_the(run):
            return run
        while n < len(run) and self._class(run[n]) & FUNCTION and (n == 0 or run[n].gap == " "):
            found = self._known_at(run, n, len(run))
            if found is not None and found[0] > n + 1:
                break
            n += 1
        return run[n:]

    def _is_named_the(self, run: list[Word]) -> bool:
        """ "The" with a capital inside a sentence begins a name: "told The Globe and Mail"."""
        if len(run) < 2 or run[0].text != "The" or run[0].first or run[1].gap != " " or self._is_title(run[1]):
            return False
        without = self._known_at(run, 1, len(run))
        return without is None or self._known_at(run, 0, len(run)) is not None

    def _known_at(self, words: list[Word], n: int, stop: int) -> tuple[int, Known] | None:
        """The longest known name that begins at word *n*, and where it ends."""
        first = words[n]
        if " " in first.text and first.text in self.known:  # one that goes on in lower case
            return n + 1, self.known[first.text]
        longest = self.longest.get(first.text)
        if not longest:
            return None
        for end in range(min(stop, n + longest), n, -1):
            text = first.text if end - n == 1 else self.prose[first.start : words[end - 1].end]
            known = self.known.get(text)
            if known is not None:
                return end, known
        return None

    def cut_plain(self, run: list[Word]) -> list[Piece]:
        run = self._without_opening(run)
        return self._plain(run) if run else []

    def _plain(self, run: list[Word]) -> list[Piece]:
        pieces: list[Piece] = []
        start = 0
        while start < len(run):
            end = self._segment_end(run, start)
            part = self._without_opening(run[start:end]) if start else run[start:end]
            if part:
                pieces += self._segment(part)
            start = end
        return pieces

    def _segment_end(self, run: list[Word], start: int) -> int:
        """Where the name that begins at *start* ends at the latest: connectors join only what they can join."""
        found = self._known_at(run, start, len(run))
        n = found[0] if found is not None else start + 1
        while n < len(run) and n - start < _LONG_NAME:
            word = run[n]
            if word.gap != " " and not self._joins(run, start, n):
                break
            if word.gap == " " and run[n - 1].possessive and run[n - 1].text in self.known:
                break
            n += 1
        return n

    def _joins(self, run: list[Word], start: int, n: int) -> bool:
        gap = run[n].gap
        left, right = run[n - 1], run[n]
        head = self._class(left) & HEADS
        if gap in PERSONAL_GAPS:
            return not (left.text in self.known and self.known[left.text].form == "demonym")
        if gap in _OF:
            if (
                right.text in self.known
                and self.known[right.text].kind == "place"
                and head & ~ORGANIZATION_HEAD & ~PLACE_HEAD == head
                and head
            ):
                return bool(head & WORK_HEAD)
            if (
                any(word.gap == " of " for word in run[start + 1 : n])
                and gap.startswith(" for")
                and self._class(run[start]) & HEADS
            ):
                return True  # "Ministry of State for Antiquity"
            return bool(head) or left.text in (
                "Republic",
                "Kingdom",
                "Bishop",
                "Duchy",
                "Speaker",
                "Friends",
                "Sons",
                "Knights",
            )
        inside = any(word.gap in _OF for word in run[start + 1 : n])
        if gap == " and " and run[start].text == "The" and n == len(run) - 1 and n - start == 2:
            return True
        if gap == " & ":
            return True
        if gap in (" and ", " and the "):
            if left.text in self.known or self._known_at(run, n, len(run)) is not None:
                return False
            if self._class(right) & ORGANIZATION_HEAD and n + 1 < len(run) and run[n + 1].gap in _OF:
                return False  # "Department of the Navy and Department of Defense"
            if inside:
                return bool(self.classes[right.text.lower()] & COMMON) and not self._is_title(right)
            return self._common_until_head(run, n) and bool(self.classes[left.text.lower()] & COMMON) and not head
        if gap in (" on ", " on the ", " against ", " to the ", " with "):
            return bool(head & WORK_HEAD) or (
                bool(head & ORGANIZATION_HEAD)
                and gap.startswith(" on ")
                and left.text in ("Committee", "Commission", "Council", "Conference")
            )
        return False

    def _common_until_head(self, run: list[Word], n: int) -> bool:
        """ "… and Drug Administration": common words only, then an organization's head, to the end of the run."""
        if not self.classes[run[n].text.lower()] & COMMON:
            return False
        end = n
        while end + 1 < len(run) and run[end + 1].gap == " ":
            end += 1
        return end > n and bool(self._class(run[end]) & ORGANIZATION_HEAD)

    def _segment(self, part: list[Word]) -> list[Piece]:
        found = self._known_at(part, 0, len(part))
        if found is None:
            return self._unknown(part)
        end, known = found
        if end == len(part):
            return [Piece(tuple(part), known)]
        rest = part[end:]
        head = self._head_of(rest)
        if known.form == "demonym":
            if head or not self._like_person(rest):
                if len(rest) == 1 and not head and self.classes[rest[0].text.lower()] & COMMON:
                    return [Piece(tuple(part[:end]), known)]
                return [Piece(tuple(part))] if head else [Piece(tuple(part[:end]), known), *self.cut_plain(rest)]
            return [Piece(tuple(part[:end]), known), *self.cut_plain(rest)]
        if len(rest) == 1 and not head and known.country == known.name and self.classes[rest[0].text.lower()] & COMMON:
            return [Piece(tuple(part[:end]), known)]  # "U.S. Federal …"
        if head and not (head == WORK_HEAD and part[-1].text.endswith("s")):
            return [Piece(tuple(part))]
        if end == 1 and self._class(part[0]) & (GIVEN | SURNAME) and self._like_person(part):
            return [Piece(tuple(part))]
        if rest[0].gap != " ":
            return [Piece(tuple(part[:end]), known), *self.cut_plain(rest)]
        if (
            known.kind == "place"
            and len(rest) == 1
            and rest[0].text not in self.known
            and not self._class(rest[0]) & NEVER
        ):
            return [Piece(tuple(part))]
        return [Piece(tuple(part[:end]), known), *self.cut_plain(rest)]

    def _like_person(self, words: list[Word]) -> bool:
        if not 2 <= len(words) <= 4 or self._class(words[-1]) & HEADS & ~SURNAME:
            return False
        return bool(self._class(words[0]) & GIVEN) or bool(self._class(words[-1]) & SURNAME)

    def _is_tail(self, part: list[Word]) -> bool:
        """Its last word is no part of the name: letters behind a person's, the label of a picture."""
        return part[-1].text in _LABELS or (len(part) > 2 and bool(self._class(part[-1]) & POSTNOMINAL))

    def _unknown(self, part: list[Word]) -> list[Piece]:
        """A part that begins with no known name: whole, unless a known name that is no surname ends it."""
        while len(part) > 1 and part[-1].gap == " " and self._is_tail(part):
            part = part[:-1]
        for n in range(1, len(part)):
            found = self._known_at(part, n, len(part))
            if found is None:
                continue
            end, known = found
            if n == 1 and end == len(part) and part[0].first and self.classes[part[0].text.lower()] & COMMON:
                return [Piece(tuple(part[1:]), known)]
            is_clear = end - n > 1 and part[n].gap == " " and not self._class(part[end - 1]) & (GIVEN | SURNAME)
            if is_clear and end == len(part) and known.form != "demonym" and not self._class(part[n - 1]) & HEADS:
                return [Piece(tuple(part[:n])), Piece(tuple(part[n:end]), known)]
        return [Piece(tuple(part))]
