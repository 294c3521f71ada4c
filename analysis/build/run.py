"""A whole run: documents in, tables and figures out, only what is stale made anew."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from analysis.build.documents.anonymise import anonymise
from analysis.build.documents.gather import People, gather, read_people
from analysis.build.documents.many import read_study_documents
from analysis.build.documents.reading import ReadDocuments
from analysis.build.documents.stages import make_cutter
from analysis.build.drawing.pictures import export_pictures
from analysis.build.measures.results import Results
from analysis.build.measures.tones import write_exchange
from analysis.build.memory import sweep_seldom
from analysis.build.printing.tables import write_printed
from analysis.build.recall import Asked, Said, Sight, is_current, keep_run, list_known, look_at
from analysis.build.telling.digest import write_digest
from analysis.build.telling.methods import LANGUAGES, tell_methods, write_methods
from analysis.build.telling.reporting import write_report
from analysis.build.telling.summary import describe_again, exit_code
from analysis.build.validity.holding import forget_outdated, keep_robustness, tell_robustness
from analysis.codebook import BY_NAME
from analysis.corpus.files import holds, note_writing, write_if_changed
from analysis.corpus.inputs import hash_file
from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.lock import PATIENCE, write_alone
from analysis.corpus.study import Study, find_bundled, make_study, read_study
from analysis.errors import FontMissingError, StudyError
from analysis.model import RunSummary
from analysis.stats.changes import compare_rows, describe_changes, key_rows
from analysis.tables.exchange import EXCHANGE
from analysis.tables.frames import to_csv
from analysis.tables.shown import show_in_notebook
from analysis.tables.workbook import to_workbook
from analysis.text.tokens import Cutter

# The tables whose differences a reader asks about after adding a town.
_TOLD = ("plans", "growth_targets", "keywords", "groups")
_TOLD_ROWS = 8
ReadAll = Callable[[Study, Lexicon], ReadDocuments]


def open_study(
    place: str | Path | None = None, *, write: bool = True, progress: bool = True
) -> Results:
    """Bring a study up to date and return what it says.

    Parameters
    ----------
    place
        A folder with ``study.toml``; a folder of plans without one, whose tables and figures go
        to ``<its name>-townplans`` where Python runs; or None for the bundled study.
    write
        Whether tables and figures on the disk are brought up to date too; without, an added plan
        costs what it takes to read it and to make the tables that are asked for.

    Raises
    ------
    StudyError
        There is no such study, or no document of it can be used.
    """
    study = _find_study(place)
    if write:
        results = run_study(study, progress=progress, patience=PATIENCE)
    else:
        results = measure_study(study, progress=progress)
    labels, lang = results.corpus.lexicon.labels, results.corpus.study.language
    show_in_notebook(labels["print_nothing"][lang])
    return results


def _find_study(place: str | Path | None) -> Study:
    if place is None:
        return read_study(find_bundled())
    folder = Path(place).expanduser()
    if (folder / "study.toml").is_file():
        return read_study(folder)
    return make_study(folder, Path.cwd() / f"{folder.resolve().name}-townplans")


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
    patience: float = 0.0,
    executor: Executor | None = None,
    cluster: str = "",
    workers: int | None = None,
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
    patience
        Seconds to wait for another process that writes into the study.
    executor, cluster, workers
        Who reads new documents (`read_study_documents`), and how many processes at most read and
        draw.

    Returns
    -------
    Results with their `summary`; ``summary.moved`` tells what differs from the last run.

    Raises
    ------
    StudyError
        The study is wrong, no document can be used, another process writes there, or an output
        cannot be written.
    FontMissingError
        No font can draw the labels; the tables are written all the same.
    """
    seen = look_at(study, Asked(robust, with_texts)) if draw and not disguised else None
    inputs = read_lexicon(study.lexicon), read_people(study)
    with (
        write_alone(study, draw=draw, patience=patience) as notes,
        note_writing() as put,
        sweep_seldom(),
    ):
        current = seen is not None and is_current(study, seen)
        results = _run(
            study,
            inputs,
            partial(
                read_study_documents,
                progress=progress,
                executor=executor,
                cluster=cluster,
                workers=workers,
            ),
            None if seen is None else list_known(study, seen),
            progress=progress,
            draw=draw,
            disguised=disguised,
            robust=robust,
            with_texts=with_texts,
            workers=workers,
            current=current,
        )
        if draw and not disguised and not current:
            _keep(results, seen, put)
    summary = results.summary
    if summary is not None and notes:
        results.summary = replace(summary, notes=(*notes, *summary.notes))
    return results


