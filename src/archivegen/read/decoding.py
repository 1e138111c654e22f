"""Bytes → text: byte order mark, UTF-8, UTF-16, then a guess for the lines that are neither. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata

from archivegen.errors import Origin, Problem
from archivegen.patterns import late_pattern
from archivegen.read import charsets
from archivegen.read.charsets import SAMPLE_BYTES

_MARKS: tuple[tuple[bytes, str], ...] = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# All that is neither text nor layout: C0 and C1 but \t and \n, byte order marks inside, bidi overrides, tags, noncharacters.
_CONTROLS = late_pattern(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff]"
)
_ESCAPES = re.compile("\x1b\\[[0-9;]*[A-Za-z]")
"""Colors of a terminal."""
# Spaces of no width, and hyphens that show only where a line is broken (those at the end of a line are mended with it).
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]|\u00ad(?!\n)")
_MOJIBAKE = late_pattern("â€[™œ“”˜]|Ã[©¨¼¶¤Ÿ¡­³±ºª¢£§«»]|Â[£€©«»§°\\xa0]|(?:[ÐÑ][^\\s\\w]|[ÐÑ][\\xa0-\\xbf€-™]){3}")
_SIGNS = ("Ã", "â€", "Â", "Ð")
_SURELY = 3
"""So many signs of it are no accident."""
_CONTROL_BYTES = bytes((*range(9), *range(14, 27), *range(28, 32), 127))
_SHIFTED = re.compile(rb"\x1b\$(?:[@B]|\([D@B]|\)C)")
"""How such an encoding turns from ASCII to its own letters."""
_MOSTLY = 0.1
"""From so large a share of control characters on, a file is no text."""


def decode(data: bytes, origin: Origin, *, language: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The text of *data* (in *language*, where known) with "\\n" line ends, NFC, no control characters; and what was wrong with it.

    Where there is no text to read (an empty or a binary file), it is "" and the problem is an error. O(len(data)).
    """
    if not data.strip():
        return "", (Problem(origin, "error", "seed-empty", "the file is empty; write a story or delete it"),)
    encoding, rest = _by_mark(data)
    problems: list[Problem] = []
    if encoding is None:
        encoding = _by_zero_bytes(rest) or "utf-8"
    if encoding == "utf-8" and _SHIFTED.search(rest[:SAMPLE_BYTES]):
        encoding = _by_shifts(rest) or encoding
    if encoding == "utf-8":
        if _is_binary(rest):
            return "", (
                Problem(origin, "error", "seed-binary", "the file is not text; give text, or name it in `ignore`"),
            )
        text, problem = _utf8_or_guess(rest, origin, language)
        problems += [problem] if problem else []
    else:
        text = rest.decode(encoding, "replace")
    if any(sign in text for sign in _SIGNS):
        text, problem = _mended(text, origin)
        problems += [problem] if problem else []
    cleaned, controls = clean(text)
    if not cleaned.strip():
        return "", (Problem(origin, "error", "seed-empty", "the file holds no text; write a story or delete it"),)
    if controls:
        what = (
            "one control character (NUL or the like) was"
            if controls == 1
            else f"{controls:,} control characters (NUL and the like) were"
        )
        message = f"{what} taken out; save the file as plain text"
        problems.append(Problem(origin, "warning", "control-characters", message))
    return cleaned, tuple(problems)


def _mended(text: str, origin: Origin) -> tuple[str, Problem | None]:
    """*text* with the lines made whole that are UTF-8 once read in another encoding, if they all can be; and a word on it."""
    found = len(_MOJIBAKE.findall(text))
    if not found:
        return text, None
    lines = [_reread(line) if _MOJIBAKE.search(line) else line for line in text.split("\n")]
    if found >= _SURELY and all(line is not None for line in lines):
        message = f"mojibake in {found} places was mended (UTF-8 that was once read in another encoding); see that it reads right"
        whole = "\n".join(line for line in lines if line is not None)
        return whole, Problem(origin, "warning", "encoding-mended", message)
    message = (
        'looks like mojibake: UTF-8 that was once read in another encoding ("â€™", "Ã©"); mend the encoding of the file'
    )
    return text, Problem(origin, "warning", "encoding-suspect", message)


def _reread(line: str) -> str | None:
    """*line* as its bytes read in UTF-8, had it been taken for Windows-1252; None where they do not."""
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        return None
    except UnicodeEncodeError:
        pass
    try:
        return b"".join(map(_byte_of, line)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _byte_of(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")  # the five bytes that Windows-1252 leaves free


def clean(text: str) -> tuple[str, int]:
    """*text* with "\\n" line ends, NFC, without control characters and invisible spaces; how many controls were in it."""
    lined = "\n".join(text.splitlines())
    controls = 0
    if (
        not lined.replace("\n", "").isprintable() and not "".join(lined.split()).isprintable()
    ):  # a quick look: most texts have nothing to take out
        lined = _INVISIBLE.sub("", _ESCAPES.sub("", lined))
        lined, controls = _CONTROLS.subn("", lined)
    return (lined if unicodedata.is_normalized("NFC", lined) else unicodedata.normalize("NFC", lined)), controls


def _mixed(line: bytes, read: charsets.Reading) -> str:
    """*line* by *read*; where most of it is UTF-8, only what is not."""
    if not charsets.mostly_utf8(line):
        return read(line)
    parts: list[str] = []
    at = 0
    for good in charsets.UTF8.finditer(line):
        parts += (read(line[at : good.start()]), good[0].decode("utf-8"))
        at = good.end()
    return "".join((*parts, read(line[at:])))


def _by_mark(data: bytes) -> tuple[str | None, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    return None, data


def _by_zero_bytes(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    sample = data[: min(len(data), 4096) & ~1]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _by_shifts(data: bytes) -> str:
    """The seven-bit encoding of Japanese or Korean that *data* is in, as mail and old pages are; "" where it is in none."""
    for encoding in ("iso2022_jp_ext", "iso2022_kr"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(data[:SAMPLE_BYTES])
        except UnicodeDecodeError:
            continue
        return encoding
    return ""


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE_BYTES]
    if sample.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"{\\rtf")
    ):
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return controls > _MOSTLY * len(sample)


def _utf8_or_guess(data: bytes, origin: Origin, language: str) -> tuple[str, Problem | None]:
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        first = data.count(b"\n", 0, error.start) + 1
        is_cut_off = (
            error.reason == "unexpected end of data" and error.end >= len(data.rstrip()) and error.start > len(data) - 4
        )
    place = Origin(origin.path, origin.record, first)
    if is_cut_off or charsets.is_damaged_utf8(data):
        what = "ends in the middle of a character" if is_cut_off else "holds bytes that UTF-8 forbids"
        message = f"the text {what} (read as �); it is damaged: get a whole copy, in UTF-8"
        return data.decode("utf-8", "replace"), Problem(place, "error", "encoding-broken", message)
    good: list[str | None] = []
    bad: list[bytes] = []
    lines = data.split(b"\n")
    for line in lines:
        try:
            good.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            good.append(None)
            bad.append(line)
    encoding, read = charsets.guess(b"\n".join(bad), language=language)
    text = "\n".join(_mixed(raw, read) if line is None else line for raw, line in zip(lines, good, strict=True))
    message = f"not UTF-8: {len(bad)} of {len(lines)} lines read in the encoding {encoding}; save the file as UTF-8"
    return text, Problem(place, "warning", "encoding-guessed", message)
