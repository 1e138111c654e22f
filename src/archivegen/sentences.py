"""Find the sentences of a text and give each an id made of its own words. Pure; knows no article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from struct import unpack

from archivegen.model import Span

# Words whose full stop does not end a sentence, because a name or a number follows. Lower case, without the stop.
_TITLES = frozenset(
    "mr mrs ms mx dr prof st ste sen rep gov gen col maj capt lt cmdr adm sgt cpl pvt rev hon pres supt insp amb "
    "atty det messrs mmes fr br sr mgr mons m mme mlle hr fr dott ing avv sra srta dra no nos vol fig figs art "
    "sec ch pp p cf vs v approx est ca eg e.g i.e viz ed eds op".split()
)
# Words that may also stand at the end of a sentence: their stop ends it only before a word that opens one.
_AMBIGUOUS = frozenset(
    "inc ltd co corp llc plc bros jr sr etc al ph.d m.d b.a m.a d.c a.m p.m u.s u.k u.n e.u u.s.a u.s.s.r n.y l.a "
    "a.d b.c jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ala "
    "ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa "
    "tenn tex va vt wash wis wyo mt ft ave blvd rd dept univ assn bldg hq gov't int'l".split()
)
_OPENERS = frozenset(
    "the a an he she it they we you i in on at but and so this that these those there his her its their our my as "
    "if when while after before since for from to with by no not what who how why where however meanwhile "
    "although though because many some most one two three both all each every another other others last earlier "
    "later now then still yet also even".split()
)

# Months that a numbered day stands before: "am 3. März"; in German, Danish, Norwegian, Finnish, Czech and their neighbours.
_MONTHS_AFTER_A_STOP = frozenset(
    "januar jänner februar feber märz marts mars april mai maj juni juli august september oktober november dezember desember december "
    "ledna února března dubna května června července srpna září října listopadu prosince".split()
)

_OTHER_MARKS = "!?…。！？؟"
# One set of characters first, which the regular expression engine can look for quickly. Of a run of stops only the first is
# tried, and nothing is given back: a line of 200,000 stops takes one pass.
_ENDING = re.compile(
    r"""[.!?…。！？؟](?:(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+['"’”»›)\]]*+(?=[^\S\n])|(?<=[。！？])[。！？]*+[」』”’）]*+|(?<=؟)(?=\s))"""
)
_LAST_WORD = re.compile(r"[^\s(\[“‘\"'—–/]*$")
_NEXT_WORD = re.compile(r"""[^\S\n]+((?:["'“‘«„(\[¿¡—–-]\s?){0,8})(\S{0,40})""")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_NOT_WORD = re.compile(r"[\W_]+")
_LOOKBACK = 24
_OPENING_MARKS = ("“", '"')
_WORDS_TOO = frozenset(("no", "nos", "art", "p", "v", "m", "fig", "ch", "est", "ed"))
_ALWAYS_TITLES = _TITLES - _WORDS_TOO
_ABBREVIATIONS = _TITLES | _AMBIGUOUS
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS))


_Place = tuple[int, int]
"""Where a sentence begins and ends."""


def spans(text: str) -> list[Span]:
    """The span of each sentence of *text*, as `places` tells them."""
    return [Span(begin, end) for begin, end in places(text, ends_in(text))]


def ends_in(text: str) -> list[str]:
    """What stands in *text* of all that may end a sentence beside a full stop."""
    return [mark for mark in _OTHER_MARKS if mark in text]


def places(text: str, ends: Sequence[str]) -> list[_Place]:
    """Where each sentence of *text* begins and ends: ascending, not overlapping, without outer white space.

    *ends*: as ends_in tells them of *text*, or of a longer one that it is part of.

    A line end always ends a sentence. A full stop does not where it follows a title, an initial or an abbreviation, nor where
    a word in lower case follows (after UAX #29, with the abbreviations above). O(length).
    """
    found: list[_Place] = []
    at = 0
    # to look for a line end is quicker than to divide what has none
    for line in text.split("\n") if "\n" in text else (text,):
        if line:
            if ends and any(mark in line for mark in ends):
                begin = _add_closely(found, text, at, at, at + len(line))
            else:
                begin = _add_stopped(found, text, at, line)
            _add(found, text, begin, at + len(line.rstrip()))
        at += len(line) + 1
    return found


