"""Which inputs of a study differ from a baseline's, and which of them made a difference.

A difference has the first reason that can have made it: its plan is new, gone, in a file with
new content or called otherwise; a lexicon file that its table looks into differs, a correction
of this plan, a choice of the study; another plan came, went or changed, where the column looks
at the whole corpus; the register; the program. What none of these explains is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from analysis.stats.changes import Row

Reason = Literal[
    "new_town", "town_gone", "new_text", "renamed", "lexicon", "correction", "choice",
    "other_town", "sheet", "program", "unknown",
]  # fmt: skip
"""What can have made a difference, the nearest first; a difference has the first that fits."""

REASONS: Mapping[Reason, str] = {
    "new_town": "新乡镇 new town",
    "town_gone": "乡镇已去 town gone",
    "new_text": "原文已换 new text of this town",
    "renamed": "改名 called otherwise",
    "lexicon": "词表 lexicon",
    "correction": "人工订正 correction",
    "choice": "研究设定 study.toml",
    "other_town": "其他乡镇的影响 effect of other towns",
    "sheet": "登记表 register or frame",
    "program": "程序 program",
    "unknown": "原因不明 unknown cause",
}

_READ = {"dirt.toml", "places.toml", "years.toml", "headings.toml", "register.toml"}
_CLAIMS = _READ | {"indicators.toml", "grammar.toml", "doubts.toml"}
_THEMES = _READ | {"themes.toml", "keywords.toml"}
_REUSE = ("text_parts", "reuse", "passages", "templates", "leaks")
_WORDS_OF = {
    **dict.fromkeys(
        ("documents", "announced", "cuts", "quarantine", "warnings", "labels", "sources"), _READ
    ),
    **dict.fromkeys(("claims", "coverage", "growth_targets", "numbers", "corrections"), _CLAIMS),
    **dict.fromkeys(("plans", "themes"), _THEMES),
    "groups": _THEMES | {"typology.toml"},
    **dict.fromkeys(_REUSE, _READ),
}
"""The lexicon files that a table can depend on; every file of words where it is not named here."""
_ONLY_FIGURES = "labels.toml"
_ALONE = {
    "plans", "announced", "cuts", "claims", "targets", "coverage", "rejected", "numbers",
    "corrections", "quarantine", "commitment", "commitment_scores", "targets_exchange",
}  # fmt: skip
"""Tables whose rows follow from their own plan or document."""
_LOOKS_AROUND: Mapping[str, set[str]] = {
    "keywords": {"tfidf", "rank"},
    "themes": {"difference_pct", "difference_low_pct", "difference_high_pct", "p_holm", "differs"},
    "documents": {"state", "messages"},
    "sources": {"state", "note"},
}
"""The columns of a table in which other plans have a part, where the rest follow from the plan."""
_PAIRS = {"reuse", "passages", "leaks"}
"""Tables whose rows are about two plans."""
_ABOUT_ALL = {
    "group_controls", "group_checks", "kmeans_controls", "theme_controls", "theme_measures",
    "commitment_agreement",
}  # fmt: skip
"""Tables whose rows are about no plan of their own."""
_ABOUT_DOCUMENTS = {"documents", "announced", "cuts", "quarantine", "warnings", "sources"}


class Cause:
    """Knows which inputs differ and tells which of them made a difference."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self.old, self.new = old, new
        self.lexicon = _list_differing(old["lexicon"], new["lexicon"])
        self.corrected = _list_differing(old["corrections"], new["corrections"])
        self.choices = _list_differing(old["choices"], new["choices"])
        self.sheets = _list_differing(old["sheets"], new["sheets"])
        self.plans = {
            plan_id: told
            for plan_id in sorted(old["plans"].keys() | new["plans"].keys())
            if (told := self._explain_plan(plan_id))
        }
        self.documents = {
            path: self._explain_document(path)
            for path in _list_differing(old["documents"], new["documents"])
        }

    def list_inputs(self) -> Iterator[tuple[Reason, str]]:
        """List the inputs that differ, each with its kind."""
        for plan_id, (reason, detail) in self.plans.items():
            yield reason, f"{plan_id}（{detail}）"
        unread = {path: r for path, (r, _) in self.documents.items() if not self._holds_plan(path)}
        yield from ((reason, path) for path, reason in unread.items())
        yield from (("lexicon", name) for name in self.lexicon)
        yield from (("correction", plan_id) for plan_id in self.corrected)
        yield from (("choice", self._show_choice(name)) for name in self.choices)
        yield from (("sheet", name) for name in self.sheets)
        if self.old["program"] != self.new["program"]:
            yield "program", "analysis"

    def explain(self, table: str, row: Row, column: str | None) -> tuple[Reason, str]:
        """Return the first reason that can have made a difference in `row`, and its detail."""
        return next(self._list_reasons(table, row, column))

    def _list_reasons(
        self, table: str, row: Row, column: str | None
    ) -> Iterator[tuple[Reason, str]]:
        if own := self._explain_row(table, row, column):
            yield own
        looked_into = _WORDS_OF.get(table, set(self.lexicon) - {_ONLY_FIGURES})
        if words := [name for name in self.lexicon if name in looked_into]:
            yield "lexicon", "、".join(words)
        if row.get("plan_id") in self.corrected:
            yield "correction", str(row["plan_id"])
        if self.choices:
            yield "choice", "、".join(map(self._show_choice, self.choices))
        others = [*self.plans, *(p for p in self.corrected if p not in self.plans)]
        if others and _looks_around(table, column):
            yield "other_town", _enumerate(others)
        if self.sheets:
            yield "sheet", "、".join(self.sheets)
        if self.old["program"] != self.new["program"]:
            yield "program", ""
        yield "unknown", ""

    def _explain_row(self, table: str, row: Row, column: str | None) -> tuple[Reason, str] | None:
        if table in _ABOUT_DOCUMENTS:
            return self.documents.get(row.get("path") or row.get("doc", ""))
        if table == "corrections" and column is None and row["plan_id"] in self.corrected:
            return "correction", row["plan_id"]
        told = self.plans.get(row.get("plan_id", ""))
        if not told and table in _PAIRS:
            told = self.plans.get(row.get("other", ""))
        # A file's new name alone moves nothing but the column that shows it.
        same_id = row.get("plan_id") in self.old["plans"].keys() & self.new["plans"].keys()
        if told and told[0] == "renamed" and same_id and column != "doc":
            return None
        return told

    def _explain_plan(self, plan_id: str) -> tuple[Reason, str] | None:
        old, new = self.old["plans"].get(plan_id), self.new["plans"].get(plan_id)
        if old and new:
            if old[0] != new[0]:
                return "new_text", f"{old[0]} → {new[0]}"
            return None if old[2] == new[2] else ("renamed", f"{old[2]} → {new[2]}")
        here, there = (old, self.new["plans"]) if old else (new, self.old["plans"])
        twins = [other for other, place in there.items() if list(place[:2]) == list(here[:2])]
        if twins:
            return "renamed", f"{plan_id} → {twins[0]}" if old else f"{twins[0]} → {plan_id}"
        return ("town_gone" if old else "new_town"), str(here[2])

    def _explain_document(self, path: str) -> tuple[Reason, str]:
        before, after = self.old["documents"], self.new["documents"]
        if path in before and path in after:
            return "new_text", f"{before[path]} → {after[path]}"
        here, there = (before, after) if path in before else (after, before)
        twins = [other for other, doc_id in there.items() if doc_id and doc_id == here[path]]
        if twins and twins[0] not in here:
            return "renamed", " → ".join((path, twins[0]) if here is before else (twins[0], path))
        return ("town_gone" if here is before else "new_town"), path

    def _holds_plan(self, path: str) -> bool:
        return any(p[2] == path for s in (self.old, self.new) for p in s["plans"].values())

    def _show_choice(self, name: str) -> str:
        return f"{name} {self.old['choices'].get(name)} → {self.new['choices'].get(name)}"


def _looks_around(table: str, column: str | None) -> bool:
    """Tell whether other plans have a part in a value; `column` is None for a whole row."""
    if table in _LOOKS_AROUND:
        return column is None or column in _LOOKS_AROUND[table]
    return table not in _ALONE


def _list_differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k))


def _enumerate(names: Sequence[str], shown: int = 3) -> str:
    rest = f" … 共 {len(names)}" if len(names) > shown else ""
    return "、".join(names[:shown]) + rest
