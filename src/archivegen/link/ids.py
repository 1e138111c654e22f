"""Ids of entities: those that the ledger has given never move; the others get the first that is free. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from archivegen import slugs
from archivegen.link.clusters import ORDER
from archivegen.link.heads import ANCHORED, Heads

_NUMBERED: Final = re.compile(r"-\d+\Z")


class Ids(msgspec.Struct, frozen=True):
    by_slot: list[str]
    new: dict[str, str]
    """Given now to entities with a page, by key."""
    redirects: list[tuple[str, str]]
    """(id given before, id of what it is part of now)."""


def ids(heads: Heads, slots: Sequence[int], paged: Sequence[bool], addresses: Mapping[str, str]) -> Ids:
    """The id of each of *slots* (by first appearance; *paged*: whether it has a page). *addresses*: ids given before, by key.

    Those with a page come first, so that a name of one article never takes their address.
    """
    found = Ids([""] * len(heads.first), {}, [])
    if addresses:
        _from_ledger(found, heads, slots, addresses)
    with_page = [slot for slot, is_paged in zip(slots, paged, strict=True) if is_paged]
    without = [slot for slot, is_paged in zip(slots, paged, strict=True) if not is_paged]
    new = [slot for slot in with_page if not found.by_slot[slot]]
    anchored = [slot for slot in with_page if heads.flags[slot] & ANCHORED and found.by_slot[slot]]
    _give_free(found, heads, [*new, *(slot for slot in without if not found.by_slot[slot])], addresses)
    for slot in sorted({*new, *anchored}, key=heads.first.__getitem__):
        keys = _keys(heads, slot)
        if found.by_slot[slot] and slot not in anchored:
            key = next((key for key in keys if key not in found.new), "")
            found.new[key or f"{ORDER[heads.kind[slot]]}:{found.by_slot[slot]}"] = found.by_slot[slot]
        elif not any(key in addresses for key in keys if "~" in key):
            found.new[keys[0]] = found.by_slot[
                slot
            ]  # from now on it is known by its articles, not by a name that two have
    return found


def _keys(heads: Heads, slot: int) -> list[str]:
    return heads.keys[slot].split("\n") if heads.keys[slot] else []


def _from_ledger(found: Ids, heads: Heads, slots: Sequence[int], addresses: Mapping[str, str]) -> None:
    """The ids that were given before: the first to appear has what several may claim."""
    owned: set[str] = set()

    def give(slot: int, given: str | None) -> None:
        if given is None or given in owned:
            return
        owned.add(given)
        if not found.by_slot[slot]:
            found.by_slot[slot] = given
        elif found.by_slot[slot] != given:
            found.redirects.append((given, found.by_slot[slot]))

    all_keys = heads.keys
    for slot in [slot for slot in slots if all_keys[slot] in addresses or "\n" in all_keys[slot]]:
        for key in _keys(heads, slot):
            give(slot, addresses.get(key))
    left = {key: given for key, given in addresses.items() if given not in owned}
    if left:  # an address stays when the kind is known better
        wanted = {f"{kind}:{key.partition(':')[2]}" for key in left for kind in ORDER}
        for slot in [slot for slot in slots if all_keys[slot] in wanted or "\n" in all_keys[slot]]:
            for key in _keys(heads, slot):
                if key in wanted:
                    name = key.partition(":")[2]
                    for kind in ORDER:
                        give(slot, left.get(f"{kind}:{name}"))


def _give_free(found: Ids, heads: Heads, slots: Sequence[int], addresses: Mapping[str, str]) -> None:
    """An id for each of *slots*, in their order. Most want one that nobody else wants; only the others are counted through."""
    address = heads.address
    wanted = [address[slot] for slot in slots]
    taken = set(addresses.values())
    contested = {name for name, count in Counter(wanted).items() if count > 1}
    contested.update(name for name in taken.intersection(wanted))
    for slot, name in zip(slots, wanted, strict=True):
        if (
            name in contested
            or (name[-1].isdigit() and _NUMBERED.search(name))
            or name.rpartition("/")[2] in slugs.RESERVED
        ):
            found.by_slot[slot] = slugs.free(name, taken)
            taken.add(found.by_slot[slot])
        else:
            found.by_slot[slot] = name
