"""The commands of ``townplans`` that work on words: kwic, words, keyness, lexicon import."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.build.measures.results import Results

_SHOWN = 15
"""Terms of each side that `keyness` prints."""


def add_word_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands and their options."""
    kwic = commands.add_parser(
        "kwic", help="词在哪些句子里 a word, or a theme's words, in the sentences they stand in"
    )
    kwic.add_argument("word", nargs="?", default="", help="词 the word")
    kwic.add_argument("--theme", help="主题的代号或中文名 a theme: all its words")
    kwic.add_argument("--dictionary", type=Path, help="主题取自这部词典 look the theme up here")
    kwic.add_argument("--year", type=int, help="只看这一年 only plans of this year")
    kwic.add_argument("--review", action="store_true", help="也看上年回顾 the review too")
    kwic.add_argument("--width", type=int, default=40, help="每侧列宽 places on each side")
    kwic.add_argument("--csv", type=Path, help="写成表 write a table instead")
    kwic.set_defaults(command=_kwic)

    words = commands.add_parser(
        "words", help="新词候选 runs of characters that behave like words no dictionary knows"
    )
    words.add_argument("--towns", type=int, help="至少几个镇用到 towns that must use a word")
    words.set_defaults(command=_words)

    keyness = commands.add_parser(
        "keyness", help="两组乡镇的用词对照 hold two sets of towns against each other"
    )
    keyness.add_argument("--a", nargs="+", required=True, metavar="TOWN", help="甲组 the first set")
    keyness.add_argument(
        "--b", nargs="+", default=(), metavar="TOWN", help="乙组，默认其余各镇 else all others"
    )
    keyness.add_argument("--year", type=int, help="哪一年的计划 plans of this year")
    keyness.add_argument(
        "--towns", type=int, help="一个词至少几个镇用到 towns that must use a term"
    )
    keyness.add_argument("--csv", type=Path, help="写成表 write the whole table")
    keyness.set_defaults(command=_keyness)

    for command in (kwic, words, keyness):
        command.add_argument("--study", type=Path, help="研究文件夹 a folder with study.toml")

    lexicon = commands.add_parser(
        "lexicon", help="引入别人的词典 turn dictionaries of others into a themes.toml"
    )
    actions = lexicon.add_subparsers(required=True, metavar="action")
    taken = actions.add_parser(
        "import", help="quanteda .yml、LIWC .dic、WordStat .cat、CSV (theme, word)"
    )
    taken.add_argument("file", type=Path, help="词典 the dictionary")
    taken.add_argument("--out", type=Path, required=True, help="写到哪里 the new themes.toml")
    taken.add_argument(
        "--only", nargs="+", default=(), metavar="CATEGORY", help="只取这些类 only these"
    )
    taken.set_defaults(command=_import)


def _measured(arguments: argparse.Namespace) -> Results:
    from analysis.build.run import measure_study  # noqa: PLC0415 - help must stay quick
    from analysis.corpus.study import find_bundled, read_study  # noqa: PLC0415

    return measure_study(read_study(arguments.study or find_bundled()))


def _kwic(arguments: argparse.Namespace) -> int:
    from analysis.build.measures.kwic import find_lines, print_kwic, tabulate_lines  # noqa: PLC0415
    from analysis.build.measures.workbench import save_table  # noqa: PLC0415

    results = _measured(arguments)
    lines = find_lines(
        results,
        arguments.word,
        theme=arguments.theme,
        dictionary=arguments.dictionary,
        year=arguments.year,
        with_review=arguments.review,
    )
    if arguments.csv:
        print(save_table(tabulate_lines(results, lines), arguments.csv))
    else:
        print(print_kwic(results, lines, arguments.width))
    return 0


def _words(arguments: argparse.Namespace) -> int:
    from analysis.build.measures.new_words import write_new_words  # noqa: PLC0415

    frame, path = write_new_words(_measured(arguments), min_towns=arguments.towns)
    columns = ["word", "count", "towns", "pmi", "entropy_left", "entropy_right", "decision"]
    _print_rows(columns, frame[columns].round(1).astype(object).fillna("").to_numpy().tolist())
    undecided = int(frame["decision"].isna().sum())
    print(f"{len(frame)} 个候选，{undecided} 个未定 candidates, {undecided} not decided on: {path}")
    print("取舍写进 decide in lexicon/new_words.csv: word,decision,reason (accepted | rejected)")
    return 0


def _keyness(arguments: argparse.Namespace) -> int:
    from analysis.build.measures.workbench import compare_terms, save_table  # noqa: PLC0415

    frame = compare_terms(
        _measured(arguments),
        arguments.a,
        arguments.b,
        year=arguments.year,
        min_towns=arguments.towns,
    )
    print(frame.attrs["recipe"])
    columns = ["term", "count_a", "count_b", "towns", "log_odds", "low", "high", "q", "held"]
    shown = frame[columns].round(2)
    for title, part in (
        ("甲组多用 A uses more", shown[frame["z"] > 0].head(_SHOWN)),
        ("乙组多用 B uses more", shown[frame["z"] < 0].tail(_SHOWN)[::-1]),
    ):
        print(f"\n{title}")
        _print_rows(columns, part.to_numpy().tolist())
    if arguments.csv:
        print(save_table(frame, arguments.csv))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from analysis.corpus.dictionaries import import_dictionary, write_themes  # noqa: PLC0415

    taken = import_dictionary(arguments.file, arguments.only)
    write_themes(taken.themes, arguments.out)
    n = sum(len(theme.words) for theme in taken.themes)
    print(f"{taken.form}: {len(taken.themes)} 个主题 themes, {n} 个词 words: {arguments.out}")
    for note in taken.notes:
        print(f"  {note}")
    print(
        "  用它：连同其余词表文件放进研究的 lexicon/；typology.toml 里的主题名要随之改\n"
        "  to use it, put it into the study's lexicon/ beside the other files; typology.toml must "
        "name its themes"
    )
    return 0


def _print_rows(columns: list[str], rows: Iterable[Iterable[object]]) -> None:
    from analysis.text.concordance import align_columns  # noqa: PLC0415

    print("\n".join(align_columns([columns, *([str(cell) for cell in row] for row in rows)])))
