"""One town on one A4 page: its targets, themes, keywords and words against the other towns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.figures.card_column import rank_keywords
from analysis.figures.card_page import CardPage
from analysis.figures.card_parts import Card
from analysis.figures.card_targets import (
    Achieved,
    list_target_lines,
    say_claim,
    tell_claim_state,
)
from analysis.figures.card_themes import Standing, list_comparable, rank_themes
from analysis.figures.layout import Part, Picture
from analysis.figures.style import current_page, word, words
from analysis.model import (
    CellState,
    Claim,
    Grouping,
    KeywordCount,
    Masked,
    Plan,
    Reading,
    ThemeShares,
)

MOST_NEAREST = 5


def draw_town_card(
    plan: Plan,
    *,
    names: Mapping[str, str],
    keywords: Sequence[KeywordCount],
    shares: ThemeShares,
    themes: Mapping[str, str],
    terms: Sequence[tuple[str, float]],
    targets: Sequence[Claim],
    achieved: Achieved,
    indicators: Mapping[str, str],
    coverage: Mapping[CellState, int],
    nearest: Sequence[tuple[str, float]],
    caption: Mapping[str, str],
    doubts: Sequence[str] = (),
    sources: Sequence[str] = (),
    note: str = "",
    least: int = 20,
) -> Picture:
    """Compose one page about one town against the others.

    Parameters
    ----------
    plan
        The town's plan.
    names
        Plan id -> name, of all plans.
    keywords
        Counts of all plans.
    shares
        Themes of the plans side by side; those with at least `least` plan sentences are the
        towns compared.
    themes, indicators
        Key -> words.
    terms
        The town's terms with their TF-IDF weight, heaviest first.
    targets
        The town's targets in the order of the text, see `choose_targets`.
    achieved
        Its own figures of last year, see `match_achieved`.
    coverage
        State -> number of indicators.
    nearest
        Other plans with their distance, the nearest first, see `list_nearest`.
    doubts
        What a reader must know about the text, see `list_doubts`.

    Raises
    ------
    PlanError
        The page that is open is a single column; a card needs the width of A4.
    """
    comparable = list_comparable(shares, least)
    others = [p for p in comparable if p != plan.plan_id]
    compared = plan.plan_id in comparable
    card = Card(
        plan=plan,
        name=names[plan.plan_id],
        n_sentences=_count_sentences(shares, plan.plan_id),
        n_others=len(others),
        least=least,
        doubts=tuple(doubts),
        lines=tuple(list_target_lines(targets, achieved, indicators)),
        headline=any(claim.headline for claim in targets),
        coverage=dict(coverage),
        standings=tuple(rank_themes(shares, plan.plan_id, others)) if compared else (),
        themes=themes,
        keywords=tuple(rank_keywords(keywords, plan.plan_id, others)),
        terms=tuple(terms),
        nearest=tuple((p, names[p], distance) for p, distance in nearest[:MOST_NEAREST]),
    )
    laid = CardPage(card)
    hidden = sum(isinstance(claim.amount, Masked) for claim in targets)
    facts = {"town": card.name, "targets": len(card.lines), "masked": hidden}
    return Picture(
        caption=caption,
        note=word("sentence_mark").join(part for part in (*_explain(card), note) if part),
        sources=tuple(sources),
        data=tuple(_tabulate(card)),
        n=len(others) + 1,
        alt=words("alt_card", **facts),
        page=current_page(),
        parts=(Part(laid.height, laid.draw),),
        unlisted=[
            [card.name, plan.title, plan.stated_year, plan.county],
            [card.n_sentences, card.n_others, least, card.headline, *doubts],
        ],
    )


def list_doubts(reading: Reading) -> list[str]:
    """Say in words what a reader must know before quoting a plan."""
    plan = reading.plan
    stated, content = plan.stated_year, plan.content_year
    cues = [i.quote for i in plan.inferences if i.name == "content_year"]
    doubts = {
        "town": plan.town != plan.town.removesuffix(plan.doc_id),
        "year": stated is None,
        "content": None not in (stated, content) and stated != content,
        "truncated": plan.truncated,
        "sections": all(section.assumed for section in reading.sections),
    }
    facts = {"stated": stated, "content": content, "cues": word("list_mark").join(cues)}
    return [word(f"card_doubt_{what}", **facts) for what, holds in doubts.items() if holds]


def list_nearest(grouping: Grouping, plan_id: str) -> list[tuple[str, float]]:
    """List the other plans by distance, the first by id among equals; none if not compared."""
    if plan_id not in grouping.plan_ids:
        return []
    row = grouping.distances[grouping.plan_ids.index(plan_id)].tolist()
    others = [pair for pair in zip(grouping.plan_ids, row, strict=True) if pair[0] != plan_id]
    return sorted(others, key=lambda pair: (round(pair[1], 9), pair[0]))


def _count_sentences(shares: ThemeShares, plan_id: str) -> int | None:
    if plan_id not in shares.plan_ids:
        return None
    return int(shares.n_sentences[shares.plan_ids.index(plan_id)])


def _explain(card: Card) -> Iterator[str]:
    """Explain what is on the card, and only that."""
    own = [claim for line in card.lines for claim in line.achieved]
    claims = [*own, *(claim for line in card.lines for claim in line.targets)]
    true = {
        "targets": bool(card.lines),
        "hidden": any(isinstance(claim.amount, Masked) for claim in claims),
        "own": bool(own),
        "themes": bool(card.standings),
    }
    yield from (word(f"card_note_{part}") for part, holds in true.items() if holds)


_COLUMNS = (
    "part",
    "item",
    "name",
    "state",
    "words",
    "value",
    "others_low",
    "others_median",
    "others_high",
    "place",
    "quote",
)


def _tabulate(card: Card) -> Iterator[dict[str, object]]:
    """List what the card shows, whole: targets it has no room for are among them.

    A target's number stands in its words and in the table of targets, never here as a value.
    """

    def row(part: str, item: str, name: str, **more: object) -> dict[str, object]:
        return {**dict.fromkeys(_COLUMNS), "part": part, "item": item, "name": name, **more}

    for line in card.lines:
        for part, claims in (("target", line.targets), ("last_year", line.achieved)):
            for claim in claims:
                said = {"state": tell_claim_state(claim), "words": say_claim(claim)}
                yield row(part, line.indicator, line.name, **said, quote=claim.evidence.quote)
    for state, n in card.coverage.items():
        yield row("coverage", state, word(f"state_{state}"), value=n)
    for standing in card.standings:
        yield row("theme_pct", standing.item, card.themes[standing.item], **_tell(standing))
    for count, standing in card.keywords:
        yield row("keyword_count", count.keyword, count.keyword, value=count.count_plan)
        yield row("keyword_per_10k", count.keyword, count.keyword, **_tell(standing))
    for place, (term, weight) in enumerate(card.terms, start=1):
        yield row("term_tfidf", term, term, value=float(weight), place=place)
    for plan_id, name, distance in card.nearest:
        yield row("nearest_distance", plan_id, name, value=float(distance))


def _tell(standing: Standing) -> dict[str, object]:
    others = standing.others
    return {
        "value": standing.own,
        "others_low": min(others, default=None),
        "others_median": standing.middle(),
        "others_high": max(others, default=None),
        "place": standing.place() if others else None,
    }
