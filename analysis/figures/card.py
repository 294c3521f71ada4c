"""What is told of a figure: its key, its card, its rows. Nothing here touches the disk."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import matplotlib as mpl

from analysis.corpus.sheets import FORMULA_OPENERS
from analysis.figures.fonts import chinese_font
from analysis.figures.style import STYLE_VERSION, current_page
from analysis.figures.told import tell_origins

# A spreadsheet runs text that opens like this; +8.5%左右 is a value and stays.
_FORMULA = re.compile(
    rf"(?![+\-＋－][\d.]+[^-+*/^&=|!(<>]*\Z)[{re.escape(''.join(FORMULA_OPENERS))}]"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure shows and says."""

    caption: Mapping[str, str]
    note: str
    data: tuple[Mapping[str, object], ...]
    sources: tuple[str, ...]
    alt: Mapping[str, str]
    unlisted: object = ()

    def parts(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


def figure_key(
    *,
    caption: Mapping[str, str],
    note: str,
    data: Sequence[Mapping[str, object]],
    sources: Sequence[str],
    alt: Mapping[str, str],
    unlisted: object = (),
) -> str:
    """Hash all that a figure is drawn from: its words and data, the page, labels, style, font.

    `unlisted` is what is drawn without standing in the data, such as the branches of a tree.
    """
    page = current_page()
    shown = [
        STYLE_VERSION,
        mpl.__version__,
        chinese_font().path.name,
        [page.name, page.lang, page.width_in, page.height_in, page.base_pt],
        {key: dict(entry) for key, entry in page.labels.items()},
        [dict(caption), note, list(sources), dict(alt)],
        [dict(row) for row in data],
        unlisted,
    ]
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, default=str)
    return digest_of(text.encode("utf-8"))


def card_bytes(
    name: str,
    told: Told,
    *,
    inputs: Mapping[str, str],
    n: int,
    files: Mapping[str, str],
    by: str,
) -> bytes:
    """Return the card that lies beside a figure: what it shows, from what, under which key.

    `files` are the picture and data files with their digests; ``numbers`` are those of the
    caption, note and description, each with what gives it.
    """
    page = current_page()
    card = {
        "name": name,
        "key": figure_key(**told.parts()),
        "caption": dict(told.caption),
        "note": told.note,
        "numbers": [
            origin
            for text in (told.caption[page.lang], told.note, told.alt[page.lang])
            for origin in tell_origins(text, page.lang, page.labels)
        ],
        "n": n,
        "alt": dict(told.alt),
        "sources": list(told.sources),
        "inputs": dict(sorted(inputs.items())),
        "page": page.name,
        "lang": page.lang,
        "style": STYLE_VERSION,
        "files": dict(files),
        "data_rows": len(told.data),
        "written_by": by,
    }
    return (json.dumps(card, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def digest_of(content: bytes) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def csv_bytes(data: Sequence[Mapping[str, object]]) -> bytes:
    """UTF-8 with BOM and CRLF, as Excel on Chinese Windows reads it."""
    file = io.StringIO(newline="")
    columns = list(data[0]) if data else []
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in data:
        writer.writerow({column: _cell(value) for column, value in row.items()})
    return file.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value
