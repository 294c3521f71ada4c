"""The pictures that the READMEs show: ``python -m analysis.build.gallery``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analysis.build.drawing.pictures import PAGE, draw
from analysis.build.measures.results import Results
from analysis.build.run import run_study
from analysis.corpus.files import write_if_changed
from analysis.corpus.study import find_bundled, read_study
from analysis.figures.export import export_picture

SHOWN = {"targets": "targets", "keywords": "keywords", "themes": "themes"}


def paint_pictures(results: Results, shown: Mapping[str, str]) -> dict[str, bytes]:
    """Return figures of a study as PNG by file name; `shown` maps names to what `draw` knows."""
    painted: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, what in shown.items():
            picture = draw(results, what, page_name=PAGE)
            made = export_picture(picture, name, Path(folder), inputs={}, formats=("png",))
            painted |= {p.name: p.read_bytes() for p in made if p.suffix == ".png"}
    return painted


def measure_bundled(derived: Path) -> Results:
    """Measure the bundled study with its tables written to `derived`, drawing nothing."""
    study = replace(read_study(find_bundled()), derived=derived)
    return run_study(study, progress=False, draw=False)


if __name__ == "__main__":
    gallery = find_bundled().parent / "figures" / "gallery"
    with tempfile.TemporaryDirectory() as derived:
        for name, png in paint_pictures(measure_bundled(Path(derived)), SHOWN).items():
            write_if_changed(gallery / name, png)
            sys.stdout.write(f"{gallery / name}\n")
