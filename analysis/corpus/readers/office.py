"""Old Word, WPS, RTF and OpenDocument files -> .docx, by LibreOffice where it is installed.

LibreOffice runs with a profile of its own in a folder that is thrown away, without macros and
with a clock.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psutil

from analysis.errors import RefusedDocumentError

SECONDS = 120.0
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_libreoffice() -> str | None:
    """Return the program LibreOffice, or None where it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def convert_to_docx(raw: bytes, where: str) -> bytes:
    """Turn the bytes of an old office file into those of a .docx.

    Raises
    ------
    RefusedDocumentError
        LibreOffice is not installed, or cannot open the file in time.
    """
    program = find_libreoffice()
    if program is None:
        raise RefusedDocumentError(
            "E-FMT-03",
            "this is an old Word, WPS, RTF or OpenDocument file",
            where=where,
            fix="open it in Word or WPS and save it as .docx, or install LibreOffice",
        )
    with tempfile.TemporaryDirectory(prefix="townplans-") as folder:
        source, made = Path(folder) / "plan.doc", Path(folder) / "plan.docx"
        source.write_bytes(raw)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)]
        try:
            _run_within(SECONDS, command)
            return made.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise RefusedDocumentError(
                "E-FMT-04",
                "LibreOffice could not open this file",
                where=where,
                fix="open it in Word or WPS and save it as .docx",
            ) from None


def _run_within(seconds: float, command: list[str]) -> None:
    """Run a program; one that takes longer is ended, with all that it started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SAL_DISABLE_OPENCL": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        process.wait(seconds)
    finally:
        if process.poll() is None:
            with contextlib.suppress(psutil.Error):
                for child in psutil.Process(process.pid).children(recursive=True):
                    with contextlib.suppress(psutil.Error):
                        child.kill()
            process.kill()
            process.wait()
