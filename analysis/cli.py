"""The command ``townplans``: parse, call, print."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import PlanError, RefusedDocumentError

if TYPE_CHECKING:
    from analysis.corpus.lexicon import Lexicon
    from analysis.model import Document

USAGE = 64


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 all documents used, 2 some quarantined, 1 none usable or stopped, 64 wrong usage.
    """
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
    except KeyboardInterrupt:
        print("停止 stopped; 已完成的部分保留，再运行即可继续 run again to go on", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    parser = argparse.ArgumentParser(
        prog="townplans",
        description="乡镇计划与政府工作报告的可比文本分析 · comparable tables and figures from "
        "township plans and work reports",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="读计划，写表和图 read plans, write tables and figures")
    run.add_argument("--plans", type=Path, help="放计划的文件夹 folder of plans (default: bundled)")
    run.add_argument("--out", type=Path, help="输出文件夹 folder for tables and figures")
    run.add_argument("--quiet", action="store_true", help="不显示进度 no progress bar")
    run.set_defaults(command=_run)

    claims = commands.add_parser(
        "claims", help="列出文件中的数字陈述 list every stated figure of files, no study needed"
    )
    claims.add_argument("paths", nargs="+", type=Path, help="文件或文件夹 files or folders")
    claims.add_argument("--json", action="store_true", help="每行一个 JSON one JSON object a line")
    claims.set_defaults(command=_claims)

    lab = commands.add_parser("lab", help="打开 JupyterLab open JupyterLab on the notebooks")
    lab.add_argument("options", nargs=argparse.REMAINDER, help="JupyterLab 的选项 its own options")
    lab.set_defaults(command=_lab)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from analysis.build.run import run_study  # noqa: PLC0415 - help must stay quick
    from analysis.build.summary import describe, exit_code  # noqa: PLC0415
    from analysis.corpus.study import find_bundled, make_study, read_study  # noqa: PLC0415

    if (arguments.plans is None) != (arguments.out is None):
        print("--plans 与 --out 要一起给 --plans and --out go together", file=sys.stderr)
        return USAGE
    if arguments.plans is None:
        study = read_study(find_bundled())
    else:
        study = make_study(arguments.plans, arguments.out)
    results = run_study(study, progress=not arguments.quiet)
    if results.summary is None:
        return 1
    print(describe(results))
    return exit_code(results.summary)


def _claims(arguments: argparse.Namespace) -> int:
    from analysis.corpus.documents import read_documents  # noqa: PLC0415
    from analysis.corpus.lexicon import read_lexicon  # noqa: PLC0415
    from analysis.corpus.study import find_bundled  # noqa: PLC0415

    lexicon = read_lexicon(find_bundled() / "lexicon")
    refused = used = 0
    for document in read_documents(arguments.paths):
        if isinstance(document, RefusedDocumentError):
            print(document, file=sys.stderr)
            refused += 1
            continue
        used += 1
        for row in _list_claims(document, lexicon):
            print(json.dumps(row, ensure_ascii=False) if arguments.json else _in_words(row))
    return 1 if not used else 2 if refused else 0


def _list_claims(document: Document, lexicon: Lexicon) -> Iterator[dict[str, object]]:
    from analysis.extract.claims import find_claims  # noqa: PLC0415
    from analysis.extract.ledger import ledger_row  # noqa: PLC0415
    from analysis.text.reading import read_plans  # noqa: PLC0415

    for reading in read_plans(document, lexicon).readings:
        for claim in find_claims(reading, document.doc_id, document.text, lexicon):
            yield ledger_row(claim, reading.plan, document.path)


def _in_words(row: dict[str, object]) -> str:
    names = ("doc", "town", "status", "indicator", "confidence", "start", "quote")
    return "\t".join(str(row[name]).replace("\n", " ") for name in names)


def _lab(arguments: argparse.Namespace) -> int:
    from analysis.corpus.study import find_bundled  # noqa: PLC0415

    notebooks = find_bundled().parent / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={notebooks}"]
    return subprocess.call([*command, *arguments.options])


if __name__ == "__main__":
    sys.exit(main())
