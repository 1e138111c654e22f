"""Mail (.eml, .mbox) and pages saved as mail (.mht) → a Document for each message: newsletters, press releases, saved pages.

Attachments are no stories: they are counted. Who got a message is told nowhere.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from typing import Any, BinaryIO
from urllib.parse import quote

from archivegen.errors import Origin, Problem
from archivegen.model import Document, Losses
from archivegen.read.decoding import decode
from archivegen.read.html import decoded
from archivegen.read.records import Names, document, iso, one_line, path_of, people, whole

MAX_MESSAGE_BYTES = 100_000_000
"""With what is attached; a longer one is passed over, and told."""
MOST_PARTS = 500
_LONGEST_HEADER = 2000
"""In characters; what is longer says nothing, and takes long to decode."""
_BEGINNING = re.compile(rb"From [^\s]+ .*\d{4}\s*$|From -? ?\w{3} \w{3} ")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_PAGE_FILE = (".mht", ".mhtml")
_OFFICE = re.compile(
    r"\b(?:press|news|newsroom|newsletter|office|media|communications?|editors?|team|daily|weekly|morning|evening|digest|alerts?|"
    r"presse\w*|redaktion|pressestelle|rédaction|prensa|redacción|stampa|redazione|imprensa|redação)\b",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"(?P<who>[^,|@]{3,60}?)\s*(?:,| at | from | via | @ | \| )\s*(?P<whose>[^|]{3,60})", re.IGNORECASE
)
_OFFICES_BOX = re.compile(
    r"(?:no-?reply|do-?not-?reply|news\w*|letters?|briefings?|bulletins?|digest|daily|weekly|alerts?|updates?|press\w*|media|info|hello|"
    r"contact|editor(?:s|ial)?|redaktion|redaction|redaccion|redazione|mail(?:ing|er)?|subscriptions?|service)(?:[._+-].*)?",
    re.IGNORECASE,
)
"""What stands before the @ where nobody's name does."""
_SENT_TO_MANY = re.compile(
    r"\bunsubscribe\b|\bview (?:this|the) (?:e-?mail|message|newsletter) in (?:your|a) browser\b|"
    r"\bmanage your (?:subscription|preferences)|"
    r"\b(?:newsletter|mail)s? (?:abbestellen|abmelden)\b|\bim browser (?:ansehen|anzeigen|öffnen)\b|\bse désabonner\b|\bdésinscri|"
    r"\bdarse de baja\b|\bcancelar (?:la )?suscripción\b|\bcancella(?:re)? l['’]iscrizione\b|\bcancelar (?:a )?(?:inscrição|assinatura)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_OF_READERS = (
    "To",
    "Cc",
    "Bcc",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Resent-To",
    "X-Delivered-To",
)
_OF_SENDERS = ("From", "Reply-To", "Sender")
_ARTICLES = frozenset("the der die das le la les el il o a".split())
_LAST_FIRST = re.compile(r"([^\s,]{2,30}), ([^\s,]{2,30}(?: [^\s,]\.?)?)")
"""Doe, Jane A."""
_REPLY = re.compile(r"(?:\[[^\]]{1,40}\]\s*)?(?:(?:re|fw|fwd|aw|wg|tr|rv|enc)\s*:\s*)+", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<(?:p|h[1-6]|li|td)\b", re.IGNORECASE)
_WORDS = re.compile(r"<style\b(?:[^<]|<(?!/?style\b))*+</style\s*+>|<[^>]{0,2000}>", re.IGNORECASE)
_HEADERLESS = re.compile(rb"[!-9;-~]{1,76}:[ \t]|From ")


def read_message(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the one Document of a message that is a file (.eml, .mht), or a Problem where there is no text in it."""
    data = stream.read(MAX_MESSAGE_BYTES + 1)
    if len(data) > MAX_MESSAGE_BYTES:
        message = f"the message has more than {MAX_MESSAGE_BYTES // 1_000_000} MB; take out what is attached"
        yield Problem(origin, "error", "mail-too-large", message)
        return
    if not _HEADERLESS.match(data.lstrip()):
        yield Problem(
            origin,
            "error",
            "mail-broken",
            "does not begin with the head of a message; give it the ending of what it is",
        )
        return
    attached: Counter[str] = Counter()
    yield whole(_message(data.lstrip(), origin, "", attached), origin)
    yield from _told(attached, origin)


def read_mailbox(stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
    """Yield a Document for each message of a mailbox (.mbox), or a Problem where there is no text in it. Streams."""
    names, attached = Names(), Counter[str]()
    number = 0
    for line, data in _messages(stream):
        number += 1
        place = Origin(origin.path, origin.record, line)
        if len(data) > MAX_MESSAGE_BYTES:
            what = f"the message has more than {MAX_MESSAGE_BYTES // 1_000_000} MB and is passed over"
            yield Problem(place, "error", "mail-too-large", f"{what}; take out what is attached")
            continue
        try:
            yield _message(data, place, names, attached)
        except (ValueError, LookupError, RecursionError, AttributeError) as error:  # one message costs no other
            yield _broken(error, place)
    if not number:
        yield Problem(
            origin,
            "error",
            "mail-broken",
            'no line begins with "From ", as each message of a mailbox does; get a whole copy',
        )
    yield from _told(attached, origin)


def _messages(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(line where it begins, bytes) of each message of a mailbox; of one that is too long, a little more than is allowed."""
    lines: list[bytes] = []
    size = begun = 0
    is_after_blank = True
    for number, line in enumerate(iter(lambda: stream.readline(1 << 20), b""), 1):
        if is_after_blank and line.startswith(b"From ") and _BEGINNING.match(line):
            if begun:
                yield begun, _QUOTED_FROM.sub(rb"\1", b"".join(lines))
            lines, size, begun = [], 0, number
        elif begun and size <= MAX_MESSAGE_BYTES:
            lines.append(line)
            size += len(line)
        is_after_blank = not line.strip()
    if begun:
        yield begun, _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def _message(data: bytes, origin: Origin, names: Names | str, attached: Counter[str]) -> Document | Problem:
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        parts = list(_parts(message))
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError) as error:
        return _broken(error, origin)
    is_page = origin.path.lower().endswith(_PAGE_FILE) or bool(message.get("Snapshot-Content-Location"))
    page, plain = _text_of(parts, "text/html", origin), _text_of(parts, "text/plain", origin)
    if not is_page:
        attached.update(_attached(parts))
    address = _address(message, parts, is_page=is_page)
    record = names if isinstance(names, str) else names.of(_header(message, "Message-ID").strip("<>"))
    place = Origin(origin.path, "/".join(filter(None, (origin.record, record))), origin.line)
    if not (page or plain):
        return Problem(
            place, "error", "mail-empty", "the message holds no text; delete it, or name it in ignore of site.yaml"
        )
    if not is_page:
        page, plain = _without_readers(page, message), _without_readers(plain, message)
    meta = {"url": address, "redirect_from": [path] if (path := path_of(address)) else []}
    if is_page:
        return document(place, meta, page or plain, markup="html" if page else "text")
    is_html = bool(page) and not _says_more(plain, page)
    meta |= _fields(message, is_sent_to_many=_SENT_TO_MANY.search(f"{plain}\n{page}") is not None)
    lost = Losses.of(Counter({("unnamed picture", ""): page.lower().count('src="cid:')})) if is_html else Losses()
    return document(place, meta, page if is_html else plain, markup="html" if is_html else "text", losses=lost)


def _broken(error: Exception, origin: Origin) -> Problem:
    what = " ".join(str(error).split())[:120] or type(error).__name__
    return Problem(origin, "error", "mail-broken", f"the message cannot be read ({what}); mend or delete it")


def _parts(message: Message) -> Iterator[Message]:
    """The parts of *message* that hold something, those of a message inside it left to be attached."""
    waiting: list[Message] = [message]
    found = 0
    while waiting and found < MOST_PARTS:
        part = waiting.pop(0)
        content: Any = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting[:0] = content
        else:
            found += 1
            yield part


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _attached(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        kind = part.get_content_type()
        if _is_attached(part) or not (kind.startswith("text/") or part.get("Content-ID")):
            yield kind if kind != "application/octet-stream" else "file"


def _text_of(parts: list[Message], kind: str, origin: Origin) -> str:
    """The text of the first of *parts* that is of *kind* and holds any."""
    for part in parts:
        if part.get_content_type() != kind or _is_attached(part):
            continue
        data: Any = part.get_payload(decode=True)
        if isinstance(data, bytes) and data.strip():
            charset = str(part.get_param("charset") or "")
            text, _ = decoded(data, origin, charset=charset)
            if text:
                return _unwrapped(text, part) if kind == "text/plain" else text
    return ""


def _unwrapped(text: str, part: Message) -> str:
    """*text* with the lines joined that its program broke (format=flowed)."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    joint = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    return re.sub(r"(?<!^--) \n(?!$|>)", joint, text, flags=re.MULTILINE)


def _says_more(plain: str, page: str) -> bool:
    """Whether the plain words are the better form of the message: the page has no paragraphs, and they are no mere hint at it."""
    return len(plain) > 0.5 * len(_WORDS.sub("", page)) and len(_PARAGRAPH.findall(page)) < 3


# ---------------------------------------------------------------- the head


def _header(message: Message, name: str) -> str:
    """The header *name* as words; "" where there is none."""
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        pieces = decode_header(str(raw)[:_LONGEST_HEADER])
    except (MessageError, ValueError, LookupError):
        return one_line(str(raw)[:_LONGEST_HEADER])
    return one_line("".join(_piece(data, charset) for data, charset in pieces))


def _piece(data: Any, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    try:
        return str(data.decode(charset or "ascii"))
    except (UnicodeError, LookupError):
        return decode(data, Origin(""))[0]


def _without_readers(text: str, message: Message) -> str:
    """*text* without the addresses of those who got *message*, however a link to sign off writes them; the sender's stay."""
    readers = {one.lower() for name in _OF_READERS for one in _addresses(message, name)}
    readers -= {one.lower() for name in _OF_SENDERS for one in _addresses(message, name)}
    if not text or not readers:
        return text
    forms = {
        form for one in readers for form in (one, quote(one, safe=""), quote(one, safe="+"), one.replace("@", "&#64;"))
    }
    any_form = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    text = re.sub(rf"(?<![\w.+-])(?:{any_form})(?![\w-])", "", text, flags=re.IGNORECASE)
    for coded in sorted(b64encode(one.encode()).decode().rstrip("=") for one in readers):
        text = text.replace(coded, "")
    return text


def _addresses(message: Message, name: str) -> list[str]:
    return [one for header in message.get_all(name, []) for one in _ADDRESS.findall(str(header))]


def _fields(message: Message, *, is_sent_to_many: bool) -> dict[str, Any]:
    """What the head says of a story."""
    who, source = _sender(message, is_sent_to_many=is_sent_to_many)
    subject = _header(message, "Subject")
    return {
        "title": _REPLY.sub("", subject, count=1) if _REPLY.match(subject) else subject,
        "byline": people([who]) if who else [],
        "source": source,
        "date": iso(_header(message, "Date")),
        "language": _header(message, "Content-Language").partition(",")[0],
    }


def _sender(message: Message, *, is_sent_to_many: bool) -> tuple[str, str]:
    """(who wrote it, whose it is): the sender of a newsletter is a publication, that of other mail a person."""
    # not parsed as a list of addresses: in half of the world a name with a comma in it stands there bare
    name, _, address = _header(message, "From").rpartition("<")
    name = name.strip("\"' ")
    if not name or "@" in name:
        return "", ""
    turned = _LAST_FIRST.fullmatch(name)
    if turned:
        return f"{turned[2]} {turned[1]}", ""
    both = _OF_SOMEBODY.fullmatch(name)
    if both:
        return both["who"].strip(), both["whose"].strip()
    is_sent_to_many = is_sent_to_many or any(message.get(one) for one in ("List-Id", "List-Unsubscribe", "List-Post"))
    is_publication = is_sent_to_many or _OFFICE.search(name) or _is_publications(address, name)
    return ("", name) if is_publication else (name, "")


def _is_publications(address: str, name: str) -> bool:
    """Whether *address* is that of an office, or of a house that *name* names: news@…, editor@fenbugle.example of "The Fen Bugle"."""
    box, _, host = address.strip("<> ").lower().partition("@")
    first, *words = re.findall(r"\w+", name.lower()) or [""]
    is_house = first in _ARTICLES and bool(words) and "".join(words) in re.sub(r"[-.]", "", host)
    return is_house or (bool(host) and _OFFICES_BOX.fullmatch(box) is not None)


def _address(message: Message, parts: list[Message], *, is_page: bool) -> str:
    """Where the message, or the page that was saved as one, is to be had."""
    headers = ("Snapshot-Content-Location", "Content-Location") if is_page else ("Archived-At",)
    found = [_header(one, header) for one in (message, *(parts[:1] if is_page else ())) for header in headers]
    return next((one.strip("<> ") for one in found if one.strip("<> ").startswith(("http://", "https://"))), "")


def _told(attached: Counter[str], origin: Origin) -> Iterator[Problem]:
    if attached:
        counts = ", ".join(f"{number} {kind}" for kind, number in sorted(attached.items()))
        message = f"what is attached to messages is not taken in: {counts}; save what is a story as a file of its own"
        yield Problem(origin, "note", "mail-left-out", message)
