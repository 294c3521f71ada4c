"""How the numbers of the report are computed, and the rows they are computed from. Data only."""

from __future__ import annotations

from analysis.report.parts import Recipe, Source

_SELF = Source("@self")
_PLAN = (("plan_id", "@plan_id"),)
_COUNTS = ("town", "year", "sentences", "plan_sentences", "plan_chars")
_OF_PLAN = Source("plans", _PLAN, _COUNTS)
_LETTERS = ("town", "year", "letters", "own", "copied", "common")
_IN_TEXT = (
    Source("sources", _PLAN, ("doc", "number", "state", "title", "year", "chars", "sentences")),
)
_COMPARABLE = (("comparable", "=true"),)
_THEME = (("theme", "@theme"),)

RECIPES = (
    Recipe("count", (Source("@of_sheet", (("@where", ""),)),)),
    Recipe("received", (_SELF,)),
    Recipe("kept", (_SELF, Source("cleaning", (("doc", "@path"),)))),
    Recipe("plans_of_file", (Source("sources", (("doc", "@path"), ("is_plan", "=true"))),)),
    Recipe("announced_of_file", (Source("announced", (("doc", "@path"),)),)),
    Recipe("in_text", _IN_TEXT),
    Recipe("year", _IN_TEXT),
    Recipe("coverage_state", (Source("targets", (*_PLAN, ("indicator", "@indicator"))),)),
    Recipe(
        "growth_state",
        (
            Source("targets", (*_PLAN, ("indicator", "@indicator"))),
            Source(
                "side_by_side",
                (("indicator", "@indicator"), ("state", "=stated")),
                ("town", "target_low", "unit"),
            ),
        ),
    ),
    Recipe("coverage_count", (Source("coverage", (("@indicator", "@state"),)),)),
    Recipe(
        "keyword_plan",
        (Source("places", (*_PLAN, ("keyword", "@keyword"), ("in_plan_part", "=true"))),),
    ),
    Recipe("keyword_document", (Source("places", (*_PLAN, ("keyword", "@keyword"))),)),
    Recipe("per_10k", (_SELF, _OF_PLAN)),
    Recipe("tfidf", (Source("weights", (*_PLAN, ("term", "@term"))),)),
    Recipe("rank_of_keyword", (Source("weights", (*_PLAN, ("term", "@term"))),)),
    Recipe("rank_of_term", (Source("terms", _PLAN),)),
    Recipe("share", (Source("theme_parts", (*_PLAN, *_THEME)), _OF_PLAN)),
    Recipe(
        "difference",
        (
            Source("theme_parts", (*_COMPARABLE, *_THEME)),
            Source("plans", _COMPARABLE, _COUNTS),
        ),
    ),
    Recipe(
        "difference_p",
        (Source("theme_parts", _COMPARABLE), Source("plans", _COMPARABLE, _COUNTS)),
    ),
    Recipe("grouping", (Source("groups"), Source("own_parts"))),
    Recipe("kept_groups", (Source("groups"), Source("own_parts"))),
    Recipe(
        "distance",
        (
            _SELF,
            Source("own_parts", _PLAN),
            Source("groups", (("plan_id", "@nearest"),)),
            Source("own_parts", (("plan_id", "@nearest"),)),
        ),
    ),
    Recipe(
        "median",
        (Source("side_by_side", (("indicator", "@indicator"), ("state", "=stated"))),),
    ),
    Recipe("count_stated", (Source("side_by_side", (("indicator", "@indicator"),)),)),
    Recipe("shortfall", (_SELF,)),
    Recipe("gap", (_SELF,)),
    Recipe("letters_of_part", _IN_TEXT),
    Recipe("share_of_part", (_SELF,)),
    Recipe("pair", (Source("passages", (*_PLAN, ("other", "@other"))),)),
    Recipe(
        "share_of_pair",
        (
            _SELF,
            Source("text_parts", _PLAN, _LETTERS),
            Source("text_parts", (("plan_id", "@other"),), _LETTERS),
        ),
    ),
    Recipe("change", (_SELF,)),
)
