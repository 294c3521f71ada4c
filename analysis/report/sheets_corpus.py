"""Documents, plans, sources and the summary."""

from __future__ import annotations

from collections import defaultdict

from analysis.model import Plan
from analysis.report.parts import Field, Material, Row, Sheet
from analysis.report.quotes import QuoteBook

_SAME_BYTES = "W-DUP-01"
_SHOWN_DIGITS = 12
PLAN_ID = Field("plan_id", "hidden")
WHO = (PLAN_ID, Field("town"), Field("year", "number", recipe="year", choose=True))
"""The columns that name a plan."""


def name_plan(material: Material, plan_id: str) -> dict[str, object]:
    """Return the cells of `WHO`."""
    reading = material.readings.get(plan_id)
    if reading is None:
        town = material.without_text.get(plan_id) or plan_id
        return {"plan_id": plan_id, "town": town, "year": None}
    name = material.names.get(plan_id) or reading.plan.town
    return {"plan_id": plan_id, "town": name, "year": reading.plan.stated_year}


def list_corpus(material: Material, book: QuoteBook) -> list[Sheet]:
    """Lay out documents, plans and contents lists."""
    announced = material.tables["announced"]
    sheets = [_list_documents(material), _list_plans(material, book)]
    if announced:
        fields = (
            Field("doc"), Field("number", "text"), Field("title"), Field("town"),
            Field("state", codes="announced", choose=True), PLAN_ID,
        )  # fmt: skip
        sheets.append(Sheet("announced", "documents", fields, announced))
    return [*sheets, _list_cleaning(material)]


def _list_documents(material: Material) -> Sheet:
    """Every file that came in, the copies of others too."""
    held = list(material.tables["documents"])
    known = {row["path"] for row in held}
    copies = [
        {"path": row["path"], "state": "warned", "messages": f"{row['code']} {row['message']}"}
        for row in material.tables["warnings"]
        if row["code"] == _SAME_BYTES and row["path"] not in known
    ]
    fields = (
        Field("path"),
        Field("state", codes="document", choose=True),
        Field("encoding"),
        Field("received_chars", "number", recipe="received"),
        Field("kept_chars", "number", recipe="kept"),
        Field("plans", "number", recipe="plans_of_file"),
        Field("announced", "number", recipe="announced_of_file"),
        Field("messages"),
    )
    rows = sorted([*held, *copies], key=lambda row: str(row["path"]))
    return Sheet("documents", "documents", fields, tuple(rows))


def _list_cleaning(material: Material) -> Sheet:
    """Add up what cleaning did to each document, by rule."""
    rows: list[Row] = []
    for held in material.documents:
        by_rule: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for cut in held.clean.cuts:
            if cut.end - cut.start != len(cut.text):
                told = by_rule[cut.rule]
                told[0] += 1
                told[1] += cut.end - cut.start
                told[2] += len(cut.text)
        rows += [
            {"doc": held.document.path, "rule": rule, "cuts": n, "taken": taken, "put": put}
            for rule, (n, taken, put) in sorted(by_rule.items())
        ]
    fields = (
        Field("doc"), Field("rule"), Field("cuts", "number"), Field("taken", "number"),
        Field("put", "number"),
    )  # fmt: skip
    return Sheet("cleaning", None, fields, tuple(rows))


