"""What the authors of the bundled county meant: one sheet of claims for each text.

A sheet (``data/gold/claims/NAME.tsv``) holds one row per target, multi-year aim or achieved
figure, in the order of the text (``data/gold/texts/NAME.txt``). `read_claims` gives
rows in the schema that ``townplans claims --json`` prints.

``python -m tests.county.gold SHEET...`` says what is wrong with sheets;
``python -m tests.county.gold --json [NAME...]`` prints their rows.
"""

import json
import sys
import tomllib
from dataclasses import asdict
from functools import cache
from pathlib import Path

import opencc

from analysis.corpus.gold_claims import read_gold_claims
from analysis.errors import StudyError

DATA = Path(__file__).parents[2] / "data"
TEXTS, SHEETS = DATA / "gold" / "texts", DATA / "gold" / "claims"


def read_claims(name):
    """Return the rows of sheet `name` in the schema of ``townplans claims --json``.

    Raises
    ------
    StudyError
        A row breaks a rule; the message names every row at fault.
    """
    keys = tomllib.loads((DATA / "lexicon" / "indicators.toml").read_text("utf-8")).keys()
    return [
        {
            "doc": f"{name}.txt",
            **asdict(claim),
            "indicator_text": simplify(claim.indicator_text),
            "unit": simplify(claim.unit),
        }
        for claim in read_gold_claims(DATA / "gold", name, keys)
    ]


@cache
def simplifier():
    return opencc.OpenCC("t2s")


def simplify(words):
    """Return names and units as the program writes them, whatever script the text is in."""
    return simplifier().convert(words)


def main(words):
    """Check the named sheets, or print the rows of some or all."""
    names = [Path(word).stem for word in words if word != "--json"]
    broken = False
    for name in names or sorted(path.stem for path in SHEETS.glob("*.tsv")):
        try:
            rows = read_claims(name)
        except StudyError as error:
            broken = True
            print(error, file=sys.stderr)
            continue
        if "--json" in words:
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{name}: {len(rows)} rows, all found")
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