def _run(
    study: Study,
    inputs: tuple[Lexicon, People],
    read_all: ReadAll,
    known: Mapping[Path, str] | None,
    *,
    progress: bool,
    draw: bool,
    disguised: bool,
    robust: bool,
    with_texts: bool,
    workers: int | None,
    current: bool,
) -> Results:
    """Measure a study and write what it says, unless its outputs are current."""
    began = time.monotonic()
    results, read = _measure(study, inputs, read_all, disguised=disguised)
    corpus, study = results.corpus, results.corpus.study
    done = _Done()
    if not current:
        with sweep_seldom():
            done = _write_outputs(
                results,
                known,
                progress=progress,
                draw=draw,
                disguised=disguised,
                robust=robust,
                with_texts=with_texts,
                workers=workers,
            )
    warned = {warning.path for warning in corpus.warnings}
    used = {d.document.path for d in corpus.documents} | {w.path for w in read.doubled}
    summary = results.summary = RunSummary(
        documents_in=len(used) + len(corpus.quarantined),
        ok=len(used - warned),
        warned=len(used & warned),
        quarantined=len(corpus.quarantined),
        recomputed=tuple(sorted(corpus.doc_names[doc_id] for doc_id in read.computed)),
        written=tuple(str(path) for path in done.written),
        unchanged=done.unchanged,
        moved=done.moved,
        seconds=time.monotonic() - began,
        robustness=tell_robustness(results) if robust else (),
        engine=read.engine,
        notes=_tell_given_back(read.given_back),
    )
    if summary.recomputed or summary.written:
        _keep_summary(study.derived / "last_run.json", summary)
    if done.failed is not None:
        raise done.failed
    return results


def _tell_given_back(n: int) -> tuple[str, ...]:
    told = f"{n} 份文件别的进程没有读成，由本进程读了 other processes left {n} files to this one"
    return (told,) if n else ()


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of writing; `failed` is why figures could not be drawn."""

    written: Sequence[Path] = ()
    unchanged: int = 0
    moved: tuple[str, ...] = ()
    failed: FontMissingError | None = None


def _write_outputs(
    results: Results,
    known: Mapping[Path, str] | None,
    *,
    progress: bool,
    draw: bool,
    disguised: bool,
    robust: bool,
    with_texts: bool,
    workers: int | None,
) -> _Done:
    study = results.corpus.study
    moved = _tell_moves(study.derived / "tables", results)
    written, unchanged = _write_tables(study.derived / "tables", results, known)
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
            drawn, kept = export_pictures(results, progress=progress, workers=workers)
            written, unchanged = written + drawn, unchanged + kept
        except FontMissingError as error:
            failed = error
    told, kept = write_digest(results, methods, drawn=draw and failed is None)
    written, unchanged = written + told, unchanged + kept
    return _Done(written, unchanged, moved, failed)


def measure_study(study: Study, *, progress: bool = True) -> Results:
    """Read what is new and measure; no table, figure or summary is written.

    Raises
    ------
    StudyError
        The study is wrong, or no document can be used.
    """
    inputs = read_lexicon(study.lexicon), read_people(study)
    with write_alone(study, draw=False, patience=PATIENCE), sweep_seldom():
        return _measure(study, inputs, partial(read_study_documents, progress=progress))[0]


def _measure(
    study: Study,
    inputs: tuple[Lexicon, People],
    read_all: ReadAll,
    *,
    disguised: bool = False,
) -> tuple[Results, ReadDocuments]:
    """Return the results and the documents they were made of."""
    lexicon, people = inputs
    read = read_all(study, lexicon)
    quarantined = read.quarantined
    corpus = gather(
        study,
        lexicon,
        people,
        list(read.done.values()),
        quarantined=quarantined,
        doubled=read.doubled,
    )
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
    results = Results(anonymise(corpus) if disguised else corpus, disguised=disguised)
    return results, read


def _write_tables(
    folder: Path, results: Results, known: Mapping[Path, str] | None
) -> tuple[list[Path], int]:
    """Write what differs: books first, so that one open in Excel is tried again at the next run.

    Books cost more than all else here: where the tables are the same, one is made again only if
    it is not the one `known` by its hash; None of what is known: if it is gone.
    """
    tables = {folder / f"{name}.csv": to_csv(table) for name, table in results.tables.items()}
    stale = [p for p, data in tables.items() if not holds(p, data)]
    book, written = folder.with_suffix(".xlsx"), []
    exchanged = [folder / f"{EXCHANGE}.{kind}" for kind in ("xlsx", "dta")]
    if stale or not all(_is_there(path, known) for path in (book, *exchanged)):
        if write_if_changed(book, to_workbook(results.tables)):
            written.append(book)
        coding = results.corpus.lexicon.tone[0]
        written += write_exchange(folder, results.tables[EXCHANGE], coding)
    for path, data in tables.items():
        write_if_changed(path, data)
    return [*written, *stale], len(tables) - len(stale)


def _is_there(path: Path, known: Mapping[Path, str] | None) -> bool:
    return path.is_file() and (known is None or known.get(path) == hash_file(path))


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
        except (OSError, KeyError, ValueError, UnicodeDecodeError):
            sentences.append(f"{name}: the table of the last run cannot be read; not compared")
            continue
        new = key_rows(_parse(to_csv(results.tables[name])), keys)
        sentences += describe_changes(name, compare_rows(old, new), _TOLD_ROWS)
    return tuple(sentences)


def _parse(data: bytes) -> Iterable[Mapping[str, str]]:
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))


def _keep(results: Results, seen: Sight | None, put: Mapping[Path, str]) -> None:
    """Let the next run know that it has nothing to do, as long as all stays as it is now."""
    corpus, summary = results.corpus, results.summary
    if summary is not None:
        said = Said(*describe_again(results), exit_code(summary))
        refused = [refused.code for refused in corpus.quarantined]
        keep_run(corpus.study, seen, said, refused, put)


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
