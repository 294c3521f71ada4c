"""A whole run: documents in, tables and figures out, only what is stale made anew."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.build.documents.anonymise import anonymise
from analysis.build.documents.gather import gather, read_people
from analysis.build.documents.stages import DocumentResult, Stages, make_cutter
from analysis.build.documents.store import Store
from analysis.build.drawing.pictures import export_pictures
from analysis.build.measures.results import Results, measure
from analysis.build.measures.tones import write_exchange
from analysis.build.printing.tables import write_printed
from analysis.build.progress import track
from analysis.build.telling.methods import LANGUAGES, tell_methods, write_methods
from analysis.build.telling.reporting import write_report
from analysis.build.validity.holding import forget_outdated, keep_robustness, tell_robustness
from analysis.codebook import BY_NAME
from analysis.corpus.documents import decode_document, hash_bytes, list_files, read_bytes
from analysis.corpus.files import sweep_unfinished, write_if_changed
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.received import ReceivedTexts
from analysis.corpus.study import Study, find_bundled, make_study, read_study
from analysis.errors import FontMissingError, RefusedDocumentError, StudyError
from analysis.model import DocumentWarning, Quarantined, RunSummary
from analysis.stats.changes import compare_rows, describe_changes, key_rows
from analysis.tables.exchange import EXCHANGE
from analysis.tables.frames import to_csv
from analysis.tables.workbook import to_workbook
from analysis.text.tokens import Cutter

# The tables whose differences a reader asks about after adding a town.
_TOLD = ("plans", "growth_targets", "keywords", "groups")
_TOLD_ROWS = 8


def open_study(place: str | Path | None = None, *, progress: bool = True) -> Results:
    """Bring a study up to date and return what it says.

    Parameters
    ----------
    place
        A folder with ``study.toml``; a folder of plans without one, whose tables and figures go
        to ``<its name>-townplans`` where Python runs; or None for the bundled study.

    Raises
    ------
    StudyError
        There is no such study, or no document of it can be used.
    """
    if place is None:
        return run_study(read_study(find_bundled()), progress=progress)
    folder = Path(place).expanduser()
    if (folder / "study.toml").is_file():
        return run_study(read_study(folder), progress=progress)
    study = make_study(folder, Path.cwd() / f"{folder.resolve().name}-townplans")
    return run_study(study, progress=progress)


def cut_sentence(results: Results, sentence: str, *, dictionary: bool = True) -> list[str]:
    """Cut a sentence as the study does, or with jieba's own dictionary only."""
    cutter = make_cutter(results.corpus.lexicon) if dictionary else Cutter([])
    return [word for word, _ in cutter.cut(sentence)]


def run_study(
    study: Study,
    *,
    progress: bool = True,
    draw: bool = True,
    disguised: bool = False,
    robust: bool = False,
    with_texts: bool = False,
) -> Results:
    """Read what is new, measure, write tables and figures.

    Parameters
    ----------
    disguised
        Rename towns and counties everywhere (`anonymise`), into a folder of its own.
    robust
        Also measure how often headline statements hold under other choices (`robustness`).
    with_texts
        Embed the received texts in ``report.html``; without, it holds quoted sentences only.

    Returns
    -------
    Results with their `summary`; ``summary.moved`` tells what differs from the last run.

    Raises
    ------
    StudyError
        The study is wrong, no document can be used, or an output cannot be written.
    FontMissingError
        No font can draw the labels; the tables are written all the same.
    """
    began = time.monotonic()
    results, made, doubled, engine = _measure(study, progress=progress, disguised=disguised)
    corpus, study = results.corpus, results.corpus.study
    moved = _tell_moves(study.derived / "tables", results)
    written, unchanged = _write_tables(study.derived / "tables", results)
    methods: Mapping[str, str] = {lang: tell_methods(results, lang) for lang in LANGUAGES}
    told, same = write_methods(results, methods)
    page, kept = write_report(results, methods, disguised=disguised, with_texts=with_texts)
    written, unchanged = written + told + page, unchanged + same + kept
    printed, kept = write_printed(results)
    written, unchanged = written + printed, unchanged + kept
    if robust:
        written += keep_robustness(results, progress=progress)
    else:
        forget_outdated(results)
    failed: FontMissingError | None = None
    if draw:
        try:
            drawn, kept = export_pictures(results, progress=progress)
            written, unchanged = written + drawn, unchanged + kept
        except FontMissingError as error:
            failed = error
    warned = {warning.path for warning in corpus.warnings}
    used = {d.document.path for d in corpus.documents} | {w.path for w in doubled}
    summary = RunSummary(
        documents_in=len(used) + len(corpus.quarantined),
        ok=len(used - warned),
        warned=len(used & warned),
        quarantined=len(corpus.quarantined),
        recomputed=tuple(sorted(corpus.doc_names[doc_id] for doc_id in made)),
        written=tuple(str(path) for path in written),
        unchanged=unchanged,
        moved=moved,
        seconds=time.monotonic() - began,
        robustness=tell_robustness(results) if robust else (),
        engine=engine,
    )
    if summary.recomputed or summary.written:
        _keep_summary(study.derived / "last_run.json", summary)
    if failed is not None:
        raise failed
    return replace(results, summary=summary)


