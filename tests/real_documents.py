"""The option ``--real-documents DIR``.

It is registered as a plugin (pyproject.toml) because pytest would otherwise take DIR for a
folder of tests before it has read any conftest. Written with a blank, DIR still hides
pyproject.toml from pytest, so that the marker is made known here too; ``=DIR`` hides nothing.
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


def pytest_configure(config):
    config.addinivalue_line("markers", "real: needs the real documents (--real-documents DIR)")
