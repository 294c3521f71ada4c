"""A pattern for any of many words, written as a tree so that prefixes are compared once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_NONE: Mapping[str, str] = {}


def any_of(words: Iterable[str], behind: Mapping[str, str] = _NONE) -> str:
    """Return a pattern for any of `words`, the longest first, prefixes shared.

    Parameters
    ----------
    words
        Plain words; without one the pattern matches nowhere.
    behind
        A pattern that must follow a word for it to count.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {behind.get(word, ""): {}}

    def write(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        branches = [re.escape(c) + write(node[c]) for c in sorted(node) if c]
        last = next(iter(node.get("", ())), None)
        if not branches:
            return last or ""
        if last:
            return f"(?:{'|'.join([*branches, last])})"
        body = branches[0] if len(branches) == 1 and last is None else f"(?:{'|'.join(branches)})"
        return body if last is None else body + "?"

    return write(tree) or r"(?!)"
