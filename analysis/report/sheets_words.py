"""Keywords, leading terms, theme shares and groups."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from analysis.model import PlanCounts, Reading
from analysis.report.parts import Both, Field, Material, Row, Sheet
from analysis.report.quotes import QuoteBook
from analysis.report.sheets_corpus import PLAN_ID, WHO, name_plan
from analysis.stats.differences import count_parts

TERMS = 10
"""Leading terms of each plan."""
_SIDES = {"above": "▲", "below": "▼"}


def list_words(material: Material, book: QuoteBook) -> list[Sheet]:
    """Lay out the keywords asked for by name and the leading terms."""
    rows = [{**row, **name_plan(material, str(row["plan_id"]))} for row in _take(material)]
    keywords = (
        *WHO,
        Field("keyword", choose=True),
        Field("count_plan", "number", recipe="keyword_plan"),
        Field("count_document", "number", recipe="keyword_document"),
        Field("per_10k_chars", "number", recipe="per_10k"),
        Field("tfidf", "number", recipe="tfidf"),
        Field("rank", "number", recipe="rank_of_keyword"),
        Field("term", "hidden"),
    )
    terms = (
        *WHO,
        Field("rank", "number", recipe="rank_of_term"),
        Field("term"),
        Field("tfidf", "number", recipe="tfidf"),
    )
    leading = [
        {**row, **name_plan(material, str(row["plan_id"]))}
        for row in material.tables["terms"]
        if int(str(row["rank"])) <= TERMS
    ]
    places = (
        PLAN_ID, Field("keyword"), Field("in_plan_part", codes="yes_no"), Field("quote", "hidden"),
    )  # fmt: skip
    weights = (
        PLAN_ID,
        Field("term"),
        Field("tokens", "number"),
        Field("plans_with", "number"),
        Field("plans_in_all", "number"),
        Field("length", "number"),
        Field("heavier", "number"),
    )
    held = tuple(_find_keywords(material, book))
    return [
        Sheet("keywords", "keywords", keywords, tuple(rows)),
        Sheet("terms", "keywords", terms, tuple(leading)),
        Sheet("places", None, places, held, places="quote"),
        Sheet("weights", None, weights, material.weights),
    ]


def _take(material: Material) -> Iterator[dict[str, object]]:
    for row in material.tables["keywords"]:
        yield {**row, "term": row["keyword"]}


def _find_keywords(material: Material, book: QuoteBook) -> Iterator[Row]:
    """Find every keyword in every plan, as `count_plan` counts them."""
    for plan_id in material.counts:
        reading = material.readings[plan_id]
        starts = [s.start for s in reading.sentences]
        body = reading.clean.text[reading.plan.start : reading.plan.end]
        for keyword in material.lexicon.keywords:
            at = body.find(keyword)
            while at >= 0:
                start = reading.plan.start + at
                yield {
                    "plan_id": plan_id,
                    "keyword": keyword,
                    "in_plan_part": _is_planned(reading, starts, start),
                    "quote": book.add_clean(reading.plan.doc_id, start, start + len(keyword)),
                }
                at = body.find(keyword, at + len(keyword))


def _is_planned(reading: Reading, starts: list[int], at: int) -> bool:
    before = bisect_right(starts, at) - 1
    sentence = reading.sentences[before] if before >= 0 else None
    return (
        sentence is not None and sentence.start <= at < sentence.end and sentence.role != "review"
    )


def list_themes(material: Material, notes: tuple[Both, ...]) -> list[Sheet]:
    """Lay out shares of plan sentences, and where they surely differ."""
    themes = [theme.key for theme in material.lexicon.themes]
    shares: dict[str, dict[str, object]] = {}
    differing: list[Row] = []
    for row in material.tables["themes"]:
        plan_id, theme = str(row["plan_id"]), str(row["theme"])
        held = shares.setdefault(plan_id, name_plan(material, plan_id))
        held[theme] = row["share_pct"]
        held[f"{theme}_differs"] = _SIDES.get(str(row["differs"]))
        if row["differs"] is not None:
            differing.append({**row, **name_plan(material, plan_id)})
    matrix = (
        *WHO,
        *(
            Field(t, "number", recipe="share", head=("theme", t), bind=(("theme", t),))
            for t in themes
        ),
        *(Field(f"{t}_differs", "hidden") for t in themes),
    )
    differences = (
        *WHO,
        Field("theme", codes="theme", choose=True),
        Field("differs", "mark", recipe="difference", codes="differs", choose=True),
        Field("share_pct", "number", recipe="share"),
        Field("difference_pct", "number", recipe="difference"),
        Field("difference_low_pct", "number", recipe="difference"),
        Field("difference_high_pct", "number", recipe="difference"),
        Field("p_holm", "number", recipe="difference_p"),
    )
    parts = (
        PLAN_ID, Field("comparable", codes="yes_no"), Field("theme", codes="theme"),
        Field("split_over", "number"), Field("sentences", "number"),
    )  # fmt: skip
    rows = (
        {**row, "comparable": row["plan_id"] in material.comparable}
        for row in _list_parts(material.counts, themes)
    )
    return [
        Sheet("themes", "themes", matrix, tuple(shares.values()), notes),
        Sheet("differences", "themes", differences, tuple(differing)),
        Sheet("theme_parts", None, parts, tuple(rows)),
    ]


def _list_parts(counts: object, themes: list[str]) -> Iterator[dict[str, object]]:
    assert isinstance(counts, dict)
    held: PlanCounts
    for plan_id, held in counts.items():
        for number, theme in enumerate(themes):
            for over, sentences in sorted(count_parts(held, number).items()):
                yield {
                    "plan_id": plan_id,
                    "theme": theme,
                    "split_over": over,
                    "sentences": sentences,
                }


def list_groups(material: Material, notes: tuple[Both, ...]) -> list[Sheet]:
    """Lay out the place of each plan in the tree, and the compositions behind it."""
    themes = [theme.key for theme in material.lexicon.themes]
    named = bool(material.grouping.group_names)
    made = "kept_groups" if named else "grouping"
    rows = [
        {
            **row,
            **name_plan(material, str(row["plan_id"])),
            "nearest_town": material.names.get(str(row["nearest"])),
            "own_sentences": material.grouped[str(row["plan_id"])].n_plan_sentences,
            **_name_group(row),
        }
        for row in material.tables["groups"]
    ]
    fields = (
        *WHO,
        Field("leaf", "number", recipe="grouping"),
        Field("cut", "number", recipe=made, choose=True),
        *((Field("group_name"),) if named else ()),
        Field("jaccard", "number", recipe=made),
        Field("null_p", "number", recipe=made),
        Field("nearest_town", "mark", recipe="distance"),
        Field("distance", "number", recipe="distance"),
        Field("own_sentences", "number", recipe="in_text"),
        Field("rule_type_zh"),
        Field("left_out", codes="left_out"),
        Field("nearest", "hidden"),
    )
    parts = (
        PLAN_ID, Field("theme", codes="theme"), Field("split_over", "number"),
        Field("sentences", "number"),
    )  # fmt: skip
    own = {p: material.grouped[p] for p in material.shown}
    return [
        Sheet("groups", "groups", fields, tuple(rows), notes),
        Sheet("own_parts", None, parts, tuple(_list_parts(own, themes))),
    ]


def _name_group(row: Row) -> Row:
    """Return a group's name, said to be new where the baseline did not have the group."""
    return {"group_name": f"{row['group_name']}（新 new）"} if row.get("new_group") else {}