def measure_study(study: Study, *, progress: bool = True) -> Results:
    """Read what is new and measure; no table, figure or summary is written.

    Raises
    ------
    StudyError
        The study is wrong, or no document can be used.
    """
    return _measure(study, progress=progress, disguised=False)[0]


def _measure(
    study: Study, *, progress: bool, disguised: bool
) -> tuple[Results, frozenset[str], list[DocumentWarning], str]:
    """Return the results, the ids of computed documents, what was doubled, and what cut words."""
    lexicon = read_lexicon(study.lexicon)
    people = read_people(study)
    sweep_unfinished(study.derived)
    store = Store(study.derived / "store")
    stages = Stages(lexicon, store)
    done, quarantined, doubled = _read_all(study, stages, progress)
    store.forget_others(result.reading.document.doc_id for result in done)
    corpus = gather(study, lexicon, people, done, quarantined=quarantined, doubled=doubled)
    if not corpus.readings:
        reasons = "; ".join(f"{q.path}: {q.message}" for q in quarantined) or (
            "the register leaves every plan out" if corpus.left_out else "the folder is empty"
        )
        raise StudyError(
            "E-RUN-01",
            f"no plan can be used ({reasons})",
            where=str(study.plans),
            fix="put plans as text files there",
        )
    results = measure(anonymise(corpus) if disguised else corpus, disguised=disguised)
    return results, frozenset(store.made), doubled, stages.engine


def _read_all(
    study: Study, stages: Stages, progress: bool
) -> tuple[list[DocumentResult], list[Quarantined], list[DocumentWarning]]:
    done: dict[str, DocumentResult] = {}
    quarantined: list[Quarantined] = []
    doubled: list[DocumentWarning] = []
    texts = ReceivedTexts(study.derived / "text")
    files = list_files([study.plans])
    for name, path in track(files, "读取 read", "文件", show=progress):
        raw = b""
        try:
            raw = read_bytes(name, path)
            document = decode_document(name, raw, texts)
        except RefusedDocumentError as refused:
            sha256 = hash_bytes(raw) if raw else ""
            quarantined.append(Quarantined(name, sha256, refused.code, refused.what, refused.fix))
            continue
        twin = done.get(document.doc_id)
        if twin is not None:
            kept = twin.reading.document.path
            doubled.append(
                DocumentWarning(name, "W-DUP-01", f"the same bytes as {kept}; counted once")
            )
            continue
        done[document.doc_id] = stages.run(document)
    texts.forget_others(done)
    return list(done.values()), quarantined, doubled


def _write_tables(folder: Path, results: Results) -> tuple[list[Path], int]:
    """Write what differs: books first, so that one open in Excel is tried again at the next run."""
    tables = {folder / f"{name}.csv": to_csv(table) for name, table in results.tables.items()}
    stale = [p for p, data in tables.items() if not p.is_file() or p.read_bytes() != data]
    book, written = folder.with_suffix(".xlsx"), []
    exchanged = [folder / f"{EXCHANGE}.{kind}" for kind in ("xlsx", "dta")]
    if stale or not all(path.is_file() for path in (book, *exchanged)):
        if write_if_changed(book, to_workbook(results.tables)):
            written.append(book)
        coding = results.corpus.lexicon.tone[0]
        written += write_exchange(folder, results.tables[EXCHANGE], coding)
    for path in stale:
        write_if_changed(path, tables[path])
    return [*written, *stale], len(tables) - len(stale)


def _tell_moves(folder: Path, results: Results) -> tuple[str, ...]:
    """Tell in sentences what differs from the tables of the last run; nothing at the first."""
    sentences: list[str] = []
    for name in _TOLD:
        path = folder / f"{name}.csv"
        if not path.is_file():
            continue
        keys = [column.name for column in BY_NAME[name].columns if column.key]
        try:
            old = key_rows(_parse(path.read_bytes()), keys)
        except (KeyError, ValueError, UnicodeDecodeError):
            sentences.append(f"{name}: the table of the last run cannot be read; not compared")
            continue
        new = key_rows(_parse(to_csv(results.tables[name])), keys)
        sentences += describe_changes(name, compare_rows(old, new), _TOLD_ROWS)
    return tuple(sentences)


def _parse(data: bytes) -> Iterable[Mapping[str, str]]:
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))


def _keep_summary(path: Path, summary: RunSummary) -> None:
    told: dict[str, Any] = {
        "documents_in": summary.documents_in,
        "ok": summary.ok,
        "warned": summary.warned,
        "quarantined": summary.quarantined,
        "recomputed": summary.recomputed,
        "written": summary.written,
        "unchanged": summary.unchanged,
        "moved": summary.moved,
        "seconds": round(summary.seconds, 1),
    }
    write_if_changed(path, json.dumps(told, ensure_ascii=False, indent=1).encode())