def _list_plans(material: Material, book: QuoteBook) -> Sheet:
    shown = set(material.shown)
    rows: list[Row] = []
    for row in material.tables["plans"]:
        plan_id = str(row["plan_id"])
        plan = material.readings[plan_id].plan
        rows.append(
            {
                **row,
                **name_plan(material, plan_id),
                "side_by_side": plan_id in shown,
                "comparable": plan_id in material.comparable,
                "county": plan.county,
                "town_quote": _quote(plan, "town", plan.town, book),
                "year_quote": _quote(plan, "stated_year", str(plan.stated_year), book),
                "content_quote": _quote(plan, "content_year", str(plan.content_year), book),
            }
        )
    fields = (
        PLAN_ID,
        Field("town", "mark", quote="town_quote", recipe="year"),
        Field("county", choose=True),
        Field("year", "number", quote="year_quote", recipe="year", choose=True),
        Field("content_year", "number", quote="content_quote", recipe="year"),
        Field("side_by_side", codes="yes_no", choose=True),
        Field("comparable", codes="yes_no"),
        Field("truncated", codes="yes_no"),
        Field("sentences", "number", recipe="in_text"),
        Field("plan_sentences", "number", recipe="in_text"),
        Field("plan_chars", "number", recipe="in_text"),
        Field("title"),
        Field("doc"),
        Field("town_quote", "hidden"),
        Field("year_quote", "hidden"),
        Field("content_quote", "hidden"),
    )
    return Sheet("plans", "documents", fields, tuple(rows))


def _quote(plan: Plan, name: str, value: str, book: QuoteBook) -> int | None:
    """Quote the words that a value was read from; None where people said something else."""
    for found in plan.inferences:
        if found.name == name and found.value == value and found.start < found.end:
            return book.add_clean(plan.doc_id, found.start, found.end)
    return None


def list_sources(material: Material) -> list[Sheet]:
    """Lay out where the texts and the words of the lexicon are from."""
    fields = (
        PLAN_ID, Field("doc"), Field("number", "text"), Field("state", codes="source", choose=True),
        Field("town"), Field("year", "number", recipe="year"), Field("title"), Field("genre"),
        Field("source"), Field("url", "link"), Field("obtained"), Field("terms"),
        Field("chars", "number", recipe="in_text"), Field("sentences", "number", recipe="in_text"),
        Field("sha256"), Field("note"),
        Field("is_plan", "hidden"),
    )  # fmt: skip
    rows = tuple(
        {
            **row,
            "sha256": str(row["sha256"] or "")[:_SHOWN_DIGITS] or None,
            "is_plan": row["number"] is not None,
        }
        for row in material.tables["sources"]
    )
    words = tuple(
        {"file": name, "hash": key} for name, key in sorted(material.lexicon.hashes.items())
    )
    return [
        Sheet("sources", "sources", fields, rows),
        Sheet("lexicon", "sources", (Field("file"), Field("hash")), words),
    ]


def list_summary(material: Material) -> Sheet:
    """Lay out what a reader asks first; each number counts rows of another sheet."""
    chosen = material.indicator
    counted: list[tuple[str, str, tuple[tuple[str, str], ...]]] = [
        ("documents_in", "documents", ()),
        *(
            (state, "documents", (("state", f"={state}"),))
            for state in ("ok", "warned", "quarantined")
        ),
        ("plans", "plans", ()),
        ("side_by_side", "plans", (("side_by_side", "=true"),)),
        ("truncated", "plans", (("truncated", "=true"),)),
        ("superiors", "sources", (("state", "=superior"),)),
        ("targets", "targets", ()),
        ("hidden", "targets", (("masked", "=true"),)),
        ("doubtful", "targets", (("doubtful", "=true"),)),
    ]
    if chosen is not None:
        said = ("stated", "relative", "masked", "unreadable", "truncated", "not_stated")
        counted += [
            (f"of_{state}", "side_by_side", (("indicator", f"={chosen}"), ("state", f"={state}")))
            for state in said
        ]
    counted += [
        ("pairs", "pairs", (("same_town", "=false"),)),
        ("leaks", "leaks", ()),
    ]
    counted.append(("effective", "text_parts", (("compared", "=true"),)))
    rows = tuple(
        {
            "what": what,
            "of_sheet": sheet,
            "where": where,
            "indicator": chosen if what.startswith("of_") else None,
            "add": "weight" if what == "effective" else None,
        }
        for what, sheet, where in counted
    )
    fields = (
        Field("what", codes="summary"),
        Field("indicator", codes="indicator"),
        Field("value", "number", recipe="count"),
        Field("of_sheet", codes="sheet"),
        Field("where", "hidden"),
        Field("add", "hidden"),
    )
    return Sheet("summary", "summary", fields, rows)
