"""What people keep beside the plans, made wrong: the run stops before an output is touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.study import find_bundled
from tests.refused import makers

Change = bytes | str | Callable[[str], str] | None
"""A file's new content, what becomes of the old one, or nothing: it is removed."""

_HEAD = "document,number,town,year\n"
TRAVERSALS = (
    "../x.txt", "../../etc/passwd", "a/../../x.txt", "..", "/etc/passwd", "//host/share/x.txt",
    "~/x.txt", "~root/x.txt", "C:/x.txt", "C:\\Windows\\x.txt", "c:x.txt", "\\\\host\\share\\x.txt",
    "..\\x.txt", "a\\..\\..\\x.txt", "http://host/x.txt", "file:///etc/passwd", "ftp://host/x",
    "a:b.txt", "x*.txt", "x?.txt", "x|y.txt", "<x>.txt", "a\x01b.txt", "a\x7fb.txt", "\\?\\x",
)  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """One study that cannot be meant; `files` lie in its folder, those of ``lexicon/`` change."""

    family: int
    name: str
    files: Mapping[str, Change]
    code: str
    says: str = ""
    """What the sentence must name: a line, a row, a word."""
    xfail: str = ""

    def __str__(self) -> str:
        return f"{self.family:02}-{self.name}"

    def arrange(self, root: Path) -> None:
        """Write the files of this study."""
        if any(name.startswith("lexicon/") for name in self.files):
            shutil.copytree(find_bundled() / "lexicon", root / "lexicon")
        for name, change in self.files.items():
            path = root / name
            if change is None:
                path.unlink()
            elif callable(change):
                path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
            else:
                path.write_bytes(change.encode() if isinstance(change, str) else change)


def register(*rows: str, head: str = _HEAD) -> dict[str, Change]:
    return {"register.csv": head + "\n".join(rows) + "\n"}


def study(*lines: str) -> dict[str, Change]:
    return {"study.toml": "\n".join(lines) + "\n"}


def lexicon(name: str, change: Change) -> dict[str, Change]:
    return {f"lexicon/{name}": change}


def put_word(word: str) -> Callable[[str], str]:
    """Add a word to the first theme."""
    return lambda text: text.replace("words = [", f"words = ['{word}',", 1)


def put_entry(name: str, entry: str) -> Callable[[str], str]:
    """Add an entry to a list."""
    return lambda text: text.replace(f"\n{name} = [", f"\n{name} = ['{entry}',", 1)


