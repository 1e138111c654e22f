"""Where a page bars the rest of its story: the line that says so goes, and the offers below it. Pure, linear."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivegen.model import Figure, Heading
from archivegen.normalize.html.pieces import Piece
from archivegen.normalize.phrases import Phrases, key_of

_PATTERNS = (
    # English
    r"\b(?:article|story|content|post|page|rest of this \w+|report) is (?:only )?(?:for|available (?:only )?(?:to|for)|"
    r"limited to|reserved for|"
    r"exclusive(?:ly)? (?:to|for)) (?:\w+ ){0,2}(?:subscribers|members)\b",
    r"\b(?:subscriber|member)s?[- ](?:only|exclusive) (?:article|story|content)|^(?:subscribers|members)[- ]only\b",
    r"(?:^|[.!?]\s)(?:please )?(?:to|subscribe (?:now )?to|log in to|sign (?:in|up) to|"
    r"register (?:for free )?to) (?:continue|keep|finish) reading\b",
    r"(?:^|[.!?]\s)(?:subscribe|register|sign up|log in)\b[^.]{0,20}\bto (?:read|unlock)\b",
    r"(?:^|[.!?]\s)to read the (?:full|whole|rest of (?:the|this)) (?:story|article)|^unlock (?:this|the full) (?:article|story)",
    r"^already (?:a (?:\w+ )?(?:subscriber|member)|have an account|subscribed)\b",
    r"\byou(?:['’]ve| have) (?:reached|read|used) (?:your|all your)\b[^.]{0,40}\b(?:articles?|stories|limit)",
    # German, Dutch
    r"\b(?:weiterlesen|lesen sie weiter) mit\b|\bartikel freischalten|\b(?:nur|exklusiv) für (?:\w+-?)?abonnent|"
    r"\bist abonnenten vorbehalten",
    r"\b(?:bereits|schon) abonnent|\bhaben (?:schon|bereits) ein (?:\w+-?)?abo\b|\bmit (?:\w+ )?\w*-?abo (?:weiter)?lesen",
    r"\b(?:alleen|exclusief) voor abonnees|\bal abonnee\b|^verder lezen\b",
    # French
    r"\bréservée?s? (?:aux|à nos) abonné|\bil vous reste\b[^.]{0,12}[\d.,]*\s?%|\bpour lire la suite|"
    r"\bla suite (?:de cet article )?est réservée",
    r"^déjà abonnée?|\babonnez-vous pour (?:lire|continuer|accéder)",
    # Spanish, Italian, Portuguese
    r"\b(?:exclusivo|s[oó]lo|solamente|reservado|únicamente) para (?:nuestros )?suscriptor|"
    r"\bsuscr[ií]bete para (?:seguir|continuar|leer)",
    r"\bya eres suscriptor|^para (?:seguir|continuar) leyendo",
    r"\b(?:riservat[oi]|esclusiv[oi]) (?:agli|per gli) abbonati|\babbonati per (?:continuare|leggere)|"
    r"\bsei già (?:un )?abbonato|^per continuare a leggere",
    r"\b(?:exclusivo|apenas|só|somente) para assinantes|\bassine (?:agora )?para (?:continuar|ler)|\bjá é assinante",
    # Swedish, Danish, Norwegian, Polish, Russian
    r"\b(?:enbart|endast|bara) för prenumeranter|\b(?:kun|bare) for abonnenter|\b(?:allerede|redan) (?:abonnent|prenumerant)",
    r"\btylko dla (?:prenumerator|subskrybent|abonent)|\bpozostało [\d.,]+\s?%",
    r"(?:только|доступ\w*)\s(?:для|по) подпис|чтобы (?:читать|продолжить)[^.]{0,20}подпи",
    # Japanese, Chinese, Korean
    r"有料(?:会員)?記事|有料会員|会員限定|残り\s?[:：]?\s?[\d,]+\s?文字|続きを(?:お)?読|ここから先は|付费阅读|订阅后|订阅以继续|会员专享|仅限会员|유료\s?회원|구독자\s?전용",
)
_GATE = re.compile("|".join(_PATTERNS), re.IGNORECASE)
_STEMS = tuple(
    (
        "subscri|member|reading|read|unlock|an account|you have|weiterlesen|weiter mit|freischalten|abo|verder|reste|suite|suscri|leyendo|"
        "leggere|abbona|assin|prenumer|subskry|pozostało|подпис|会員|記事|文字|続き|ここから先|付费|订阅|会员|회원|구독자"
    ).split("|")
)
"""One of them stands in every such line, in small letters: quick, and most lines have none."""
_LONGEST = 220
_PROSE, _LONG = 60, 300
"""Characters of a paragraph that may be the story's, and of one that is, whatever stands above it."""
_ON_TOP = 80
_QUOTES = "“”„«»\"'‘「"


def bars(text: str) -> bool:
    """Whether *text* says that the rest is for those who pay."""
    if not 3 <= len(text) <= _LONGEST or text[0] in _QUOTES:
        return False
    small = text.lower()
    return any(map(small.__contains__, _STEMS)) and _GATE.search(" ".join(text.split())) is not None


def cut(pieces: Sequence[Piece], prose: Sequence[bool], gone: dict[int, str], phrases: Phrases) -> bool:
    """Let go the lines that bar the story, each with what is offered below it; whether the story ends at one."""
    running = [is_prose and n not in gone and _tells(pieces[n], phrases) for n, is_prose in enumerate(prose)]
    first = next((n for n, tells in enumerate(running) if tells), len(pieces))
    following = [len(pieces)] * (len(pieces) + 1)
    for n in range(len(pieces) - 1, -1, -1):
        following[n] = n if running[n] else following[n + 1]
    is_barred = False
    done = 0
    for n, piece in enumerate(pieces):
        if isinstance(piece.block, Figure) or not bars(piece.block.text):
            continue
        if n < first:
            if len(piece.block.text) <= _ON_TOP and not isinstance(piece.block, Heading):
                gone.setdefault(n, OFFER)
            continue
        end = following[n + 1]
        is_barred = end == len(pieces)
        above = pieces[n - 1].block
        start = n - 1 if isinstance(above, Heading) and n - 1 > first and not above.time else n  # it heads the offer
        for each in range(max(start, done), end):
            if is_barred or not isinstance(pieces[each].block, (Figure, Heading)) or each <= n:
                gone.setdefault(each, OFFER)
        done = end
    return is_barred


def _tells(piece: Piece, phrases: Phrases) -> bool:
    """Whether *piece* is a paragraph of a story: it is of some length, and does not speak to the reader."""
    text = piece.block.text
    if len(text) < _PROSE or bars(text):
        return False
    return len(text) > _LONG or phrases.words["address"].isdisjoint(key_of(text).split(" "))


OFFER = "offer to subscribers"
