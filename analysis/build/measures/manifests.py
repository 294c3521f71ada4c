"""What lies in a study's ``baseline/``: the manifest of each, checked on load.

Also the groups a baseline keeps. Their names are for people to change, in ``groups.csv``; all
else of them stands in the manifest, which is sealed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.corpus.study import Study
from analysis.errors import StudyError
from analysis.stats.assignment import GroupModel

GROUP_NAMES = "groups.csv"


def list_baselines(study: Study) -> list[tuple[int, str]]:
    """Return number and name of each baseline of a study, the oldest first."""
    home = study.root / "baseline"
    if not home.is_dir():
        return []
    folders = (path for path in home.iterdir() if path.is_dir() and path.name[0] != ".")
    return sorted((int(read_manifest(folder)["number"]), folder.name) for folder in folders)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a baseline's manifest.

    Raises
    ------
    StudyError
        It is not as it was written.
    """
    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_bytes())
        whole = manifest.pop("checksum") == hash_data(write_plain(manifest))
    except (OSError, ValueError, KeyError, AttributeError):
        raise tell_damaged(path) from None
    if not whole:
        raise tell_damaged(path)
    return manifest


def read_groups(study: Study) -> tuple[str, GroupModel] | None:
    """Return the latest baseline that keeps groups and these; None where none does.

    So a number given once is not given again after a baseline of too few plans for groups.

    Raises
    ------
    StudyError
        A baseline is damaged, or its names of groups cannot be read.
    """
    for _, name in reversed(list_baselines(study)):
        folder = study.root / "baseline" / name
        kept = read_manifest(folder).get("groups", {}).get("model")
        if kept is not None:
            return name, _unpack_groups(kept, _read_names(folder / GROUP_NAMES))
    return None


def _unpack_groups(kept: Mapping[str, Any], given: Mapping[int, str]) -> GroupModel:
    model = GroupModel(
        themes=tuple(kept["themes"]),
        numbers=tuple(kept["numbers"]),
        centroids=np.array(kept["centroids"], dtype=np.float64),
        names=tuple(kept["names"]),
        members=kept["members"],
        reach=kept["reach"],
        spread=kept["spread"],
        last_number=kept["last_number"],
        even=kept.get("even", 0.0),
    )
    pairs = zip(model.numbers, model.names, strict=True)
    return replace(model, names=tuple(given.get(n, name) for n, name in pairs))


def pack_groups(model: GroupModel) -> dict[str, Any]:
    """Return kept groups as plain values."""
    return {
        "themes": list(model.themes),
        "numbers": list(model.numbers),
        "centroids": model.centroids.tolist(),
        "names": list(model.names),
        "members": dict(model.members),
        "reach": model.reach,
        "spread": model.spread,
        "last_number": model.last_number,
        "even": model.even,
    }


def write_names(model: GroupModel) -> bytes:
    """Return the sheet in which people rename groups, as Excel reads it."""
    sheet = io.StringIO(newline="")
    rows = csv.writer(sheet)
    rows.writerow(("group", "name"))
    rows.writerows(zip(model.numbers, model.names, strict=True))
    return sheet.getvalue().encode("utf-8-sig")


def _read_names(path: Path) -> Mapping[int, str]:
    """Return the names people gave; a blank one keeps the old name."""
    if not path.is_file():
        return {}
    try:
        text = path.read_bytes()
        try:
            sheet = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            sheet = text.decode("gb18030")
        rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
        return {int(r["group"]): r["name"].strip() for r in rows if (r["name"] or "").strip()}
    except (OSError, ValueError, KeyError, TypeError):
        raise StudyError(
            "E-BAS-06",
            "the names of groups cannot be read",
            where=str(path),
            fix="give it the columns group and name, one row a group, or delete it to have the "
            "first names back",
        ) from None


def write_plain(values: dict[str, Any]) -> bytes:
    """Return plain values as one line of JSON, always the same for the same values."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


def hash_data(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def tell_damaged(path: Path) -> StudyError:
    """Return the error of a baseline that is not as it was written."""
    return StudyError(
        "E-BAS-03",
        "the baseline is not as it was written",
        where=str(path),
        fix="restore the file from your copy, or delete this baseline's folder and freeze anew; "
        "look at copies in Excel, not at the file itself",
    )
