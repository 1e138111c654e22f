"""Read the labelled lines that stand over a text: a mail's or a wire's header, what a collector wrote down. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from archivegen import dates
from archivegen.model import Evidence, Inference, Removed
from archivegen.normalize import written_dates
from archivegen.normalize.lines import Line

_LONGEST_HEAD = 40
"""Lines."""
_FEWEST = 2
"""Labels with a meaning of ours; one alone may open a story ("Update: the bridge is open")."""
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^\W_]*(?:[ -][^\W\d_][^\W_]*){0,3})\s?[:：]\s*(?P<value>.*)")
_FIELDS: Mapping[str, str] = {
    label: field
    for field, labels in {
        "title": "title headline subject hed titel überschrift betreff titre objet título titular asunto assunto titolo oggetto "
        "заголовок тема العنوان 标题 標題 件名 タイトル",
        "byline": "author authors by byline from writer reporter autor autorin von auteur auteurs par autores por autore di автор "
        "от الكاتب بقلم 作者 记者 記者 著者",
        "date": "date published dated pubdate posted datum veröffentlicht erschienen publié fecha publicado data pubblicato дата "
        "опубликовано التاريخ 日期 发布时间 發佈時間 日付 公開日",
        "updated": "updated modified aktualisiert actualizado aggiornato atualizado обновлено 更新时间 更新日",
        "source": "source publication newspaper publisher paper outlet magazine quelle zeitung journal fuente periódico fonte jornal "
        "giornale источник издание المصدر 来源 來源 出典",
        "section": "section category rubrik ressort rubrique sección seção sezione рубрика",
        "kicker": "kicker eyebrow overline dachzeile surtitre antetítulo volanta",
        "dek": "subtitle subheadline subhed dek deck untertitel sous-titre subtítulo sottotitolo подзаголовок",
        "": "to cc bcc sender return-path received message-id in-reply-to references newsgroups path organization organisation xref lines "
        "mime-version content-type content-transfer-encoding user-agent reply-to delivered-to x-mailer distribution followup-to "
        "nntp-posting-host length words wordcount page pages language link url slug id keywords tags dateline edition attachments an "
        "load-date document-type publication-type",
    }.items()
    for label in labels.split()
}
"""Our field by its label in lower case; "" for lines that belong to such a head and have no field here."""
_ADDRESS = re.compile(r"\s*<[^<>]*>|\s*\S+@\S+|\s*\([^()]*@[^()]*\)")
_IN_BRACKETS = re.compile(r"^\S+@\S+\s+\((?P<name>[^()]+)\)$")
_REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|enc|sv|vs)\s?:\s*)+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:;|,|\s&\s|\band\b|\bund\b|\bet\b|\by\b)\s*")


class Head(msgspec.Struct, frozen=True):
    """What stands over a text."""

    length: int = 0
    """How many lines of the text are its head."""
    told: dict[str, Inference] = {}
    removed: tuple[Removed, ...] = ()


def read(lines: Sequence[Line], *, language: str) -> Head:
    """The head of the text of *lines*: the labelled lines it opens with, where two or more have a meaning here."""
    told: dict[str, Inference] = {}
    meanings: set[str] = set()
    length = 0
    for line in lines[:_LONGEST_HEAD]:
        found = _LABELLED.fullmatch(line.text) if len(line.text) < 400 else None
        label = found["label"].lower().replace(" ", "-") if found else ""
        if found is None or not (label in _FIELDS or label.startswith("x-")):
            break
        length += 1
        meanings.add(label)
        field, value = _FIELDS.get(label, ""), _value(_FIELDS.get(label, ""), found["value"], language)
        if field and value and field not in told:
            sure = 0.9 if field != "byline" or label != "from" else 0.7
            interval = value[:10] if field in ("date", "updated") and isinstance(value, str) else ""
            told[field] = Inference(
                value, f'line "{found["label"]}"', sure, (Evidence(line.number, line.text),), interval
            )
    if len(meanings) < _FEWEST or not told or length == len(lines):
        return Head()
    return Head(length, told, tuple(Removed(line.text, line.number, "header line") for line in lines[:length]))


def _value(field: str, text: str, language: str) -> str | tuple[str, ...]:
    if field in ("date", "updated"):
        try:
            iso, precision = dates.parse_date(text, language=language)
        except ValueError:
            iso, precision = "", ""
        return iso if precision == "day" else next((day.iso for day in written_dates.find(text, language=language)), "")
    if field == "title":
        return _REPLY.sub("", text).strip()
    if field == "byline":
        inside = _IN_BRACKETS.match(text)
        names = inside["name"] if inside else _ADDRESS.sub("", text)
        return tuple(name for part in _AND.split(names) if (name := part.strip("\"' ")) and "@" not in name)
    return text.strip()
