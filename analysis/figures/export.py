"""Figures to disk: pictures, the data drawn, and a card that says what the picture is.

The same figure always gives the same bytes. Every file is written beside its place and
moved there whole; the card comes last, so a card is the sign of a complete figure.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from analysis.corpus.files import write_if_changed
from analysis.errors import PlanError
from analysis.figures.card import Told, card_bytes, csv_bytes, digest_of, figure_key
from analysis.figures.layout import Picture, mend_labels
from analysis.figures.light_font import draw_light
from analysis.figures.paging import number_part
from analysis.figures.style import current_page, reopen

PNG_DPI = 300
_PNG_PACKING = {"compress_level": 3}
"""The level of zlib at which flat colours pack smallest, in two thirds of the usual time."""
FORMATS = ("png", "svg", "pdf")
_BY_RUN = "export_picture"
_UNFIT_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.|^$')


def export(
    fig: Figure,
    name: str,
    folder: Path,
    *,
    caption: Mapping[str, str],
    note: str,
    data: Sequence[Mapping[str, object]],
    sources: Sequence[str],
    inputs: Mapping[str, str],
    n: int,
    alt: Mapping[str, str],
    formats: Sequence[str] = FORMATS,
) -> tuple[Path, ...]:
    """Write ``<name>.<format>`` to `folder`, and ``data/<name>.csv`` and ``.json`` beside.

    `caption` and `alt` (what a reader who cannot see the figure is told) are given in zh and
    en; `data` are the rows drawn, all with the same keys; `inputs` says what the figure was
    made from, name -> hash; `n` is the number of towns it speaks of. Returns the paths
    written, pictures first. A name that cannot be a file name, and a call outside
    ``with page(...)``, raise PlanError.
    """
    told = Told(caption, note, tuple(data), tuple(sources), alt)
    mend_labels(fig)
    return _write_figure(
        [fig], name, folder, told=told, inputs=inputs, n=n, formats=formats, by="export"
    )


def export_picture(
    picture: Picture,
    name: str,
    folder: Path,
    *,
    inputs: Mapping[str, str],
    formats: Sequence[str] = FORMATS,
) -> tuple[Path, ...]:
    """Write a picture, drawing it only where the one on disk is another.

    A picture of several pages is written as ``<name>_1``, ``<name>_2`` ..., with one table of
    data and one card. Returns the paths written; a picture that is current has only its card
    brought up to date (an empty tuple when even that is the same).
    """
    told = Told(**{part.name: getattr(picture, part.name) for part in fields(Told)})
    with reopen(picture.page):
        key = figure_key(**told.parts())
        if not is_current(name, folder, key, formats=formats, parts=len(picture.parts)):
            return _write_figure(
                picture.figures,
                name,
                folder,
                told=told,
                inputs=inputs,
                n=picture.n,
                formats=formats,
                by=_BY_RUN,
            )
        path, files = _card_path(name, folder), _read_card(name, folder)["files"]
        card = card_bytes(name, told, inputs=inputs, n=picture.n, files=files, by=_BY_RUN)
        if path.read_bytes() == card:
            return ()
        write_if_changed(path, card)
        return (path,)


def remove_others(folder: Path, names: Collection[str]) -> list[Path]:
    """Remove the figures that `export_picture` wrote to `folder` and that are not in `names`.

    Figures written with `export`, and files without a card, are somebody's own and stay.
    Returns the paths removed.
    """
    removed: list[Path] = []
    for path in sorted((folder / "data").glob("*.json")):
        card = _read_card(path.stem, folder)
        if path.stem in names or card.get("written_by") != _BY_RUN:
            continue
        files = [_file_path(file, folder) for file in card.get("files", {})]
        for file in [*files, path]:
            if file.is_file():
                file.unlink()
                removed.append(file)
    return removed


def name_parts(name: str, parts: int) -> list[str]:
    """Return the names of a picture's pages: the name itself, or name_1, name_2 ..."""
    return [name] if parts == 1 else [f"{name}_{part}" for part in range(1, parts + 1)]


def is_current(
    name: str, folder: Path, key: str, *, formats: Sequence[str] = FORMATS, parts: int = 1
) -> bool:
    """Tell whether the figure on disk is whole, untouched and drawn from what `key` hashes."""
    card = _read_card(name, folder)
    files = card.get("files", {})
    wanted = {f"{page}.{kind}" for page in name_parts(name, parts) for kind in formats}
    wanted.add(f"{name}.csv")
    if card.get("key") != key or not wanted <= files.keys():
        return False
    paths = {_file_path(file, folder): digest for file, digest in files.items()}
    return all(p.is_file() and digest_of(p.read_bytes()) == d for p, d in paths.items())


def _file_path(file: str, folder: Path) -> Path:
    """Return where a file of a figure lies: pictures in the folder, data below it."""
    name = Path(file).name
    return folder / "data" / name if name.endswith(".csv") else folder / name


def _read_card(name: str, folder: Path) -> dict[str, Any]:
    """Return the card of a figure, empty where there is none that can be read."""
    try:
        card = json.loads(_card_path(name, folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}


def _card_path(name: str, folder: Path) -> Path:
    if _UNFIT_NAME.search(name):
        raise PlanError(
            "E-FIG-03",
            f"{name!r} cannot be the name of a file on every system",
            where=str(folder),
            fix='leave out / \\ : * ? " < > | and a leading point',
        )
    return folder / "data" / f"{name}.json"


def _write_figure(
    figures: Sequence[Figure],
    name: str,
    folder: Path,
    *,
    told: Told,
    inputs: Mapping[str, str],
    n: int,
    formats: Sequence[str],
    by: str,
) -> tuple[Path, ...]:
    contents: dict[str, bytes] = {}
    for at, (page, fig) in enumerate(zip(name_parts(name, len(figures)), figures, strict=True), 1):
        title = number_part(told.caption, at, len(figures))[current_page().lang]
        for kind in formats:
            contents[f"{page}.{kind}"] = _render(fig, kind, title, told.alt[current_page().lang])
    contents[f"{name}.csv"] = csv_bytes(told.data)
    files = {file: digest_of(content) for file, content in contents.items()}
    card = _card_path(name, folder)
    gone = _read_card(name, folder).get("files", {}).keys() - contents.keys()
    card.unlink(missing_ok=True)
    for file in sorted(gone):
        _file_path(file, folder).unlink(missing_ok=True)
    for file, content in contents.items():
        write_if_changed(_file_path(file, folder), content)
    write_if_changed(card, card_bytes(name, told, inputs=inputs, n=n, files=files, by=by))
    return (*(_file_path(file, folder) for file in contents), card)


def _render(fig: Figure, kind: str, title: str, alt: str) -> bytes:
    # no dates and no version of the software: they are not results
    metadata: Mapping[str, dict[str, Any]] = {
        "png": {"Software": None, "Title": title, "Description": alt},
        "svg": {"Date": None, "Creator": None, "Title": title, "Description": alt},
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None, "Title": title},
    }
    if kind not in metadata:
        raise PlanError(
            "E-FIG-04",
            f"a figure cannot be written as {kind!r}",
            where="export(formats=...)",
            fix=f"use {', '.join(metadata)}",
        )
    file = io.BytesIO()
    more: dict[str, Any] = {"pil_kwargs": _PNG_PACKING} if kind == "png" else {}
    with draw_light(fig) if kind == "pdf" else nullcontext():
        fig.savefig(file, format=kind, dpi=PNG_DPI, metadata=metadata[kind], **more)
    return file.getvalue()
