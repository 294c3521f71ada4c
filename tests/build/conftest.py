"""Figures of a run that are asked for, where their bytes are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import pytest

from analysis.build.drawing import pictures
from analysis.figures import export


@pytest.fixture(scope="session")
def drawn_lightly() -> Callable[[], AbstractContextManager[None]]:
    """Within it a run writes its figures as PNG of few pixels; a PDF costs ten times as much."""

    @contextmanager
    def lightly() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            only_png = partial(export.export_picture, formats=("png",))
            patch.setattr(pictures, "export_picture", only_png)
            patch.setattr(export, "PNG_DPI", 50)
            yield

    return lightly
