"""What a study says: the measures of its corpus, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.build.measures.laid_out import lay_out
from analysis.build.measures.of_targets import TargetMeasures
from analysis.model import RunSummary


@dataclass(eq=False)
class Results(TargetMeasures):
    """What a study says; a measure or a table that nobody asks for is not computed."""

    summary: RunSummary | None = None
    """What the run did that these results are of."""

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table of the codebook by name."""
        return lay_out(self)
