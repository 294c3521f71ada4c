"""Sentences coded by people: the sheet they fill in, and how far two passes agree.

``python -m tests.county.coding sheet`` prints every sentence of the bundled texts with empty
columns; ``... agree FIRST SECOND`` compares two filled sheets. The rules for coders stand in
``data/gold/coding_guide.md``.
"""

import csv
import json
import sys
import tomllib
from pathlib import Path

from analysis.model import Section
from analysis.stats.validity import krippendorff_alpha
from analysis.text.sentences import split_sentences
from tests.county.gold import DATA, TEXTS

CODES = DATA / "gold" / "themes"
COLUMNS = ("text", "start", "end", "role", "themes", "sentence")
ROLES = ("review", "targets", "tasks", "other")
LAYOUT = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "lineterminator": "\n"}


def list_sentences():
    """Yield (text, start, end, sentence) for all bundled texts; offsets into the author's text."""
    for path in sorted(TEXTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        whole = (Section("other", 0, len(text), "", assumed=False),)
        for sentence in split_sentences(text, whole, path.stem):
            words = " ".join(text[sentence.start : sentence.end].split())
            yield path.stem, sentence.start, sentence.end, words


def read_codes(path):
    """Return {(text, start): (role, themes)} of a filled sheet.

    Raises
    ------
    ValueError
        A line does not hold; every one is named.
    """
    themes = {"none", *tomllib.loads((DATA / "lexicon" / "themes.toml").read_text("utf-8"))}
    codes, faults = {}, []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, **LAYOUT), 2):
            named = tuple(row["themes"].split())
            wrong = [theme for theme in named if theme not in themes]
            if row["role"] not in ROLES or wrong or not 1 <= len(named) <= 3:
                faults.append(f"{path.name} line {number}: {row['role']} {row['themes']}")
            codes[row["text"], int(row["start"])] = (row["role"], named)
    if faults:
        raise ValueError("\n".join(faults))
    return codes


def measure_agreement(first, second):
    """Compare two passes over the same sentences.

    Returns
    -------
    Shares of equal roles and main themes, Krippendorff's alpha of both and of each theme
    (named or not), and how many sentences either pass gave to the theme.
    """
    both = sorted(first.keys() & second.keys())
    pairs = [(first[key], second[key]) for key in both]
    themes = sorted({theme for pair in pairs for _, named in pair for theme in named})
    main = [(a[1][0], b[1][0]) for a, b in pairs]
    roles = [(a[0], b[0]) for a, b in pairs]
    return {
        "sentences": len(both),
        "main_theme_equal": sum(a == b for a, b in main) / len(both),
        "main_theme_alpha": krippendorff_alpha(main),
        "role_equal": sum(a == b for a, b in roles) / len(both),
        "role_alpha": krippendorff_alpha(roles),
        "themes": {
            theme: {
                "first": sum(theme in a[1] for a, _ in pairs),
                "second": sum(theme in b[1] for _, b in pairs),
                "alpha": krippendorff_alpha([(theme in a[1], theme in b[1]) for a, b in pairs]),
            }
            for theme in themes
        },
    }


def main(words):
    """Print the sheet, or the agreement of two filled ones."""
    if words[0] == "sheet":
        writer = csv.writer(sys.stdout, **LAYOUT)
        writer.writerow(COLUMNS)
        for text, start, end, sentence in list_sentences():
            writer.writerow((text, start, end, "", "", sentence))
    else:
        found = measure_agreement(*(read_codes(Path(word)) for word in words[1:3]))
        print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
