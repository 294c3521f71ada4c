"""The pictures that the READMEs show: ``python -m analysis.build.gallery``."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from analysis.build.pictures import PAGE, draw
from analysis.build.results import Results
from analysis.build.run import run_study
from analysis.corpus.files import write_if_changed
from analysis.corpus.study import find_bundled, read_study
from analysis.figures.export import export_picture

SHOWN = ("targets", "keywords", "themes")


def paint_gallery(results: Results) -> dict[str, bytes]:
    """Return the pictures the READMEs show, file name -> PNG."""
    painted = {}
    with tempfile.TemporaryDirectory() as folder:
        for what in SHOWN:
            picture = draw(results, what, page_name=PAGE)
            export_picture(picture, what, Path(folder), inputs={}, formats=("png",))
            painted[f"{what}.png"] = (Path(folder) / f"{what}.png").read_bytes()
    return painted


def measure_bundled(derived: Path) -> Results:
    """Measure the bundled study with its tables written to `derived`, drawing nothing."""
    study = replace(read_study(find_bundled()), derived=derived)
    return run_study(study, progress=False, draw=False)


if __name__ == "__main__":
    gallery = find_bundled().parent / "figures" / "gallery"
    with tempfile.TemporaryDirectory() as derived:
        for name, png in paint_gallery(measure_bundled(Path(derived))).items():
            write_if_changed(gallery / name, png)
            sys.stdout.write(f"{gallery / name}\n")