def add(lines: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n{lines}\n"


STOPS = (
    Stop(
        65,
        "traversal",
        register(*(f'"{place}",,,' for place in TRAVERSALS)),
        "E-SHT-03",
        f"row {len(TRAVERSALS) + 1}, document",
    ),
    Stop(
        65,
        "town-as-path",
        register("垟头镇.txt,,../../x,", "柏树镇.txt,,a/b,", "南岗乡.txt,,=1+1,"),
        "E-SHT-03",
        "3 entries",
    ),
    Stop(
        66,
        "all-rows-at-once",
        register("垟头镇.txt,,,二零", "柏树镇.txt,零,,", ",,,2023", "南岗乡.txt,,,44927"),
        "E-SHT-03",
        "4 entries",
    ),
    Stop(
        66, "doubled-row", register("垟头镇.txt,,,2023", "垟头镇.txt,,,2022"), "E-SHT-03", "row 3"
    ),
    Stop(
        66, "unknown-column", register("垟头镇.txt,蓝", head="document,颜色\n"), "E-SHT-03", "颜色"
    ),
    Stop(66, "cell-without-head", register("垟头镇.txt,,,2023,多出"), "E-SHT-03", "row 2"),
    Stop(66, "open-quote", register('"垟头镇.txt,,,2023'), "E-SHT-01", "register.csv"),
    Stop(66, "empty", {"register.csv": b""}, "E-SHT-02", "register.csv"),
    Stop(
        66,
        "half-utf-8",
        {"register.csv": (_HEAD + "垟头镇.txt,,,2023\n").encode() + b"\xe5\x9e"},
        "E-SHT-01",
        "byte",
    ),
    Stop(66, "not-a-table", {"register.csv": bytes(range(256)) * 9}, "E-SHT-01", "register.csv"),
    Stop(66, "picture", {"register.csv": makers.picture()}, "E-SHT-01", "register.csv"),
    Stop(66, "broken-book", {"register.xlsx": makers.excel()}, "E-SHT-01", "register.xlsx"),
    Stop(
        66,
        "two-registers",
        {**register("垟头镇.txt,,,2023"), "register.xlsx": makers.excel()},
        "E-REG-03",
        "register.xlsx",
    ),
    Stop(66, "frame", {"frame.csv": "name\n垟头镇\n"}, "E-SHT-03", "row 1"),
    Stop(66, "corrections", {"corrections.csv": "a;b;c\n1;2;3\n"}, "E-COR-02", "corrections.csv"),
    Stop(
        66,
        "corrections-bytes",
        {"corrections.csv": b"\xff\xfe\x00\xd8" * 9},
        "E-COR-01",
        "corrections.csv",
    ),
    Stop(67, "no-toml", study('name = "甲"', "year = 二零二三"), "E-STU-02", "line 2"),
    Stop(67, "chinese-quotes", study("name = “甲”"), "E-STU-02", "line 1"),
    Stop(67, "backslashes", study('plans = "C:\\Users\\x"'), "E-STU-02", "line 1"),
    Stop(67, "bytes", {"study.toml": b'name = "\xff\xff"\n'}, "E-STU-02", "study.toml"),
    Stop(67, "wrong-kind", study('year = "2023"'), "E-STU-03", "year"),
    Stop(67, "unknown-key", study("farbe = 3"), "E-STU-03", "farbe"),
    Stop(67, "other-language", study('language = "fr"'), "E-STU-03", "language"),
    Stop(67, "truth-as-number", study("year = true"), "E-STU-03", "year"),
    Stop(67, "impossible-year", study("year = -5"), "E-STU-03", "year"),
    Stop(67, "negative-count", study("min_sentences = -3"), "E-STU-03", "min_sentences"),
    Stop(67, "background-gone", study('background = "nichts.csv"'), "E-BKG-01", "nichts"),
    Stop(
        68, "pattern-as-word", lexicon("themes.toml", put_word(r"(\d+)+%")), "E-TOK-01", r"(\d+)+%"
    ),
    Stop(68, "open-pattern", lexicon("themes.toml", put_word("增(长")), "E-TOK-01", "增(长"),
    Stop(
        68,
        "pattern-without-end",
        lexicon("grammar.toml", put_entry("shared_names", "(1+)+村=gdp grain_output")),
        "E-LEX-06",
        "(1+)+村",
    ),
    Stop(
        68,
        "pattern-not-closed",
        lexicon("grammar.toml", put_entry("shared_names", "二(三产=gdp grain_output")),
        "E-LEX-06",
        "二(三产",
    ),
    Stop(
        68,
        "pattern-of-nothing",
        lexicon("grammar.toml", put_entry("shared_names", "二?=gdp grain_output")),
        "E-LEX-06",
        "二?",
    ),
    Stop(
        68,
        "half-a-pair",
        lexicon("grammar.toml", put_entry("slips", "规摸")),
        "E-LEX-06",
        "grammar.toml [slips]",
    ),
    Stop(
        68,
        "no-number",
        lexicon("grammar.toml", put_entry("highest_growth_target_pct", "很多")),
        "E-LEX-06",
        "很多",
    ),
    Stop(
        69,
        "gbk-words",
        lexicon("user_words.txt", "旧砖窑\n".encode("gbk")),
        "E-LEX-02",
        "user_words.txt",
    ),
    Stop(69, "word-with-blank", lexicon("user_words.txt", add("旧 砖窑")), "E-TOK-01", "旧 砖窑"),
    Stop(69, "words-missing", lexicon("user_words.txt", None), "E-LEX-01", "user_words.txt"),
    Stop(
        69, "new-words-head", lexicon("new_words.csv", "wort;grund\n"), "E-LEX-10", "new_words.csv"
    ),
    Stop(69, "themes-missing", lexicon("themes.toml", None), "E-LEX-01", "themes.toml"),
    Stop(69, "themes-no-toml", lexicon("themes.toml", add("[x")), "E-LEX-03", "line"),
    Stop(
        69,
        "themes-not-listed",
        lexicon("themes.toml", add('[neu]\nzh = "新"\nen = "n"\nreason = "r"\nwords = "词"')),
        "E-LEX-04",
        "neu",
    ),
    Stop(
        69,
        "themes-empty",
        lexicon("themes.toml", add('[neu]\nzh = "新"\nen = "n"\nreason = "r"\nwords = []')),
        "E-LEX-04",
        "neu",
    ),
    Stop(
        69,
        "themes-doubled",
        lexicon(
            "themes.toml", add('[neu]\nzh = "新"\nen = "n"\nreason = "r"\nwords = ["旧窑", "旧窑"]')
        ),
        "E-LEX-05",
        "旧窑",
    ),
    Stop(
        69,
        "themes-lacking",
        lexicon("themes.toml", add('[neu]\nzh = "新"\nwords = ["旧窑"]')),
        "E-LEX-06",
        "neu",
    ),
    Stop(
        69, "themes-a-value", lexicon("themes.toml", lambda t: "neu = 3\n" + t), "E-LEX-06", "neu"
    ),
    Stop(
        69,
        "indicator-lacking",
        lexicon("indicators.toml", add('[neu]\nzh = "新"')),
        "E-LEX-06",
        "neu",
    ),
    Stop(
        69,
        "indicator-units",
        lexicon(
            "indicators.toml", lambda t: re.sub(r"units = \[[^\]]*\]", "units = 3", t, count=1)
        ),
        "E-LEX-04",
        "units",
    ),
    Stop(69, "years-shape", lexicon("years.toml", add('"某某年" = [2023]')), "E-LEX-06", "某某年"),
    Stop(
        69,
        "years-words",
        lexicon("years.toml", add('"某某年" = [["a", "b"]]')),
        "E-LEX-06",
        "某某年",
    ),
    Stop(69, "labels-lacking", lexicon("labels.toml", add('[neu]\nzh = "新"')), "E-LEX-06", "neu"),
    Stop(
        69, "labels-a-value", lexicon("labels.toml", lambda t: 'neu = "x"\n' + t), "E-LEX-06", "neu"
    ),
    Stop(69, "dirt-a-value", lexicon("dirt.toml", lambda t: 'neu = "x"\n' + t), "E-LEX-04", "neu"),
    Stop(69, "dirt-lacking", lexicon("dirt.toml", 'watermark = ["x"]\n'), "E-LEX-06", "dirt.toml"),
    Stop(
        69, "places-lacking", lexicon("places.toml", 'unit = ["镇"]\n'), "E-LEX-06", "places.toml"
    ),
    Stop(
        69,
        "headings-lacking",
        lexicon("headings.toml", 'neu = ["x"]\n'),
        "E-LEX-06",
        "headings.toml",
    ),
    Stop(
        69, "grammar-lacking", lexicon("grammar.toml", 'neu = ["x"]\n'), "E-LEX-06", "grammar.toml"
    ),
    Stop(
        69,
        "register-words",
        lexicon("register.toml", "first_year = 3\n"),
        "E-LEX-06",
        "register.toml",
    ),
    Stop(
        70,
        "stop-word-of-a-theme",
        lexicon("stop_general.txt", add("乡村振兴")),
        "E-LEX-05",
        "乡村振兴",
    ),
)
