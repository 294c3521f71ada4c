"""Results -> the report's summary as Word files, ``summary.zh.docx`` and ``summary.en.docx``.

They lie beside ``report.html``, because they are read as a whole where ``tables.docx`` is taken
apart; the pictures in them are drawn without their words, which stand below as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.build.drawing.pictures import PAGE, draw
from analysis.build.measures.results import Results
from analysis.build.printing.attainment import find_told
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.numbers import write_number
from analysis.build.printing.tables import find_newest
from analysis.build.printing.targets import print_growth
from analysis.build.printing.words import print_sources, tell_verdict
from analysis.build.telling.method_facts import list_counts
from analysis.build.telling.methods import LANGUAGES
from analysis.corpus.files import write_if_changed
from analysis.corpus.prose import Facts, Lang, fill_in, read_prose
from analysis.figures.export import export_picture, remove_others
from analysis.figures.layout import Picture
from analysis.figures.scale import FEWEST_FOR_MEDIAN, choose_scale, stated_amount
from analysis.report.words import read_words
from analysis.stats.targets import median_stated, middle
from analysis.tables.printed import Block, Heading, Paragraph, Placed
from analysis.tables.word import to_docx

FILE = "summary.{lang}.docx"
PROSE = "summary.toml"
PICTURES = "summary"
"""Folder of the pictures placed, in `derived`, a folder a language."""
_LEADING = 3
_PLACED = ("targets", "keywords", "themes")
"""The figures that answer what readers ask first."""


def write_digest(
    results: Results, methods: Mapping[str, str], *, drawn: bool
) -> tuple[list[Path], int]:
    """Write the summary in both languages, with its figures where figures were drawn.

    Parameters
    ----------
    methods
        Language -> what `tell_methods` tells.

    Returns
    -------
    What was written, and how many were the same already.

    Raises
    ------
    FontMissingError
        Figures are asked for, and no font can draw their labels.
    """
    derived = results.corpus.study.derived
    new: list[Path] = []
    for lang in LANGUAGES:
        words = PrintWords(results, lang)
        folder = derived / PICTURES / lang
        placed = dict(_place_pictures(words, folder)) if drawn else {}
        data = to_docx(
            list(list_blocks(words, lang, methods[lang], placed)),
            title=words.say("summary_title", scope=words.scope),
            made=find_newest(results),
            number=words.pattern("print_number"),
            figure_number=words.pattern("summary_figure"),
            lang=lang,
        )
        path = derived / FILE.format(lang=lang)
        new += [path] * write_if_changed(path, data)
    return new, len(LANGUAGES) - len(new)


def list_blocks(
    words: PrintWords, lang: Lang, methods: str, placed: Mapping[str, Placed]
) -> Iterator[Block]:
    """Lay the summary out: sentences, targets, keywords, themes, groups, methods, sources."""
    results = words.results
    heads = read_words(results.corpus.study.lexicon)["section"]
    prose = read_prose(results.corpus.study.lexicon, PROSE)
    yield Heading(words.say("summary_title", scope=words.scope), level=0)
    yield Heading(heads["summary"][lang])
    yield from _split(fill_in(prose, list_counts(results, lang) | _list_own(words), lang))
    growth = print_growth(results, words)
    if growth or "targets" in placed:
        yield Heading(heads["targets"][lang])
    yield from filter(None, (placed.get("targets"), growth))
    for what in ("keywords", "themes"):
        if what in placed:
            yield Heading(heads[what][lang])
            yield placed[what]
    yield Heading(heads["groups"][lang])
    verdict = words.pattern("sentence_mark").join(tell_verdict(results, words))
    yield Paragraph(verdict[:1].upper() + verdict[1:] + words.choose("。", "."))
    yield Heading(heads["methods"][lang])
    yield from _split(methods)
    if sources := print_sources(results, words):
        yield Heading(heads["sources"][lang])
        yield sources


def _split(text: str) -> Iterator[Block]:
    """Give each paragraph its block; works that are cited, line by line, are set small."""
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        yield from (Paragraph(line, small=len(lines) > 1) for line in lines)


def _place_pictures(words: PrintWords, folder: Path) -> Iterator[tuple[str, Placed]]:
    """Draw the figures of the summary that are not current, and read the first page of each."""
    results, names = words.results, []
    for what in _PLACED:
        if what == "targets" and results.indicator is None:
            continue
        picture = draw(results, what, page_name=PAGE, lang=words.lang)
        silent = {"zh": "", "en": ""}
        bare = replace(picture, caption=silent, note="", sources=(), parts=picture.parts[:1])
        export_picture(bare, what, folder, inputs={}, formats=("png",))
        names.append(what)
        yield what, _word_picture(picture, words, folder / f"{what}.png")
    remove_others(folder, names)


def _word_picture(picture: Picture, words: PrintWords, drawn: Path) -> Placed:
    caption, pages = picture.caption[words.lang], len(picture.parts)
    return Placed(
        png=drawn.read_bytes(),
        caption=caption if pages == 1 else words.say("summary_pages", caption=caption, pages=pages),
        alt=picture.alt[words.lang],
        note=words.say("note", text=picture.note) if picture.note else "",
        sources=words.sources(words.results.corpus.shown),
    )


def _list_own(words: PrintWords) -> Facts:
    """Return the slots that only the summary has."""
    results = words.results
    rows = results.target_rows
    states = Counter(row.state for row in rows)
    told = (
        words.say("summary_state", state=words.pattern(f"state_{state}"), n=n)
        for state, n in states.most_common()
    )
    pairs, _ = find_told(results)
    outcomes = Counter(row.outcome for row, _ in pairs)
    return {
        "indicator": words.indicators[results.indicator] if results.indicator else None,
        "lined_up": len(rows),
        "states": words.list_up(told) or None,
        **_list_values(words),
        "judged_indicator": words.indicators[pairs[0][0].indicator] if pairs else None,
        "judged_towns": len(pairs),
        **{outcome: outcomes[outcome] for outcome in ("kept", "missed", "open")},
        "keyword_uses": words.list_up(_tell_keywords(words)) or None,
        "leading_themes": words.list_up(_tell_themes(words)) or None,
    }


def _list_values(words: PrintWords) -> Facts:
    rows = words.results.target_rows
    amounts = [a for row in rows if row.state == "stated" and (a := stated_amount(row.target))]
    median = median_stated(rows)
    if median is None or len(amounts) < FEWEST_FOR_MEDIAN:
        return dict.fromkeys(("median", "lowest", "highest"))
    scale = choose_scale(rows)
    values = {
        "median": median,
        "lowest": min(map(middle, amounts)),
        "highest": max(map(middle, amounts)),
    }
    return {key: write_number(scale.of(v)) + scale.unit for key, v in values.items()}


def _tell_keywords(words: PrintWords) -> Iterator[str]:
    shown = set(words.results.corpus.shown)
    for keyword in words.results.corpus.lexicon.keywords:
        uses = [
            row.count_plan
            for row in words.results.keywords
            if row.keyword == keyword and row.plan_id in shown and row.count_plan
        ]
        yield words.say("summary_keyword", keyword=keyword, towns=len(uses), times=sum(uses))


def _tell_themes(words: PrintWords) -> Iterator[str]:
    results = words.results
    if not len(results.shown_shares.plan_ids):
        return
    means = results.shown_shares.shares.mean(axis=0)
    themes = {t.key: words.choose(t.zh, t.en) for t in results.corpus.lexicon.themes}
    order = sorted(zip(means, results.shown_shares.themes, strict=True), key=lambda m: -m[0])
    for share, theme in order[:_LEADING]:
        said = write_number(100 * float(share), 1)
        yield words.say("summary_share", name=themes[theme], share=said)
