"""What the report's numbers are, computed anew from the rows their recipes name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from statistics import median
from unicodedata import normalize

import numpy as np

from analysis.model import PlanCounts, ThemeShares
from analysis.stats.differences import compare_with_rest
from analysis.stats.groups import GroupRecipe, group_plans

SHOWN = ("number", "mark")


@dataclass(frozen=True)
class Cell:
    """One number of the report; `sources` are the rows of its recipe, source by source."""

    sheet: str
    row: dict
    field: dict
    sources: tuple

    @property
    def name(self):
        return self.field["name"]

    @property
    def value(self):
        return self.row[self.name]

    @property
    def is_stated(self):
        return "quote" in self.field and self.row[self.field["quote"]] is not None


class Held:
    """The report's data as the page reads it."""

    def __init__(self, data):
        self.data = data
        self.rows = {name: self._read(sheet) for name, sheet in data["sheets"].items()}
        self.visible = [name for name, sheet in data["sheets"].items() if sheet["section"]]

    @staticmethod
    def _read(sheet):
        columns = {
            name: held["cells"] if "cells" in held else [held["of"][turn] for turn in held["turns"]]
            for name, held in sheet["columns"].items()
        }
        return [{name: cells[i] for name, cells in columns.items()} for i in range(sheet["size"])]

    def list_cells(self, sheet):
        """Every number and mark of a sheet, as (sheet, row, field)."""
        return [
            (sheet, row, field)
            for field in self.data["sheets"][sheet]["fields"]
            for row in self.rows[sheet]
            if field["kind"] in SHOWN and row[field["name"]] is not None
        ]

    def trace(self, sheet, row, field):
        recipe = self.data["recipes"].get(field.get("recipe"), ())
        known = row | field.get("bind", {})
        return Cell(sheet, row, field, tuple(self._find(source, row, known) for source in recipe))

    def _find(self, source, row, known):
        name = source["sheet"]
        if name == "@self":
            return [row]
        name = known[name[1:]] if name.startswith("@") else name
        tests = []
        for left, right in source["match"]:
            if left == "@where":
                tests += [(column, wanted[1:]) for column, wanted in row["where"]]
                continue
            column = known[left[1:]] if left.startswith("@") else left
            tests.append((column, right[1:] if right.startswith("=") else spell(known[right[1:]])))
        return [
            found
            for found in self.rows.get(name, ())
            if all(wanted is not None and spell(found[c]) == wanted for c, wanted in tests)
        ]


def spell(value):
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