def _add_stopped(found: list[_Place], text: str, at: int, line: str) -> int:
    """As _add_closely, of a whole *line* that holds no marks but full stops: few of them need to be looked at closely."""
    begin = _after_blanks(text, at, at + len(line))
    last = len(line) - 1
    stop = line.find(".")
    while -1 < stop < last:
        is_end = _is_plain_end(line, stop)
        if is_end:
            found.append((begin, at + stop + 1))
            begin = at + stop + 2  # after the blank, where a word begins
        elif is_end is None and (match := _ENDING.match(text, at + stop)) and _ends_sentence(text, begin, match):
            begin = _after_blanks(text, _add(found, text, begin, match.end()), at + len(line))
        stop = line.find(".", stop + 1)
    return begin


def _is_plain_end(line: str, stop: int) -> bool | None:
    """Whether the full stop at *stop* ends a sentence, told by the words on both sides of it; None where it takes more to tell."""
    if line[stop + 1] != " ":
        return None
    first = line[stop + 2 : stop + 3]
    if not first.isupper() and first in _OPENING_MARKS:
        first = line[stop + 3 : stop + 4]
    if first.isupper():
        word = line[line.rfind(" ", 0, stop) + 1 : stop].lower()
        if word in _ABBREVIATIONS:
            return False if word in _ALWAYS_TITLES else None
        return True if len(word) > 1 and word.isalpha() else None
    return False if line[stop + 2 : stop + 7].islower() and first.islower() else None


def _add_closely(found: list[_Place], text: str, begin: int, start: int, end: int) -> int:
    """Add the sentences that end between *start* and *end*, the first of which begins at *begin*; where the last ends."""
    for match in _ENDING.finditer(text, start, end):
        if _ends_sentence(text, begin, match):
            begin = _add(found, text, begin, match.end())
    return begin


def _add(found: list[_Place], text: str, begin: int, end: int) -> int:
    """Add what stands between *begin* and *end*, if anything does; *end*."""
    begin = _after_blanks(text, begin, end)
    if begin < end:
        found.append((begin, end))
    return end


def _after_blanks(text: str, begin: int, end: int) -> int:
    """Where the first letter that is no blank stands between *begin* and *end*; *end* if there is none."""
    while begin < end and text[begin].isspace():
        begin += 1
    return begin


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark[0] in "。！？؟":
        return True
    following = _NEXT_WORD.match(text, match.end())
    if following is None or not following[2]:
        return False
    opening, word = following[1], following[2]
    first = word[0]
    if first.islower() and not _is_cased_name(word):
        return False
    if mark[0] == "…" or mark.startswith(".."):
        return first.isupper() or bool(opening)
    if mark != ".":
        return True
    stop = match.start()
    last = text[max(begin, stop - _LOOKBACK) : stop].rpartition(" ")[2]
    if len(last) > _LONGEST_ABBREVIATION and last.isalpha():
        return True
    last = _LAST_WORD.search(last).group().lower()  # type: ignore[union-attr]
    if not last:
        return True
    if last in _TITLES:
        return last in _WORDS_TOO and not first.isdigit() and len(last) > 1
    bare = _NOT_WORD.sub("", word).lower()
    if last in _AMBIGUOUS or ("." in last and _INITIALS.fullmatch(last)):
        return bare in _OPENERS or (bool(opening) and opening.strip() not in "([")
    if last.isdigit():  # "am 3. März"; but "in 2019. The"
        return len(last) > 2 or bare not in _MONTHS_AFTER_A_STOP
    if len(last) == 1 and last.isalpha():  # "John F. Kennedy"; but "Vitamin C. The"
        return bare in _OPENERS and last != "i"
    return True


def _is_cased_name(word: str) -> bool:
    """iPhone, eBay, al-Assad: lower case first, yet able to open a sentence."""
    return any(letter.isupper() for letter in word[1:4])


