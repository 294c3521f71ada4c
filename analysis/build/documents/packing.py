"""Frozen values <-> plain lists that JSON holds: a value's fields in their order, arrays in base64.

Values come back as they were packed and as nothing else: what is read names no class, it is made
into the one that the reader expects.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from analysis.model import CleanText, Cut, Tokens

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Packing:
    """How values of one kind are packed and unpacked."""

    pack: Convert
    unpack: Convert


@cache
def find_packing(kind: Any) -> Packing | None:
    """Return how a kind is packed: frozen dataclasses, tuples and unions of them; None as it is.

    Unpacking raises a ValueError, TypeError, IndexError or AttributeError for other values.
    """
    if kind in _ARRAYS:
        return _ARRAYS[kind]
    if is_dataclass(kind):
        return _pack_fields(kind)
    if get_origin(kind) is tuple:
        return _pack_tuple(*get_args(kind))
    if get_origin(kind) in (Union, UnionType):
        return _pack_choice([part for part in get_args(kind) if part is not NoneType])
    return None


def _pack_fields(kind: Any) -> Packing:
    hints = get_type_hints(kind)
    names = [part.name for part in fields(kind)]
    inner = [(i, how) for i, name in enumerate(names) if (how := find_packing(hints[name]))]

    def pack(value: Any) -> list[Any]:
        row = [getattr(value, name) for name in names]
        for i, how in inner:
            row[i] = how.pack(row[i])
        return row

    def unpack(row: Any) -> Any:
        if len(row) != len(names):
            raise ValueError(f"{kind.__name__} has other fields")
        for i, how in inner:
            row[i] = how.unpack(row[i])
        return kind(*row)

    return Packing(pack, unpack)


def _pack_tuple(first: Any, *rest: Any) -> Packing:
    if rest and rest != (...,):
        return _pack_pair(list(map(find_packing, (first, *rest))))
    how = find_packing(first)
    if how is None:
        return Packing(list, tuple)
    return Packing(
        lambda held: [how.pack(one) for one in held],
        lambda held: tuple([how.unpack(one) for one in held]),
    )


def _pack_pair(inner: list[Packing | None]) -> Packing:
    def pack(held: Any) -> list[Any]:
        return [how.pack(one) if how else one for how, one in zip(inner, held, strict=True)]

    def unpack(held: Any) -> tuple[Any, ...]:
        found = (how.unpack(one) if how else one for how, one in zip(inner, held, strict=True))
        return tuple(found)

    return Packing(pack, unpack)


def _pack_choice(kinds: list[Any]) -> Packing | None:
    """Pack one of several classes, or none, with the number of its class."""
    found = [find_packing(kind) for kind in kinds]
    inner = [how for how in found if how]
    if not inner:
        return None
    if len(inner) < len(kinds):
        raise TypeError(f"{kinds} cannot be told apart")
    numbers = {kind: i for i, kind in enumerate(kinds)}

    def pack(value: Any) -> list[Any] | None:
        if value is None:
            return None
        number = numbers[type(value)]
        return [number, inner[number].pack(value)]

    def unpack(row: Any) -> Any:
        return None if row is None else inner[row[0]].unpack(row[1])

    return Packing(pack, unpack)


def _write_array(values: npt.NDArray[Any], kind: str) -> str:
    return b64encode(values.astype(kind).tobytes()).decode("ascii")


def _read_array(held: str, kind: str) -> npt.NDArray[Any]:
    return np.frombuffer(b64decode(held), dtype=kind)


def _pack_clean(clean: CleanText) -> list[Any]:
    """Write the way back as runs: (clean offset, received offset) where a step is not one."""
    steps = np.flatnonzero(np.diff(clean.origin, prepend=-2) != 1)
    cuts = [[cut.start, cut.end, cut.rule, cut.text] for cut in clean.cuts]
    return [clean.text, steps.tolist(), clean.origin[steps].tolist(), cuts]


def _unpack_clean(row: Any) -> CleanText:
    text, steps, received, cuts = row
    starts = np.array(steps, dtype=np.int32)
    lengths = np.diff(starts, append=np.int32(len(text)))
    if starts[:1].tolist() != [0] * bool(text):
        raise ValueError("the way back does not begin at the first character")
    shifts = np.array(received, dtype=np.int32) - starts
    origin = np.arange(len(text), dtype=np.int32) + np.repeat(shifts, lengths)
    if not bool((np.diff(origin) > 0).all()):
        raise ValueError("the way back does not ascend")
    origin.flags.writeable = False
    return CleanText(text, origin, tuple([Cut(*cut) for cut in cuts]))


def _pack_tokens(tokens: Tokens) -> list[Any]:
    return [
        tokens.plan_id,
        _write_array(tokens.ids, "<i4"),
        _write_array(tokens.starts, "<i4"),
        _write_array(tokens.in_plan_part, "?"),
    ]


def _unpack_tokens(row: Any) -> Tokens:
    plan_id, *held = row
    ids, starts = (_read_array(one, "<i4").astype(np.int32, copy=False) for one in held[:2])
    in_plan = _read_array(held[2], "?")
    if not len(ids) == len(starts) == len(in_plan):
        raise ValueError("token columns differ in length")
    return Tokens(plan_id, ids, starts, in_plan)


_ARRAYS = {
    CleanText: Packing(_pack_clean, _unpack_clean),
    Tokens: Packing(_pack_tokens, _unpack_tokens),
}
