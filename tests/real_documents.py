"""The option ``--real-documents DIR``.

It is registered as a plugin (pyproject.toml) because pytest would otherwise take DIR for a
folder of tests before it has read any conftest.
"""

from __future__ import annotations

from pathlib import Path


def pytest_addoption(parser):
    parser.addoption(
        "--real-documents",
        type=Path,
        default=None,
        metavar="DIR",
        help="folder of the real township plans; tests marked `real` are skipped without it",
    )