def encoded(sentences: Sequence[str]) -> list[bytes]:
    """Each of *sentences* as UTF-8. Of a whole text one wide letter would make all as wide, and slow to encode."""
    try:
        return [one.encode() for one in sentences]
    except UnicodeEncodeError:  # half a character, which a plain encoding need not look out for
        return [one.encode("utf-8", "surrogatepass") for one in sentences]


def ids(sentences: Sequence[str], data: Sequence[bytes]) -> list[str]:
    """The id of each sentence, SENTENCE_ID_LENGTH characters each, in order. *data*: the same *sentences*, `encoded`.

    An id is a digest of the sentence's letters and digits (case, marks and white space do not count). A repeated sentence is
    digested with the words of the one before it, so that editing a sentence changes its own id and at most that of a
    repetition after it.
    """
    words = _words(sentences, data)
    found = _digests(words)
    return found if len(set(found)) == len(found) else _told_apart(words, found)


def _digests(words: Sequence[bytes]) -> list[str]:
    """30 bits of each of *words* as six letters of base 32."""
    found: list[bytes] = []
    for one in words:
        state = _EMPTY.copy()  # a third of the time of a new one
        state.update(one)
        found.append(state.digest())
    numbers = unpack(f">{len(words)}I", b"".join(found))
    return [f"{_PAIRS[n >> 22]}{_PAIRS[n >> 12 & 1023]}{_PAIRS[n >> 2 & 1023]}" for n in numbers]


def _told_apart(words: Sequence[bytes], digests: Sequence[str]) -> list[str]:
    """*digests* of *words*, with another for each that stood before."""
    taken: set[str] = set()
    times: dict[tuple[bytes, bytes], int] = {}
    result: list[str] = []
    before = b""
    for one, own in zip(words, digests, strict=True):
        found = own
        if found in taken:
            pair = (before, one)
            times[pair] = times.get(pair, 0) + 1
            (found,) = _digests([b"\n".join((before, one, str(times[pair]).encode()))])
            while found in taken:  # two digests that happen to be one
                (found,) = _digests([found.encode() + one])
        taken.add(found)
        result.append(found)
        before = one
    return result


def _words(sentences: Sequence[str], data: Sequence[bytes]) -> list[bytes]:
    """The letters and digits of each of *sentences*, lower case; where it has none, all of it."""
    length = sum(map(len, sentences)) + len(sentences) - 1
    found = _letters(b"\n".join(data), length, keep=b"\n").split(b"\n")
    if len(found) != len(sentences):  # a headline of several lines
        found = [_letters(one, len(text)) for one, text in zip(data, sentences, strict=True)]
    return found if all(found) else [some or one for some, one in zip(found, data, strict=True)]


def _letters(data: bytes, length: int, keep: bytes = b"") -> bytes:
    """The letters and digits of *data*, a text of *length* characters as UTF-8, in lower case, and what it has of *keep*.

    Bytes are quick to clear of marks.
    """
    # quotation marks, dashes and the ellipsis lie between U+2000 and U+203F, where there is no letter: E2 80 and one byte more
    if len(data) == length or len(data) - length == 2 * data.count(b"\xe2\x80"):
        return data.translate(_LOWER, _ALL_BUT_WORDS[keep])
    plain = data.translate(None, _MARKS[keep]).decode("utf-8", "surrogatepass")
    return _NOT_ASCII_NOR_WORD.sub("", plain).casefold().encode("utf-8", "surrogatepass")


_MARKS = {
    keep: bytes(code for code in range(128) if not chr(code).isalnum() and code not in keep) for keep in (b"", b"\n")
}
_ALL_BUT_WORDS = {keep: marks + bytes(range(128, 256)) for keep, marks in _MARKS.items()}
_LOWER = bytes(range(256)).lower()
_NOT_ASCII_NOR_WORD = re.compile(r"[^\w\n]+")
_PAIRS = [a + b for a in "abcdefghijklmnopqrstuvwxyz234567" for b in "abcdefghijklmnopqrstuvwxyz234567"]
_EMPTY = blake2b(digest_size=4)
