"""What there is to tell of seeds in which nothing has changed: kept from run to run, so that none of them is looked into again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

import msgspec

from archivegen import ingest
from archivegen.errors import Problem
from archivegen.model import Losses
from archivegen.scan import Stat, trusted
from archivegen.store import Store

_CALM, _LOOKED = "calm", "looked"
"""Notes of the store; "" where that is not known."""


class Calm(msgspec.Struct, frozen=True):
    """What the seeds say as long as neither they nor the content files change."""

    problems: tuple[Problem, ...] = ()
    losses: Losses = Losses()
    has_parted: bool = False
    """There are edited articles whose seeds have changed."""


class Looked(msgspec.Struct, frozen=True):
    """What a run said that looked at all seeds and found nothing to do."""

    state: str
    problems: tuple[Problem, ...]


def keep(store: Store, calm: Calm) -> None:
    store.note(_CALM, msgspec.json.encode(calm).decode())


def forget(store: Store) -> None:
    """Content files or seeds have changed: some may have parted from each other."""
    store.note(_CALM, "")


def still(store: Store, wishes: ingest.Wishes) -> Calm | None:
    """What the last intake said of seeds and content files that are as they were; None where more than that is asked for."""
    note = store.note(_CALM)
    if not note or wishes.take or wishes.again:
        return None
    calm = msgspec.json.decode(note, type=Calm)
    return None if wishes.show and calm.has_parted else calm


def state_of(there: Mapping[str, Stat], passed_over: Sequence[tuple[str, str]], furniture: bytes, now_ns: int) -> str:
    """A digest of all that lies in the folders of seeds, and of the lines that are taken out of their stories.

    "" where a file is so fresh at *now_ns* that it may change again without its time moving on.
    """
    if any(trusted(stat, now_ns) is not stat for stat in there.values()):
        return ""
    return blake2b(msgspec.msgpack.encode((there, passed_over, furniture)), digest_size=16).hexdigest()


def keep_looked(store: Store, state: str, problems: Sequence[Problem]) -> None:
    """*state*: "" where there was something to do."""
    store.note(_LOOKED, msgspec.json.encode(Looked(state, tuple(problems))).decode() if state else "")


def looked(store: Store, state: str) -> Looked | None:
    """What was said when the seeds were in this *state* and there was nothing to do; None where they were not, or there was."""
    note = store.note(_LOOKED)
    found = msgspec.json.decode(note, type=Looked) if note else None
    return found if found is not None and found.state == state else None
