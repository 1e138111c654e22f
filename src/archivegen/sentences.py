"""Find the sentences of a text and give each an id made of its own words. Pure; knows no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

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

# One set of characters first, which the regular expression engine can look for quickly. Of a run of stops only the first is
# tried, and nothing is given back: a line of 200,000 stops takes one pass.
_ENDING = re.compile(
    r"""[.!?…\n。！？؟](?:(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+['"’”»›)\]]*+(?=[^\S\n])|(?<=\n)\n*+|(?<=[。！？])[。！？]*+[」』”’）]*+|(?<=؟)(?=\s))"""
)
_LAST_WORD = re.compile(r"[^\s(\[“‘\"'—–/]*$")
_NEXT_WORD = re.compile(r"""[^\S\n]+((?:["'“‘«„(\[¿¡—–-]\s?){0,8})(\S{0,40})""")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_NOT_WORD = re.compile(r"[\W_]+")
_LOOKBACK = 24
_WORDS_TOO = frozenset(("no", "nos", "art", "p", "v", "m", "fig", "ch", "est", "ed"))
_ALWAYS_TITLES = _TITLES - _WORDS_TOO
_ABBREVIATIONS = _TITLES | _AMBIGUOUS
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS))


def spans(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The span of each sentence of *text*[start:end]: ascending, not overlapping, without outer white space.

    A line end always ends a sentence. A full stop does not where it follows a title, an initial or an abbreviation, nor where
    a word in lower case follows (after UAX #29, with the abbreviations above). O(length).
    """
    stop = len(text) if end is None else end
    begin = start
    for match in _ENDING.finditer(text, start, stop):
        mark, at = match.span()
        last = at
        if text[mark] == "\n":
            last = mark
            while last > begin and text[last - 1].isspace():
                last -= 1
        # what most sentences end with: one full stop after a whole word, before a word with a capital
        elif at - mark == 1 and text[mark] == "." and at + 1 < stop and text[at] == " " and text[at + 1].isupper():
            first = max(begin, mark - _LOOKBACK)
            word = text[max(first, text.rfind(" ", first, mark) + 1) : mark]
            if len(word) <= _LONGEST_ABBREVIATION or not word.isalpha():
                lower = word.lower()
                if lower in _ALWAYS_TITLES:
                    continue
                is_plain = len(word) > 1 and lower not in _ABBREVIATIONS and word.isalpha()
                if not is_plain and not _ends_sentence(text, begin, match, stop):
                    continue
        elif at == stop or not _ends_sentence(text, begin, match, stop):
            continue
        while begin < last and text[begin].isspace():
            begin += 1
        if begin < last:
            yield Span(begin, last)
        begin = at
    bare = text[begin:stop].lstrip()
    if bare:
        begin = stop - len(bare)
        yield Span(begin, begin + len(bare.rstrip()))


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    mark = match.group()
    if mark[0] in "。！？؟":
        return True
    following = _NEXT_WORD.match(text, match.end(), end)
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


def ids(sentences: Iterable[str]) -> str:
    """The id of each sentence, SENTENCE_ID_LENGTH characters each, joined in order.

    An id is a digest of the sentence's letters and digits (case, marks and white space do not count). A repeated sentence is
    digested with the words of the one before it, so that editing a sentence changes its own id and at most that of a
    repetition after it.
    """
    taken: set[str] = set()
    times: dict[tuple[bytes, bytes], int] = {}
    result: list[str] = []
    before = b""
    for words in _words(list(sentences)):
        state = _EMPTY.copy()  # a third quicker than a new one
        state.update(words)
        number = int.from_bytes(state.digest(), "big")
        found = _PAIRS[number >> 22] + _PAIRS[number >> 12 & 1023] + _PAIRS[number >> 2 & 1023]
        if found in taken:
            pair = (before, words)
            times[pair] = times.get(pair, 0) + 1
            found = _digest(b"\n".join((before, words, str(times[pair]).encode())))
            while found in taken:  # two digests that happen to be one
                found = _digest(found.encode() + words)
        taken.add(found)
        result.append(found)
        before = words
    return "".join(result)


def _words(sentences: Sequence[str]) -> list[bytes]:
    """The letters and digits of each of *sentences*, lower case; where it has none, all of it."""
    joined = "\n".join(sentences)
    if joined.count("\n") >= len(sentences):  # a headline of several lines
        return [_letters(sentence) or _as_it_is(sentence) for sentence in sentences]
    if not joined.isascii():
        for mark in _COMMON_MARKS:
            joined = joined.replace(mark, "")
    if joined.isascii():  # all at once: bytes are quick to clear of marks
        found = joined.lower().encode().translate(None, _ASCII_MARKS_BUT_LINE_ENDS).split(b"\n")
    else:
        found = [_letters(sentence) for sentence in joined.split("\n")]
    return found if all(found) else [some or _as_it_is(text) for some, text in zip(found, sentences, strict=True)]


def _letters(sentence: str) -> bytes:
    if sentence.isascii():
        return sentence.lower().encode().translate(None, _ASCII_MARKS)
    return _NOT_WORD.sub("", sentence).casefold().encode("utf-8", "surrogatepass")


def _as_it_is(sentence: str) -> bytes:
    return sentence.encode("utf-8", "surrogatepass")


_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_ASCII_MARKS_BUT_LINE_ENDS = _ASCII_MARKS.replace(b"\n", b"")
_COMMON_MARKS = "“”‘’—–…"
_PAIRS = [a + b for a in "abcdefghijklmnopqrstuvwxyz234567" for b in "abcdefghijklmnopqrstuvwxyz234567"]


_EMPTY = blake2b(digest_size=4)


def _digest(words: bytes) -> str:
    """30 bits as six letters of base 32."""
    number = int.from_bytes(blake2b(words, digest_size=4).digest(), "big")
    return _PAIRS[number >> 22] + _PAIRS[number >> 12 & 1023] + _PAIRS[number >> 2 & 1023]
