"""study.toml -> one frozen description of a study: where things lie and what was chosen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from analysis.errors import StudyError

_KNOWN = {
    "name": str,
    "name_en": str,
    "plans": str,
    "derived": str,
    "figures": str,
    "county": str,
    "year": int,
    "language": str,
    "min_sentences": int,
    "refit": bool,
    "background": str,
    "drop_indicator_names": bool,
}

_LIMITS = {"year": range(1949, 2101), "min_sentences": range(10_000)}


@dataclass(frozen=True, slots=True)
class Study:
    """Where a study reads and writes, and the choices of its researcher."""

    root: Path
    name: str
    name_en: str
    plans: Path
    derived: Path
    figures: Path
    lexicon: Path
    county: str | None = None
    year: int | None = None
    language: Literal["zh", "en"] = "zh"
    min_sentences: int = 20
    refit: bool = False
    """Make the groups anew instead of keeping the baseline's."""
    background: Path | None = None
    """A frozen list of how many documents use each term, for TF-IDF."""
    drop_indicator_names: bool = True
    """Whether names of indicators (固定资产, 增加值) are stop words."""


def find_bundled(start: Path | None = None) -> Path:
    """Return the folder of the bundled study, looked for upward from `start` (here).

    Raises
    ------
    StudyError
        Neither this folder nor one above it, nor the checkout the package lies in, holds it.
    """
    here = (start or Path.cwd()).resolve()
    checkout = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, checkout):
        if (folder / "data" / "study.toml").is_file():
            return folder / "data"
    raise StudyError(
        "E-STU-01",
        "no study was found (data/study.toml)",
        where=str(here),
        fix="start from the project's folder, or name a study",
    )


def read_study(root: Path) -> Study:
    """Read ``root/study.toml``; a lexicon of its own wins over the bundled one.

    Raises
    ------
    StudyError
        The file is missing, is no TOML, or holds a key or type that is not known.
    """
    path = root / "study.toml"
    try:
        table = tomllib.loads(_decode(path.read_bytes()))
    except FileNotFoundError:
        raise StudyError(
            "E-STU-01", "there is no study.toml", where=str(root), fix="name the study's folder"
        ) from None
    except OSError as error:
        raise StudyError(
            "E-STU-04",
            f"the system does not let it be read ({error.strerror})",
            where=str(path),
            fix="close it in other programs; check that it is yours to read",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(
            "E-STU-02", f"cannot be read: {error}", where=str(path), fix="mend it; save it as UTF-8"
        ) from None
    for key, value in table.items():
        wanted = _KNOWN.get(key)
        limits = _LIMITS.get(key)
        known_kind = wanted is not None and type(value) is wanted
        if not known_kind or (limits is not None and value not in limits):
            known = ", ".join(map(_tell_setting, _KNOWN))
            raise StudyError(
                "E-STU-03", f"{key} = {value!r} is not understood", where=str(path), fix=known
            )
    if table.get("language", "zh") not in ("zh", "en"):
        raise StudyError(
            "E-STU-03", "language is neither zh nor en", where=str(path), fix='write "zh" or "en"'
        )
    own = root / "lexicon"
    return Study(
        root=root,
        name=table.get("name", root.name),
        name_en=table.get("name_en", table.get("name", root.name)),
        plans=(root / table.get("plans", "plans")).resolve(),
        derived=(root / table.get("derived", "derived")).resolve(),
        figures=(root / table.get("figures", "figures")).resolve(),
        lexicon=own if own.is_dir() else find_bundled() / "lexicon",
        county=table.get("county"),
        year=table.get("year"),
        language=table.get("language", "zh"),
        min_sentences=table.get("min_sentences", 20),
        refit=table.get("refit", False),
        background=(root / table["background"]).resolve() if "background" in table else None,
        drop_indicator_names=table.get("drop_indicator_names", True),
    )


def _tell_setting(name: str) -> str:
    limits = _LIMITS.get(name)
    kind = _KNOWN[name].__name__
    return f"{name} ({kind})" if limits is None else f"{name} ({kind}, {limits[0]} to {limits[-1]})"


def _decode(raw: bytes) -> str:
    """Read UTF-8, else the encoding that a Chinese Windows console writes."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def make_study(plans: Path, out: Path) -> Study:
    """Describe a study in `out` that reads `plans` in place; nothing is written here.

    The study's own study.toml and lexicon are used if `out` has them.

    Raises
    ------
    StudyError
        `plans` does not exist, or `out` is a file.
    """
    if not plans.exists():
        raise StudyError(
            "E-PATH-01", "there is no such folder", where=str(plans), fix="check the spelling"
        )
    if out.exists() and not out.is_dir():
        raise StudyError("E-PATH-02", "this is a file", where=str(out), fix="name a folder")
    if (out / "study.toml").is_file():
        return replace(read_study(out), plans=plans)
    own = out / "lexicon"
    return Study(
        root=out,
        name="各计划",
        name_en="the plans",
        plans=plans,
        derived=out / "derived",
        figures=out / "figures",
        lexicon=own if own.is_dir() else find_bundled() / "lexicon",
    )
