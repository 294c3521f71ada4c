"""Results of which some measures are others than the corpus gives."""

from dataclasses import replace
from functools import cached_property


def exchange(results, **measures):
    """Return results with other `measures`; all else stays, be it made of them or not."""
    held = {
        name: getattr(results, name)
        for kind in type(results).__mro__
        for name, member in vars(kind).items()
        if isinstance(member, cached_property) and name != "tables"
    }
    other = replace(results)
    vars(other).update(held | measures)
    return other
