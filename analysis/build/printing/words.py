"""Results -> printed tables of themes, groups and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.build.measures.results import Results
from analysis.build.measures.sources import tabulate_sources
from analysis.build.measures.standing import say_names
from analysis.build.printing.frame import PrintWords
from analysis.build.printing.numbers import write_number
from analysis.figures.themes import order_rows
from analysis.model import Grouping
from analysis.tables.printed import Kind, Printed, PrintedColumn
from analysis.tables.tabulate import Row

LEADING = 3
"""Themes told of each town."""
_SIDES = {1: "▲", -1: "▼"}
_SHARE_DIGITS, _DISTANCE_DIGITS, _HASH_DIGITS = 1, 2, 12


def print_themes(results: Results, words: PrintWords) -> Printed | None:
    """Lay out the leading themes of each town, towns in the order of the tree."""
    corpus, shares = results.corpus, results.shown_shares
    if not len(shares.plan_ids):
        return None
    leading = [
        (PrintedColumn(words.pattern(f"print_theme_{place}")), PrintedColumn("%", "numbers"))
        for place in range(1, LEADING + 1)
    ]
    return Printed(
        key="themes",
        caption=words.caption("caption_print_themes"),
        columns=(
            PrintedColumn(words.pattern("print_town")),
            PrintedColumn(words.pattern("column_sentences"), "numbers"),
            *(column for pair in leading for column in pair),
        ),
        rows=tuple(
            (
                words.towns[shares.plan_ids[i]],
                str(shares.n_sentences[i]),
                *_tell_leading(results, i, words),
            )
            for i in order_rows(shares, results.grouping)
        ),
        note=words.note(*_note_themes(results, words), of_themes=True),
        sources=words.sources(corpus.shown),
    )


def _tell_leading(results: Results, row: int, words: PrintWords) -> Iterator[str]:
    """Yield the leading themes of a town and their shares, those that surely differ marked."""
    corpus, shares, weak = results.corpus, results.shown_shares, results.trust.weak
    named = {theme.key: words.choose(theme.zh, theme.en) for theme in corpus.lexicon.themes}
    told = [
        (float(share), theme, _SIDES.get(int(results.trust.differences.claimed[row, j]), ""))
        for j, (theme, share) in enumerate(zip(shares.themes, shares.shares[row], strict=True))
        if share > 0
    ]
    told.sort(key=lambda entry: -entry[0])
    for share, theme, side in told[:LEADING]:
        name = named[theme]
        yield words.say("weak_theme", theme=name) if theme in weak else name
        yield write_number(100 * share, _SHARE_DIGITS) + side
    for _ in range(2 * (LEADING - len(told))):
        yield words.nothing


def _note_themes(results: Results, words: PrintWords) -> Iterator[str]:
    corpus, shares = results.corpus, results.shown_shares
    yield words.pattern("note_print_themes")
    yield words.pattern("note_differs")
    weak = [words.choose(t.zh, t.en) for t in corpus.lexicon.themes if t.key in results.trust.weak]
    if weak:
        yield words.say("note_weak", themes=words.list_up(weak))
    least = corpus.study.min_sentences
    few = [words.towns[p] for p, n in zip(shares.plan_ids, shares.n_sentences, strict=True)
           if n < least]  # fmt: skip
    if few:
        yield words.say("note_print_few", least=least, towns=words.list_up(few))
    yield words.say("note_lexicon", hash=corpus.lexicon.hashes["themes.toml"])


def print_groups(results: Results, words: PrintWords) -> Printed | None:
    """Lay out which towns are alike, in the order of the tree, under what may be concluded."""
    grouping, names = results.grouping, words.towns
    if not grouping.nearest:
        return None  # one plan alone is like no other
    rules = results.corpus.lexicon.typology
    types = {rule.key: words.choose(rule.zh, rule.en) for rule in (*rules.types, rules.mixed)}
    ruled = {t.plan_id: t for t in results.types}
    near = {plan_id: (other, distance) for plan_id, other, distance in grouping.nearest}
    called = say_names(grouping.group_names, results.corpus.lexicon, words.lang)
    grouping = replace(grouping, group_names=called)
    rows = []
    for leaf in grouping.order:
        plan_id = grouping.plan_ids[leaf]
        other, distance = near[plan_id]
        rule = ruled.get(plan_id)
        rows.append(
            (
                *((_title_group(grouping, grouping.cut[leaf], words),) if grouping.cut else ()),
                names[plan_id],
                names[other],
                write_number(distance, _DISTANCE_DIGITS),
                types[rule.type] if rule else words.nothing,
                write_number(100 * rule.share, _SHARE_DIGITS) if rule else words.nothing,
            )
        )
    return Printed(
        key="groups",
        caption=words.caption("caption_groups"),
        columns=(
            *((PrintedColumn(words.pattern("print_group")),) if grouping.cut else ()),
            PrintedColumn(words.pattern("print_town")),
            PrintedColumn(words.pattern("print_nearest")),
            PrintedColumn(words.pattern("card_column_distance"), "numbers"),
            PrintedColumn(words.pattern("print_rule_type")),
            PrintedColumn(words.pattern("print_rule_share"), "numbers"),
        ),
        rows=tuple(rows),
        note=words.note(
            *tell_verdict(results, words), words.pattern("note_print_groups"), of_themes=True
        ),
        sources=words.sources(results.corpus.shown),
    )


def _title_group(grouping: Grouping, group: int, words: PrintWords) -> str:
    """Name a group as the figures do: number, the name a baseline keeps, whether it is new."""
    said = words.say("type_name" if grouping.verdict == "types" else "cut_name", n=group)
    if name := grouping.group_names.get(group):
        said = words.say("group_title", group=said, name=name)
    return said + (words.pattern("group_new") if group in grouping.new_groups else "")


def _list_jaccards(grouping: Grouping, words: PrintWords) -> Iterator[str]:
    for group, value in sorted(grouping.stability.items()):
        said = f"{value:.2f}"
        yield words.say("group_jaccard", n=group, value=said) if grouping.group_names else said


def tell_verdict(results: Results, words: PrintWords) -> Iterator[str]:
    """Say what may be concluded from the groups, what they follow and whom they leave out."""
    grouping = results.grouping
    yield words.pattern(f"print_verdict_{grouping.verdict}")
    if grouping.group_names:
        yield words.pattern("note_refit" if results.lasting.drift is None else "note_frozen")
    if grouping.null_p is not None:
        jaccards = words.list_up(_list_jaccards(grouping, words))
        n = len(grouping.plan_ids)
        yield words.say("group_tests", p=f"{grouping.null_p:.3f}", jaccards=jaccards, n=n)
    if biting := list(dict.fromkeys(c.trait for c in results.controls if c.bites)):
        traits = words.list_up(words.pattern(f"trait_{trait}") for trait in biting)
        yield words.say("controls_bite", traits=traits)
    if grouping.left_out:
        named = [(p, why) for p, why in grouping.left_out if why != "not_drawn"]
        towns = [words.say(f"left_out_{why}", town=words.towns[p]) for p, why in named]
        if not_drawn := len(grouping.left_out) - len(named):
            towns.append(words.say("left_out_not_drawn", n=not_drawn))
        yield words.say("left_out", towns=words.list_up(towns))


def print_sources(results: Results, words: PrintWords) -> Printed | None:
    """Lay out where every text is from and what became of it."""
    columns: tuple[tuple[str, Kind], ...] = (
        ("print_town", "words"), ("print_year", "numbers"), ("print_title_of_text", "words"),
        ("print_source", "words"), ("print_obtained", "words"), ("print_chars", "numbers"),
        ("print_use", "words"), ("print_hash", "words"),
    )  # fmt: skip
    rows = [_say_source(row, words) for row in tabulate_sources(results.corpus)]
    kept = [n for n in range(len(columns)) if any(row[n] != words.nothing for row in rows)]
    return Printed(
        key="sources",
        caption=words.caption("caption_print_sources"),
        columns=tuple(PrintedColumn(words.pattern(columns[n][0]), columns[n][1]) for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in rows),
        note=words.note(words.pattern("note_print_sources"), all_years=True),
    )


def _name_town(row: Row, words: PrintWords) -> str | None:
    """Name the town of a text: in Chinese as the text does, else as figures do or by its sound."""
    town, corpus = row.get("town"), words.results.corpus
    if not town or words.lang == "zh":
        return str(town) if town else None
    named = words.towns.get(str(row.get("plan_id")))
    return named or corpus.name_place(str(town), words.lang)


def _say_source(row: Row, words: PrintWords) -> tuple[str, ...]:
    hashed = row.get("sha256")
    said = (
        _name_town(row, words),
        row.get("year"),
        row.get("title") or row["doc"],
        row.get("source"),
        row.get("obtained"),
        row.get("chars"),
        words.pattern(f"source_{row['state']}"),
        str(hashed)[:_HASH_DIGITS] if hashed else None,
    )
    return tuple(words.nothing if cell is None else str(cell) for cell in said)
