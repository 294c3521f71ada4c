"""The page of all figures, ``figures/index.html``, from the cards that lie beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.build.measures.results import Results
from analysis.corpus.files import write_if_changed
from analysis.figures.index_page import (
    index_key,
    make_thumbnail,
    name_first,
    read_thumbnails,
    to_index,
)

FILE = "index.html"


def write_index(results: Results, kinds: Sequence[str]) -> list[Path]:
    """Write the page anew where a figure came, went or changed.

    Parameters
    ----------
    kinds
        Kinds of figures in the page's order; names begin with them.

    Returns
    -------
    The path, if it was written.
    """
    study, labels = results.corpus.study, results.corpus.lexicon.labels
    cards = sorted(_read_cards(study.figures), key=lambda card: _place(str(card["name"]), kinds))
    names = {"zh": study.name, "en": study.name_en}
    titles = {lang: labels["index_title"][lang].format(scope=name) for lang, name in names.items()}
    heads = labels["index_origins"]
    path = study.figures / FILE
    former = path.read_bytes() if path.is_file() else b""
    if f'content="{index_key(cards, titles, heads)}"'.encode() in former:
        return []
    thumbnails = read_thumbnails(former)
    for name, digest in filter(None, map(name_first, cards)):
        if digest not in thumbnails and (study.figures / name).is_file():
            thumbnails[digest] = make_thumbnail((study.figures / name).read_bytes())
    page = to_index(cards, thumbnails, titles, heads, study.language)
    return [path] if write_if_changed(path, page) else []


def _place(name: str, kinds: Sequence[str]) -> tuple[int, str]:
    found = (place for place, kind in enumerate(kinds) if f"{name}_".startswith(f"{kind}_"))
    return next(found, len(kinds)), name


def _read_cards(folder: Path) -> list[dict[str, Any]]:
    """Read the cards that say what a page needs; somebody's own JSON beside them is none."""
    cards = []
    for path in sorted((folder / "data").glob("*.json")):
        try:
            card = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(card, dict) and {"name", "caption", "alt", "n", "files"} <= card.keys():
            cards.append(card)
    return cards
