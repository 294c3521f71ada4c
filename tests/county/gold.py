"""What the authors of the bundled county meant: one sheet of claims for each text.

A sheet (``data/gold/claims/NAME.tsv``) holds one row per target, multi-year aim or achieved
figure, in the order of the text (``data/gold/texts/NAME.txt``). `read_claims` finds the words
again and gives rows in the schema that ``townplans claims --json`` prints.

``python -m tests.county.gold SHEET...`` says what is wrong with sheets;
``python -m tests.county.gold --json [NAME...]`` prints their rows.
"""

import csv
import json
import sys
import tomllib
from functools import cache
from pathlib import Path

import opencc

DATA = Path(__file__).parents[2] / "data"
TEXTS, SHEETS = DATA / "gold" / "texts", DATA / "gold" / "claims"
COLUMNS = (
    "status", "headline", "scope", "kind", "indicator", "indicator_text", "value_text",
    "value_low", "value_high", "unit", "qualifier", "commitment", "masked", "relation",
    "optional", "quote",
)  # fmt: skip
ALLOWED = {
    "status": {"target", "achieved", "multi_year"},
    "headline": {"", "1"},
    "scope": {"whole_town", "part", "per_village", "other_level"},
    "kind": {"growth_rate", "level", "count", "ratio", "cap", "relative"},
    "qualifier": {"exact", "at_least", "about", "at_most"},
    "commitment": {"plain", "ensure", "strive"},
    "masked": {"", "1"},
    "optional": {"", "1"},
}


def read_claims(name):
    """Return the rows of sheet `name` with offsets into its text.

    Raises
    ------
    ValueError
        A row breaks a rule; the message names every row at fault.
    """
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    with (SHEETS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        sheet = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(sheet.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{name}: the columns must be {', '.join(COLUMNS)}")
        lines = list(sheet)
    keys = {"other", *tomllib.loads((DATA / "lexicon" / "indicators.toml").read_text("utf-8"))}
    rows, faults, cursor = [], [], 0
    for number, line in enumerate(lines, 2):
        found = list(find_faults(line, keys))
        start = text.find(line["quote"] or "\0", cursor)
        if start < 0:
            known = line["quote"] and line["quote"] in text
            found.append("the quote stands before the row above" if known else "no such quote")
        if found:
            faults.append(f"{name}.tsv line {number}: {'; '.join(found)} | {line['quote']}")
            continue
        cursor = start
        rows.append({"doc": f"{name}.txt", **locate(line, start, text)})
    if faults:
        raise ValueError("\n".join(faults))
    return rows


def find_faults(line, keys):
    """Say what is wrong with one line of a sheet."""
    if None in line or None in line.values():
        yield f"{len(COLUMNS)} columns are needed"
        return
    for column, allowed in ALLOWED.items():
        if line[column] not in allowed:
            yield f"{column} is {line[column]!r}"
    if line["indicator"] not in keys:
        yield f"no indicator {line['indicator']!r} in the lexicon"
    for column in ("indicator_text", "value_text"):
        if line[column] not in line["quote"] and column == "value_text":
            yield f"{column} {line[column]!r} does not stand in the quote"
    numbers = line["value_low"], line["value_high"]
    try:
        low, high = (float(number) if number else None for number in numbers)
    except ValueError:
        yield f"the values {numbers} are no numbers"
        return
    hidden = line["masked"] == "1" or line["kind"] == "relative"
    if hidden and line["masked"] == "1" and (low is not None or high is not None):
        yield "a masked row has no value"
    if not hidden and low is None and high is None:
        yield "a value is needed"
    if low is not None and high is not None and abs(low) > abs(high):
        yield "value_low is beyond value_high"
    if line["kind"] == "relative" and not line["relation"]:
        yield "a relative row needs its relation"


def locate(line, start, text):
    """Return one row of the claims schema; offsets are characters of the text."""
    quote, value = line["quote"], line["value_text"]
    value_start = text.index(value, start) if value else None
    return {
        **{column: line[column] for column in ("indicator", "kind")},
        **{column: simplify(line[column]) for column in ("indicator_text", "unit")},
        **{column: line[column] for column in ("qualifier", "commitment", "status", "scope")},
        **{column: line[column] == "1" for column in ("masked", "headline", "optional")},
        "value_low": float(line["value_low"]) if line["value_low"] else None,
        "value_high": float(line["value_high"]) if line["value_high"] else None,
        "relation": line["relation"] or None,
        "value_text": value or None,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "value_start": value_start,
        "value_end": value_start + len(value) if value_start is not None else None,
    }


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
        except (ValueError, OSError) as error:
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
