"""Figures to disk: pictures, the data drawn, and a card that says what the picture is.

The same figure always gives the same bytes. Every file is written beside its place and
moved there whole; the card comes last, so a card is the sign of a complete figure.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from analysis.corpus.files import write_if_changed
from analysis.errors import PlanError
from analysis.figures.card import Told, card_bytes, csv_bytes, digest_of, figure_key
from analysis.figures.layout import Picture, mend_labels
from analysis.figures.light_font import draw_light
from analysis.figures.paging import number_part
from analysis.figures.style import Page, current_page, reopen

PNG_DPI = 300
_PNG_PACKING = {"compress_level": 3}
"""The level of zlib at which flat colours pack smallest, in two thirds of the usual time."""
FORMATS = ("png", "svg", "pdf")
_BY_RUN = "export_picture"
_UNFIT_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.|^$')


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a figure, composed, with all that another process needs to draw it."""

    figure: Figure
    page: Page
    title: str
    alt: str
    formats: tuple[str, ...]


def paint(leaf: Leaf) -> tuple[bytes, ...]:
    """Draw a page; return its file in each format."""
    with reopen(leaf.page):
        return tuple(_render(leaf.figure, kind, leaf.title, leaf.alt) for kind in leaf.formats)


def paint_here(leaves: Iterable[Leaf], _pages: int) -> Generator[tuple[bytes, ...], None, None]:
    """Draw pages one after another, in this process."""
    yield from map(paint, leaves)


PaintAll = Callable[[Iterable[Leaf], int], Generator[tuple[bytes, ...], None, None]]
"""Draws pages, so many; yields what `paint` returns of each, in their order."""


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
    lang = current_page().lang
    leaf = Leaf(fig, current_page(), caption[lang], alt[lang], tuple(formats))
    return _write_figure(
        [paint(leaf)], name, folder, told=told, inputs=inputs, n=n, formats=formats, by="export"
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
    [paths] = export_each([(name, picture)], folder, inputs=inputs, formats=formats)
    return paths


def export_each(
    pictures: Iterable[tuple[str, Picture]],
    folder: Path,
    *,
    inputs: Mapping[str, str],
    formats: Sequence[str] = FORMATS,
    paint_all: PaintAll = paint_here,
) -> Iterator[tuple[Path, ...]]:
    """Write pictures as `export_picture` does, in their order; yield the paths of each.

    `paint_all` draws the pages of all that are stale, and may begin one before it is asked for.
    """
    listed = [(name, p, _is_drawn(name, p, folder, formats)) for name, p in pictures]
    stale = [picture for _, picture, drawn in listed if not drawn]
    leaves = (leaf for picture in stale for leaf in _take_apart(picture, formats))
    with closing(paint_all(leaves, sum(len(picture.parts) for picture in stale))) as painted:
        for name, picture, drawn in listed:
            yield (
                _renew_card(picture, name, folder, inputs)
                if drawn
                else _write_picture(
                    list(islice(painted, len(picture.parts))),
                    picture,
                    name,
                    folder,
                    inputs=inputs,
                    formats=formats,
                )
            )


def _is_drawn(name: str, picture: Picture, folder: Path, formats: Sequence[str]) -> bool:
    with reopen(picture.page):
        key = figure_key(**_tell(picture).parts())
    return is_current(name, folder, key, formats=formats, parts=len(picture.parts))


def _tell(picture: Picture) -> Told:
    return Told(**{part.name: getattr(picture, part.name) for part in fields(Told)})


def _take_apart(picture: Picture, formats: Sequence[str]) -> Iterator[Leaf]:
    """Compose the pages of a picture one after another."""
    page, pages = picture.page, len(picture.parts)
    for at in range(1, pages + 1):
        with reopen(page):
            title = number_part(picture.caption, at, pages)[page.lang]
            figure = picture.draw_part(at)
        yield Leaf(figure, page, title, picture.alt[page.lang], tuple(formats))


def _renew_card(
    picture: Picture, name: str, folder: Path, inputs: Mapping[str, str]
) -> tuple[Path, ...]:
    path, files = _card_path(name, folder), _read_card(name, folder)["files"]
    with reopen(picture.page):
        card = card_bytes(
            name, _tell(picture), inputs=inputs, n=picture.n, files=files, by=_BY_RUN
        )
    if path.read_bytes() == card:
        return ()
    write_if_changed(path, card)
    return (path,)


def _write_picture(
    painted: Sequence[Sequence[bytes]],
    picture: Picture,
    name: str,
    folder: Path,
    *,
    inputs: Mapping[str, str],
    formats: Sequence[str],
) -> tuple[Path, ...]:
    with reopen(picture.page):
        return _write_figure(
            painted,
            name,
            folder,
            told=_tell(picture),
            inputs=inputs,
            n=picture.n,
            formats=formats,
            by=_BY_RUN,
        )


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
    painted: Sequence[Sequence[bytes]],
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
    for page, files in zip(name_parts(name, len(painted)), painted, strict=True):
        contents |= {f"{page}.{kind}": file for kind, file in zip(formats, files, strict=True)}
    contents[f"{name}.csv"] = csv_bytes(told.data)
    digests = {file: digest_of(content) for file, content in contents.items()}
    card = _card_path(name, folder)
    gone = _read_card(name, folder).get("files", {}).keys() - contents.keys()
    card.unlink(missing_ok=True)
    for file in sorted(gone):
        _file_path(file, folder).unlink(missing_ok=True)
    for file, content in contents.items():
        write_if_changed(_file_path(file, folder), content)
    write_if_changed(card, card_bytes(name, told, inputs=inputs, n=n, files=digests, by=by))
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
