"""The command ``townplans``: parse, call, print."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli_words import add_word_commands
from analysis.errors import PlanError, RefusedDocumentError, explain_fault

if TYPE_CHECKING:
    from analysis.build.measures.results import Results
    from analysis.corpus.lexicon import Lexicon
    from analysis.corpus.study import Study
    from analysis.model import Document

USAGE = 64


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 all documents used, 2 some quarantined, 1 none usable or stopped, 64 wrong usage.
    """
    if argv is None:
        _start_in_utf8()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as stop:
        return USAGE if stop.code else 0
    try:
        return int(arguments.command(arguments))
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # the reader of our output (head, more) has closed; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, MemoryError) as error:
        print(explain_fault(error, str(Path.cwd())), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        # a second Ctrl+C finds nothing left to stop
        with suppress(ValueError):  # not the main thread
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("停止 stopped; 已完成的部分保留，再运行即可继续 run again to go on", file=sys.stderr)
        return 1


def _start_in_utf8() -> None:
    """Start again where the locale lets names of files be ASCII only: ours are Chinese, too."""
    if os.name == "posix" and sys.getfilesystemencoding() == "ascii":
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONUTF8": "1"})


def build_parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    parser = argparse.ArgumentParser(
        prog="townplans",
        description="乡镇计划与政府工作报告的可比文本分析 · comparable tables and figures from "
        "township plans and work reports",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    run = _add_run(commands)

    add = commands.add_parser(
        "add", help="收入新文件 copy new files into a study and say what they are"
    )
    add.add_argument("files", nargs="+", help="文件、文件夹或 *.txt files, folders or patterns")
    add.add_argument("--county", help="这些文件属于哪个县 their county")
    add.add_argument("--town", help="属于哪个乡镇 their town")
    add.add_argument("--year", type=int, help="哪一年 their year")
    add.add_argument("--dry-run", action="store_true", help="只看不写 look, write nothing")
    add.set_defaults(command=_add)

    town = commands.add_parser("town", help="移出或改名一个乡镇 leave a town out, or rename it")
    town.add_argument("name", help="乡镇名 the town")
    what = town.add_mutually_exclusive_group(required=True)
    what.add_argument("--remove", action="store_true", help="不再计入，文件不动 leave it out")
    what.add_argument("--rename", metavar="NEW", help="新名 its new name")
    town.add_argument("--county", help="哪个县的 the town of this county")
    town.add_argument("--year", type=int, help="只限这一年 only this year's plan")
    town.add_argument("--dry-run", action="store_true", help="只看不写 look, write nothing")
    town.set_defaults(command=_town)

    check = commands.add_parser("check", help="有什么等人处理 what waits for a person")
    check.add_argument("--review", type=Path, help="写出待核表 write the sheet to fill in (.xlsx)")
    check.add_argument("--import", type=Path, dest="filled", help="读回填好的表 take it back in")
    check.set_defaults(command=_check)

    freeze = commands.add_parser(
        "freeze", help="存为基线 keep what the study says now as a baseline"
    )
    freeze.add_argument("name", nargs="?", help="名称 its name (default: baseline-N)")
    freeze.set_defaults(command=_freeze)

    changes = commands.add_parser("changes", help="与基线相比变了什么 what differs from a baseline")
    changes.add_argument("name", nargs="?", help="基线 the baseline (default: the latest)")
    changes.set_defaults(command=_changes)

    for command in (run, freeze, changes):
        command.add_argument(
            "--refit", action="store_true", help="重新分组 make groups anew, keep their numbers"
        )
    for command in (run, add, town, check, freeze, changes):
        command.add_argument("--study", type=Path, help="研究文件夹 a folder with study.toml")

    claims = commands.add_parser(
        "claims", help="列出文件中的数字陈述 list every stated figure of files, no study needed"
    )
    claims.add_argument("paths", nargs="+", type=Path, help="文件或文件夹 files or folders")
    claims.add_argument("--json", action="store_true", help="每行一个 JSON one JSON object a line")
    claims.set_defaults(command=_claims)

    validate = commands.add_parser(
        "validate",
        help="主题和数字目标与人工标注相比 themes and targets against what people coded",
    )
    validate.add_argument(
        "--open", action="store_true", help="不看封存的文本 leave the locked texts alone"
    )
    validate.add_argument(
        "--documents", type=Path, help="另评真实计划，文件在这里 judge the real plans here as well"
    )
    validate.set_defaults(command=_validate)

    add_word_commands(commands)

    lab = commands.add_parser("lab", help="打开 JupyterLab open JupyterLab on the notebooks")
    lab.add_argument("options", nargs=argparse.REMAINDER, help="JupyterLab 的选项 its own options")
    lab.set_defaults(command=_lab)
    return parser


def _add_run(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    run = commands.add_parser("run", help="读计划，写表和图 read plans, write tables and figures")
    run.add_argument("--plans", type=Path, help="放计划的文件夹 folder of plans (default: bundled)")
    run.add_argument("--out", type=Path, help="输出文件夹 folder for tables and figures")
    run.add_argument("--quiet", action="store_true", help="不显示进度 no progress bar")
    for option, words in (
        ("--anonymise", "乡镇改称 A镇、B镇 call the towns A镇, B镇 ..."),
        ("--robustness", "换做法结论还在吗 what holds under other choices"),
        ("--with-texts", "报告中嵌入全文 embed the texts in the report"),
    ):
        run.add_argument(option, action="store_true", help=words)
    who = run.add_mutually_exclusive_group()
    who.add_argument(
        "--workers",
        type=_count,
        help="读新文件、绘图最多用几个进程 processes to read and draw, at most",
    )
    who.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="由 Dask 集群读新文件 a Dask scheduler whose workers read them (tcp://HOST:8786)",
    )
    run.set_defaults(command=_run)
    return run


def _run(arguments: argparse.Namespace) -> int:
    from analysis.build.recall import Asked, recall_run  # noqa: PLC0415 - help must stay quick
    from analysis.corpus.study import make_study  # noqa: PLC0415

    if (arguments.plans is None) != (arguments.out is None):
        print("--plans 与 --out 要一起给 --plans and --out go together", file=sys.stderr)
        return USAGE
    if arguments.plans is None:
        study = _study(arguments)
    else:
        study = _choose(make_study(arguments.plans, arguments.out), arguments)
    asked = {"robust": arguments.robustness, "with_texts": arguments.with_texts}
    told = None if arguments.anonymise else recall_run(study, Asked(**asked))
    if told is not None:
        print(told.text)
        return told.code
    from analysis.build.run import run_study  # noqa: PLC0415 - there is something to do
    from analysis.build.telling.summary import describe, exit_code  # noqa: PLC0415

    shown = {"disguised": arguments.anonymise, "progress": not arguments.quiet}
    results = run_study(
        study, **asked, **shown, workers=arguments.workers, cluster=arguments.cluster
    )
    if results.summary is None:
        return 1
    print(describe(results))
    return exit_code(results.summary)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: 1 或更多 1 or more")
    return int(text)


def _study(arguments: argparse.Namespace) -> Study:
    from analysis.corpus.study import find_bundled, read_study  # noqa: PLC0415

    return _choose(read_study(arguments.study or find_bundled()), arguments)


def _choose(study: Study, arguments: argparse.Namespace) -> Study:
    """Let the command line choose over study.toml."""
    return replace(study, refit=True) if getattr(arguments, "refit", False) else study


def _measured(arguments: argparse.Namespace) -> Results:
    from analysis.build.run import measure_study  # noqa: PLC0415

    return measure_study(_study(arguments))


def _add(arguments: argparse.Namespace) -> int:
    from analysis.build.people.arrivals import add_files, describe_arrivals  # noqa: PLC0415

    arrivals = add_files(
        _study(arguments),
        arguments.files,
        county=arguments.county,
        town=arguments.town,
        year=arguments.year,
        dry_run=arguments.dry_run,
    )
    print(describe_arrivals(arrivals))
    refused = sum(found.state == "refused" for found in arrivals.files)
    return 1 if refused == len(arrivals.files) else 2 if refused else 0


def _town(arguments: argparse.Namespace) -> int:
    from analysis.build.people.towns import describe_change, remove_town, rename_town  # noqa: PLC0415

    study, name = _study(arguments), arguments.name
    change = partial(rename_town, new_name=arguments.rename) if arguments.rename else remove_town
    done = change(
        study,
        name,
        county=arguments.county,
        year=arguments.year,
        dry_run=arguments.dry_run,
    )
    print(describe_change(done))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from analysis.build.people.waiting import list_open_ends, take_review, write_review  # noqa: PLC0415

    results = _measured(arguments)
    if arguments.filled:
        print(f"更正 corrections taken in: {take_review(results, arguments.filled)}")
        results = _measured(arguments)
    if arguments.review:
        n = write_review(results, arguments.review)
        print(f"待核表 review sheet {arguments.review}: {n}")
    waiting = list_open_ends(results)
    print("\n".join(waiting) or "没有什么等人处理 nothing waits")
    return 1 if waiting else 0


def _freeze(arguments: argparse.Namespace) -> int:
    from analysis.build.history.baseline import freeze  # noqa: PLC0415
    from analysis.build.measures.manifests import list_baselines  # noqa: PLC0415

    results = _measured(arguments)
    number = max((n for n, _ in list_baselines(results.corpus.study)), default=0) + 1
    print(f"基线 baseline {freeze(results, arguments.name or f'baseline-{number}')}")
    return 0


def _changes(arguments: argparse.Namespace) -> int:
    from analysis.build.history.compare import compare_with_baseline, describe_baseline  # noqa: PLC0415

    print(describe_baseline(compare_with_baseline(_measured(arguments), arguments.name)))
    return 0


def _claims(arguments: argparse.Namespace) -> int:
    from analysis.corpus.documents import read_documents  # noqa: PLC0415
    from analysis.corpus.lexicon import read_lexicon  # noqa: PLC0415
    from analysis.corpus.study import find_bundled  # noqa: PLC0415

    lexicon = read_lexicon(find_bundled() / "lexicon")
    encode = json.JSONEncoder(ensure_ascii=False).encode
    if arguments.json and isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is, whatever the console speaks
    refused = used = 0
    for document in read_documents(arguments.paths):
        if isinstance(document, RefusedDocumentError):
            print(document, file=sys.stderr)
            refused += 1
            continue
        used += 1
        for row in _list_claims(document, lexicon):
            print(encode(row) if arguments.json else _in_words(row))
    return 1 if not used else 2 if refused else 0


def _list_claims(document: Document, lexicon: Lexicon) -> Iterator[dict[str, object]]:
    from analysis.extract.claims import find_claims  # noqa: PLC0415
    from analysis.extract.ledger import ledger_row  # noqa: PLC0415
    from analysis.text.reading import read_plans  # noqa: PLC0415

    for code, words in document.notes:
        print(f"{code} {document.path}: {words}", file=sys.stderr)
    for reading in read_plans(document, lexicon).readings:
        for claim in find_claims(reading, document.doc_id, document.text, lexicon):
            yield ledger_row(claim, reading.plan, document.path)


def _in_words(row: dict[str, object]) -> str:
    names = ("doc", "town", "status", "indicator", "confidence", "start", "quote")
    return "\t".join(str(row[name]).replace("\n", " ") for name in names)


def _validate(arguments: argparse.Namespace) -> int:
    from analysis.build.validity.validation import describe_validity  # noqa: PLC0415
    from analysis.corpus.study import find_bundled, read_study  # noqa: PLC0415

    told = {"open_only": arguments.open, "documents": arguments.documents}
    print(describe_validity(read_study(find_bundled()), **told))
    return 0


def _lab(arguments: argparse.Namespace) -> int:
    from analysis.corpus.study import find_bundled  # noqa: PLC0415

    notebooks = find_bundled().parent / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={notebooks}"]
    return subprocess.call([*command, *arguments.options])


if __name__ == "__main__":
    sys.exit(main())
