"""What was computed for one document, kept by content and checked on load.

A record lies in ``derived/store/<doc_id>/<stage>.json`` and names the ingredients it was made
from: the document's bytes, the lexicon files and the code of its stage. A record that does not
fit, or that was damaged, is computed again; nothing foreign is ever executed by loading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import cattrs
import numpy as np

from analysis.corpus.files import write_if_changed
from analysis.model import CleanText, Cut, Tokens


class Store:
    """Records of one study; `made` counts what this run had to compute."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: dict[str, set[str]] = {}

    def knows(self, doc_id: str) -> bool:
        """Tell whether anything is kept of a document."""
        return (self._folder / doc_id).is_dir()

    def load(self, doc_id: str, stage: str, key: str, kind: Any) -> Any | None:
        """Return the record of a stage if it fits `key` and is whole, else None."""
        try:
            held = json.loads((self._folder / doc_id / f"{stage}.json").read_bytes())
            if held["key"] != key or held["checksum"] != _checksum(held["value"]):
                return None
            return _converter().structure(held["value"], kind)
        except (OSError, ValueError, KeyError, TypeError, cattrs.BaseValidationError):
            return None

    def keep(self, doc_id: str, stage: str, key: str, value: object, kind: Any) -> None:
        """Keep the record of a stage."""
        plain = _converter().unstructure(value, kind)
        record = {"key": key, "checksum": _checksum(plain), "value": plain}
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        write_if_changed(self._folder / doc_id / f"{stage}.json", data.encode(), lasting=False)
        self.made.setdefault(doc_id, set()).add(stage)

    def forget_others(self, doc_ids: Iterable[str]) -> None:
        """Drop the records of documents that are no longer in the study."""
        keep = set(doc_ids)
        if not self._folder.is_dir():
            return
        for folder in sorted(self._folder.iterdir()):
            if folder.is_dir() and folder.name not in keep:
                for record in folder.glob("*.json"):
                    record.unlink(missing_ok=True)
                folder.rmdir()


def mix_key(*ingredients: str) -> str:
    """Return one key for all ingredients of a stage."""
    return hashlib.sha256("\n".join(ingredients).encode()).hexdigest()[:24]


@cache
def hash_code(*places: str) -> str:
    """Return a hash of the package's source below `places` (modules or folders)."""
    package = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for place in places:
        whole = package / place
        for path in sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _checksum(plain: object) -> str:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_unstructure_hook(CleanText, _pack_clean)
    converter.register_structure_hook(CleanText, lambda plain, _: _unpack_clean(plain))
    converter.register_unstructure_hook(Tokens, _pack_tokens)
    converter.register_structure_hook(Tokens, lambda plain, _: _unpack_tokens(plain))
    return converter


def _pack_clean(clean: CleanText) -> dict[str, object]:
    """Write the way back as runs: (clean offset, received offset) where a step is not one."""
    steps = np.flatnonzero(np.diff(clean.origin, prepend=-2) != 1)
    return {
        "text": clean.text,
        "runs": [[int(i), int(clean.origin[i])] for i in steps],
        "cuts": [[c.start, c.end, c.rule, c.text] for c in clean.cuts],
    }


def _unpack_clean(plain: dict[str, Any]) -> CleanText:
    text, runs = plain["text"], plain["runs"]
    origin = np.empty(len(text), dtype=np.int32)
    ends = [run[0] for run in runs[1:]] + [len(text)]
    if text and (not runs or runs[0][0] != 0):
        raise ValueError("the way back does not begin at the first character")
    for (start, received), end in zip(runs, ends, strict=True):
        origin[start:end] = np.arange(received, received + end - start, dtype=np.int32)
    if len(text) > 1 and not bool((np.diff(origin) > 0).all()):
        raise ValueError("the way back does not ascend")
    return CleanText(text, origin, tuple(Cut(*cut) for cut in plain["cuts"]))


def _pack_tokens(tokens: Tokens) -> dict[str, object]:
    return {
        "plan_id": tokens.plan_id,
        "ids": tokens.ids.tolist(),
        "starts": tokens.starts.tolist(),
        "in_plan_part": tokens.in_plan_part.astype(int).tolist(),
    }


def _unpack_tokens(plain: dict[str, Any]) -> Tokens:
    tokens = Tokens(
        plan_id=plain["plan_id"],
        ids=np.array(plain["ids"], dtype=np.int32),
        starts=np.array(plain["starts"], dtype=np.int32),
        in_plan_part=np.array(plain["in_plan_part"], dtype=np.bool_),
    )
    if not len(tokens.ids) == len(tokens.starts) == len(tokens.in_plan_part):
        raise ValueError("token columns differ in length")
    return tokens