class Recomputed:
    """Computed numbers by the names of their recipes."""

    def __init__(self, held, results):
        self.held, self.results, self.corpus = held, results, results.corpus
        self.themes = [theme.key for theme in results.corpus.lexicon.themes]

    def number(self, cell):
        return getattr(self, f"of_{cell.field['recipe']}")(cell)

    @cached_property
    def _readings(self):
        corpus = self.corpus
        above = {key: part.reading for key, part in corpus.superiors.items()}
        return corpus.readings | above

    @cached_property
    def _texts(self):
        return {held.document.path: held.document.text for held in self.corpus.documents}

    def of_count(self, cell):
        added, [rows] = cell.row["add"], cell.sources
        return sum(row[added] for row in rows) if added else len(rows)

    def of_received(self, cell):
        return len(self._texts[cell.row["path"]])

    def of_kept(self, cell):
        [own], cuts = cell.sources
        return own["received_chars"] - sum(cut["taken"] - cut["put"] for cut in cuts)

    def of_rows(self, cell):
        return len(cell.sources[0])

    of_plans_of_file = of_announced_of_file = of_coverage_count = of_rows
    of_keyword_plan = of_keyword_document = of_count_stated = of_rows

    def _name_source(self, cell):
        [[source]] = cell.sources
        assert source["plan_id"] == cell.row["plan_id"]
        return self._readings[source["plan_id"]]

    def of_in_text(self, cell):
        reading = self._name_source(cell)
        text, plan_id = reading.clean.text, reading.plan.plan_id
        planned = [text[s.start : s.end] for s in reading.sentences if s.role != "review"]
        shared = self.results.boilerplate.sentences.get(plan_id, ())
        own = sum(s.kind == "own" for s in shared)
        return {
            "sentences": len(reading.sentences),
            "plan_sentences": len(planned),
            "plan_chars": sum(not c.isspace() for s in planned for c in s),
            "chars": sum(not c.isspace() for c in text[reading.plan.start : reading.plan.end]),
            "own_sentences": own if own >= self.corpus.study.min_sentences else len(planned),
        }[cell.name]

    def of_year(self, cell):
        plan = self._name_source(cell).plan
        names = self.corpus.names
        return {
            "year": plan.stated_year,
            "content_year": plan.content_year,
            "town": names.get(plan.plan_id),
        }[cell.name]

    def of_coverage_state(self, cell, kinds=None):
        targets, found = cell.sources[0], set()
        for target in targets:
            if target["scope"] != "whole_town" or (kinds and target["kind"] not in kinds):
                continue
            relative = target["kind"] == "relative"
            state = "relative" if relative else "masked" if target["masked"] else "stated"
            found.add("unreadable" if target["doubtful"] else state)
        plan = self.corpus.plans.get(cell.row["plan_id"])
        if plan is None:
            assert cell.row["plan_id"] in self.corpus.without_text
            return "no_text"
        rest = "truncated" if plan.truncated else "not_stated"
        order = ("stated", "relative", "masked", "unreadable")
        return next((state for state in order if state in found), rest)

    def of_growth_state(self, cell):
        targets, stated = cell.sources
        units = {row["unit"] for row in stated}
        others = [t for t in targets if t["kind"] == "growth_rate" and t["unit"] not in units]
        if cell.value == "unreadable" and others:
            return "unreadable"
        return self.of_coverage_state(cell, ("growth_rate", "relative"))

    def of_per_10k(self, cell):
        [own], [plan] = cell.sources
        return 10_000 * own["count_plan"] / plan["plan_chars"]

    def of_tfidf(self, cell):
        if not cell.sources[0]:
            return 0
        [[w]] = cell.sources
        idf = log((1 + w["plans_in_all"]) / (1 + w["plans_with"])) + 1
        return w["tokens"] * idf / w["length"]

    def of_rank_of_keyword(self, cell):
        [[weight]] = cell.sources
        return weight["heavier"] + 1

    def of_rank_of_term(self, cell):
        heaviest = sorted(cell.sources[0], key=lambda term: -term["tfidf"])
        return [term["term"] for term in heaviest].index(cell.row["term"]) + 1

    def of_share(self, cell):
        parts, [plan] = cell.sources
        return 100 * add_up(parts) / plan["plan_sentences"]

    def _compare(self, parts, plans):
        counts = [self._make_counts(plan, parts) for plan in plans]
        return compare_with_rest(counts, [plan["town"] for plan in plans], len(self.themes))

    def _make_counts(self, plan, parts):
        """Make sets of themes that split sentences as the parts say."""
        sets = []
        for part in parts:
            if part["plan_id"] == plan["plan_id"]:
                others = [len(self.themes) + j for j in range(part["split_over"] - 1)]
                sets.append(((self.themes.index(part["theme"]), *others), part["sentences"]))
        n = plan["plan_sentences"]
        return PlanCounts(plan["plan_id"], 0, 0, (), (), n, (), tuple(sets))

    def of_difference(self, cell):
        parts, plans = cell.sources
        own, rest = [], []
        for plan in plans:
            (own if plan["plan_id"] == cell.row["plan_id"] else rest).append(plan)
        gap = 100 * (share_of(own, parts) - share_of(rest, parts))
        if cell.name in ("difference_pct", "differs"):
            side = "above" if gap > 0 else "below"
            return gap if cell.name == "difference_pct" else side
        made = self._compare(parts, plans)
        bound = made.low if cell.name == "difference_low_pct" else made.high
        return 100 * bound[self._place(cell, plans)]

    def of_difference_p(self, cell):
        parts, plans = cell.sources
        return self._compare(parts, plans).p_holm[self._place(cell, plans)]

    def _place(self, cell, plans):
        row = [plan["plan_id"] for plan in plans].index(cell.row["plan_id"])
        return row, self.themes.index(cell.row["theme"])

    @cached_property
    def _grouping(self):
        groups, parts = self.held.rows["groups"], self.held.rows["own_parts"]
        ids = [group["plan_id"] for group in groups]
        n = np.array([group["own_sentences"] for group in groups])
        shares = np.zeros((len(ids), len(self.themes)))
        for part in parts:
            i = ids.index(part["plan_id"])
            shares[i, self.themes.index(part["theme"])] += add_up([part]) / n[i]
        made = ThemeShares(shares, n, tuple(ids), tuple(self.themes), "")
        return group_plans(made, GroupRecipe(min_sentences=self.corpus.study.min_sentences))

    def of_grouping(self, cell):
        assert cell.sources == (self.held.rows["groups"], self.held.rows["own_parts"])
        made, plan_id = self._grouping, cell.row["plan_id"]
        cut = made.cut[made.plan_ids.index(plan_id)] if made.cut else None
        return {
            "leaf": [made.plan_ids[j] for j in made.order].index(plan_id) + 1,
            "cut": cut,
            "jaccard": made.stability[cut] if cut else None,
            "null_p": made.null_p,
        }[cell.name]

    def of_distance(self, cell):
        [own], parts, [other], other_parts = cell.sources
        if cell.name == "nearest_town":
            return other["town"]
        a, b = self._compose(parts), self._compose(other_parts)
        assert own["own_sentences"]
        even = 0.5 / len(self.themes)
        widest = sqrt(0.5 + even) - sqrt(even)
        return sqrt(1 - sum(sqrt(p * q) for p, q in zip(a, b, strict=True))) / widest

    def _compose(self, parts):
        held = [add_up(p for p in parts if p["theme"] == theme) for theme in self.themes]
        return [0.5 * part / sum(held) + 0.5 / len(held) for part in held]

    def of_median(self, cell):
        values = [(row["target_low"] + row["target_high"]) / 2 for row in cell.sources[0]]
        return {"stated": len, "lowest": min, "median": median, "highest": max}[cell.name](values)

    def of_shortfall(self, cell):
        [[row]] = cell.sources
        if row["less_is_better"]:
            return row["achieved_low"] - row["promised_high"]
        return row["promised_low"] - row["achieved_high"]

    def of_gap(self, cell):
        [[row]] = cell.sources
        if cell.name == "gap_low":
            return row["target_low"] - row["superior_high"]
        return row["target_high"] - row["superior_low"]

    def of_letters_of_part(self, cell):
        reading = self._name_source(cell)
        body = reading.clean.text[reading.plan.start : reading.plan.end]
        part = next(p for p in self.results.reuse.parts if p.plan_id == cell.row["plan_id"])
        assert part.letters == sum(c.isalnum() for c in normalize("NFKC", body))
        assert part.own + part.copied + part.common == part.letters
        return getattr(part, cell.name)

    def of_share_of_part(self, cell):
        [[row]] = cell.sources
        return 100 * row[cell.field["bind"]["part"]] / row["letters"]

    def _cover(self, plan_id, spans):
        clean = self._readings[plan_id].clean
        covered = {at for start, end in spans for at in range(start, end)}
        kept = zip(clean.origin.tolist(), clean.text, strict=True)
        return sum(
            c.isalnum() for at, char in kept if at in covered for c in normalize("NFKC", char)
        )

    def of_pair(self, cell):
        [passages] = cell.sources
        if cell.name == "letters":
            return self._cover(cell.row["plan_id"], [(p["start"], p["end"]) for p in passages])
        longest = max(passage["letters"] for passage in passages)
        return len(passages) if cell.name == "passages" else longest

    def of_share_of_pair(self, cell):
        [own], [one], [other] = cell.sources
        if cell.name == "share_pct":
            return 100 * own["letters"] / one["letters"]
        spans = [
            (p["other_start"], p["other_end"])
            for p in self.held.rows["passages"]
            if (p["plan_id"], p["other"]) == (own["plan_id"], own["other"])
        ]
        return 100 * self._cover(own["other"], spans) / other["letters"]


def add_up(parts):
    return sum(part["sentences"] / part["split_over"] for part in parts)


def share_of(plans, parts):
    ids = {plan["plan_id"] for plan in plans}
    sentences = sum(plan["plan_sentences"] for plan in plans)
    return add_up(part for part in parts if part["plan_id"] in ids) / sentences
