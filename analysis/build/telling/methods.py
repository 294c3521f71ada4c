"""The methods paragraphs of a study, in Chinese and English, ready to paste."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.build.measures.results import Results
from analysis.build.telling.method_facts import list_facts
from analysis.corpus.files import write_if_changed
from analysis.corpus.prose import Lang, fill_in, read_prose

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def tell_methods(results: Results, lang: Lang = "zh") -> str:
    """Tell what was read and computed, every number from these results.

    The wording stands in ``lexicon/methods.toml``; what was not computed is left out.

    Raises
    ------
    StudyError
        The wording asks for a number that there is none of.
    """
    prose = read_prose(results.corpus.study.lexicon)
    return fill_in(prose, list_facts(results, lang), lang)


def write_methods(results: Results, told: Mapping[str, str]) -> tuple[list[Path], int]:
    """Write ``methods.zh.txt`` and ``methods.en.txt`` as Windows reads them.

    Parameters
    ----------
    told
        Language -> what `tell_methods` tells.

    Returns
    -------
    What was written, and how many were the same already.
    """
    folder = results.corpus.study.derived
    files = {
        folder / f"methods.{lang}.txt": f"{told[lang]}\n".replace("\n", "\r\n")
        for lang in LANGUAGES
    }
    new = [path for path, text in files.items() if write_if_changed(path, text.encode("utf-8-sig"))]
    return new, len(files) - len(new)
