"""Patterns of many words: a tree, so that prefixes are compared once; compiled when needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_NONE: Mapping[str, str] = {}


class Patterns(dict[str, re.Pattern[str]]):
    """Patterns by name, each compiled when it is first asked for: a document meets few."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._sources = sources

    def __missing__(self, name: str) -> re.Pattern[str]:
        """Compile the pattern of a name; it is held from then on."""
        self[name] = re.compile(self._sources[name])
        return self[name]


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
