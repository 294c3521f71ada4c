"""Corrections hold on to words: found again wherever they move, stale where they are gone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.corrections import EDITABLE, Correction
from analysis.corpus.documents import read_documents
from analysis.extract.amend import Amendment, amend_claims, find_orphans, name_claim
from analysis.extract.anchors import Anchors, find_anchors, make_anchor, value_span
from analysis.extract.claims import find_claims
from analysis.extract.ledger import ledger_row
from analysis.extract.values import to_base
from analysis.extract.vocabulary import vocabulary
from analysis.model import Document, Masked, Relative, Stated
from analysis.text.reading import read_plans

REPORT = """苇塘镇2023年政府工作报告
各位代表：现在报告工作。
一、2022年工作回顾
一年来，全镇财政总收入完成1.8亿元，增长4.5%，渔户添了冰库。
二、2023年工作安排
今年的主要预期目标是：地区生产总值增长7.2%左右，财政总收入达到2亿元，
城乡居民人均可支配收入分别增长8%，单位生产总值能耗下降3%，莲藕连片示范6500亩，
社会消费品零售总额增长**%，招商引资到位资金与上年持平。
"""
ID = "苇塘镇-2023"


class Town:
    """One document of one plan, read anew each time as a run reads it."""

    def __init__(self, text, lexicon):
        self.text, self.lexicon = text, lexicon
        self.document = Document("0" * 12, "plan.txt", "utf-8", text)
        (self.reading,) = read_plans(self.document, lexicon).readings
        self.claims = find_claims(self.reading, "0" * 12, text, lexicon)
        self.anchors = find_anchors(text, self.reading)

    def claim(self, indicator, kind=None, status="target"):
        return next(
            c
            for c in self.claims
            if c.indicator == indicator and c.status == status and kind in (None, c.kind)
        )

    def say(self, claim, action, name="", value="", **more):
        anchor, occurrence = self.anchors.name_place(*value_span(claim))
        chosen = {"indicator": name_claim(claim), "by": "阿禾"} | more
        return Correction(
            self.reading.plan.plan_id, anchor, occurrence, action, field=name, value=value, **chosen
        )

    def amend(self, *corrections, claims=None):
        return amend_claims(
            self.claims if claims is None else claims,
            corrections,
            self.reading,
            doc_id="0" * 12,
            received=self.text,
            lexicon=self.lexicon,
        )


@pytest.fixture(scope="module")
def town(lexicon):
    return Town(REPORT, lexicon)


def stated(amendment: Amendment, indicator: str):
    found = [c for c in amendment.claims if c.indicator == indicator and c.source == "human"]
    assert len(found) == 1
    return found[0]


def test_an_anchor_is_twelve_characters_the_value_and_twelve_more():
    text = "一二三四五六七八九十甲乙丙丁收入增长7.5%以上，其中税收占比过半并有余地。"
    start = text.index("7.5%")
    assert make_anchor(text, start, start + 4) == text[start - 12 : start + 4 + 12]


def test_blanks_and_line_ends_count_for_nothing_in_an_anchor():
    plain = "今年安排的财政收入要确保增长7.5%，一般支出压减百分之六还有。"
    broken = "今年安排的财政　收入要\r\n确保\u200b增长7.5 %，一般支\n\n出压减百分之六还有。"
    start, end = broken.index("7.5"), broken.index("%") + 1
    assert make_anchor(broken, start, end) == make_anchor(
        plain, plain.index("7.5"), plain.index("%") + 1
    )
    assert Anchors(broken).find_value(make_anchor(plain, 14, 18), 1) == (start, end)


@given(st.text("增长7.5%，。\n 　‖【】", min_size=1, max_size=60), st.data())
def test_every_place_is_found_again_by_its_name(text, data):
    seen = [i for i, c in enumerate(text) if not c.isspace()]
    if not seen:
        return
    first = data.draw(st.integers(0, len(seen) - 1))
    last = data.draw(st.integers(first, len(seen) - 1))
    span = seen[first], seen[last] + 1
    anchors = Anchors(text)
    assert anchors.find_value(*anchors.name_place(*span)) == span


def test_a_person_may_mark_the_value_instead_of_counting_characters():
    text = "今年主要目标是财政收入增长6%左右，城镇新增就业900人。"
    assert Anchors(text).find_value("财政 收入增长【6%】左右", 1) == (13, 15)
    with pytest.raises(ValueError, match="mark the value"):
        Anchors(text).find_value("财政收入增长6%", 1)


def test_accepting_raises_the_confidence_and_changes_nothing_else(town):
    doubtful = town.claim("other")
    assert doubtful.confidence < 0.8
    done = town.amend(town.say(doubtful, "accept"))
    expected = replace(doubtful, confidence=1.0, source="human")
    assert done.claims == tuple(expected if c == doubtful else c for c in town.claims)
    assert done.rejected == done.stale == ()


def test_a_rejected_claim_leaves_the_claims_and_stays_visible(town):
    gdp = town.claim("gdp")
    done = town.amend(town.say(gdp, "reject"))
    assert set(done.claims) == set(town.claims) - {gdp}
    assert done.rejected == (replace(gdp, source="human"),)
    assert done.stale == ()


def test_an_edited_value_moves_its_base_by_the_rules_of_extraction(town, lexicon):
    level = town.claim("fiscal_revenue_total", "level")
    done = town.amend(
        town.say(level, "edit", "value_low", "21500"), town.say(level, "edit", "unit", "万元")
    )
    amount = stated(done, "fiscal_revenue_total").amount
    base, unit = to_base(vocabulary(lexicon).figures, 21500, "万元")
    assert amount == Stated(21500, 21500, "万元", level.amount.qualifier, base, base, unit)
    assert (base, unit) == (215_000_000, "元")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("indicator", "industrial_value_added"),
        ("indicator_text", "生产总值"),
        ("kind", "ratio"),
        ("status", "multi_year"),
        ("commitment", "strive"),
        ("scope", "part"),
        ("qualifier", "at_least"),
        ("headline", "false"),
        ("value_high", "8"),
        ("relation", "increment"),
    ],
)
def test_one_edit_changes_one_field(town, name, value):
    gdp = town.claim("gdp")
    (new,) = (
        c for c in town.amend(town.say(gdp, "edit", name, value)).claims if c not in town.claims
    )
    before, after = (ledger_row(c, town.reading.plan, "") for c in (gdp, new))
    follows = {"value_base_high"} if name == "value_high" else set()
    changed = {key for key in after if after[key] != before[key]} - {"confidence", "source"}
    assert changed == {name} | follows
    assert str(after[name]).removesuffix(".0").casefold() == value
    assert (new.source, new.confidence, new.evidence) == ("human", 1.0, gdp.evidence)
    assert name in EDITABLE


def test_a_hidden_number_becomes_a_value_and_back_never_both(town):
    hidden = town.claim("retail_sales")
    assert isinstance(hidden.amount, Masked)
    shown = stated(town.amend(town.say(hidden, "edit", "value_low", "6")), "retail_sales")
    assert shown.amount == Stated(6, 6, "%", "exact", 6, 6, "%")
    gdp = town.claim("gdp")
    masked = stated(town.amend(town.say(gdp, "edit", "mark", "**")), "gdp")
    assert masked.amount == Masked("**", "%", "about")


def test_a_number_becomes_a_relation_and_back(town):
    gdp = town.claim("gdp")
    tied = stated(
        town.amend(
            town.say(gdp, "edit", "kind", "relative"),
            town.say(gdp, "edit", "relation", "faster_than:county_average"),
        ),
        "gdp",
    )
    assert isinstance(tied.amount, Relative)
    assert (tied.amount.relation, tied.amount.benchmark) == ("faster_than", "county_average")
    kept = next(c for c in town.claims if c.kind == "relative")
    number = stated(
        town.amend(
            town.say(kept, "edit", "kind", "growth_rate"),
            town.say(kept, "edit", "value_low", "0"),
            town.say(kept, "edit", "unit", "%"),
        ),
        kept.indicator,
    )
    assert isinstance(number.amount, Stated)
    assert (number.amount.low, number.relation) == (0.0, None)


def test_a_decrease_stays_negative_however_it_is_written(town):
    falls = next(c for c in town.claims if c.relation == "decrease")
    for written in ("4", "-4"):
        new = stated(town.amend(town.say(falls, "edit", "value_low", written)), falls.indicator)
        assert (new.amount.low, new.amount.high, new.amount.base_low) == (-4, -4, -4)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([("indicator", "gdpp")], "indicators.toml"),
        ([("unit", "斛")], "grammar.toml"),
        ([("value_low", "9"), ("value_high", "8")], "above the high end"),
        ([("kind", "relative")], "needs its relation"),
        ([("relation", "in_step_with:gdp")], "needs the kind relative"),
    ],
)
def test_a_change_that_makes_no_claim_is_stale_and_the_claim_stands_as_read(town, changes, why):
    gdp = town.claim("gdp")
    done = town.amend(*(town.say(gdp, "edit", name, value) for name, value in changes))
    assert done.claims == town.claims
    assert [why in s.reason for s in done.stale] == [True] * len(changes)


def test_claims_that_share_a_value_are_told_apart(town):
    urban, rural = town.claim("urban_income"), town.claim("rural_income")
    assert value_span(urban) == value_span(rural)
    done = town.amend(town.say(rural, "edit", "value_low", "9"))
    assert stated(done, "rural_income").amount.low == 9
    assert urban in done.claims
    vague = town.amend(town.say(rural, "reject", indicator=""))
    assert vague.claims == town.claims
    assert "several claims" in vague.stale[0].reason


def test_a_correction_of_one_indicator_never_falls_on_another(town):
    gdp = town.claim("gdp")
    done = town.amend(town.say(gdp, "reject", indicator="retail_sales 社会消费品零售总额"))
    assert done.claims == town.claims
    assert "no claim is read" in done.stale[0].reason


def test_what_was_said_of_a_relation_never_falls_on_a_figure_inside_its_words(lexicon):
    town = Town(REPORT + "农村居民人均可支配收入增长8.6%，增速快于城镇居民。\n", lexicon)
    tie = next(c for c in town.claims if c.kind == "relative" and "8.6%" in c.evidence.quote)
    figure = town.claim("rural_income", "growth_rate")
    assert town.amend(town.say(tie, "reject")).rejected == (replace(tie, source="human"),)
    without = tuple(c for c in town.claims if c != tie)
    assert figure in without
    done = town.amend(town.say(tie, "reject"), claims=without)
    assert done.claims == without
    assert len(done.stale) == 1


def test_a_value_whose_end_is_read_otherwise_than_before_is_the_same_value(town):
    gdp = town.claim("gdp")
    evidence = replace(gdp.evidence, value_end=gdp.evidence.value_end + 2)
    wider = tuple(replace(c, evidence=evidence) if c == gdp else c for c in town.claims)
    done = town.amend(town.say(gdp, "accept"), claims=wider)
    assert done.stale == ()
    assert stated(done, "gdp").evidence == evidence


def test_a_correction_outlives_the_day_the_lexicon_learns_its_indicator(town):
    unlisted = town.claim("other")
    learnt = tuple(replace(c, indicator="gdp") if c == unlisted else c for c in town.claims)
    done = town.amend(town.say(unlisted, "edit", "value_low", "6600"), claims=learnt)
    assert done.stale == ()
    assert [c.amount.low for c in done.claims if c.source == "human"] == [6600]


def test_the_later_decision_holds(town):
    gdp = town.claim("gdp")
    first, back = town.say(gdp, "reject"), town.say(gdp, "accept")
    assert town.amend(first, back).rejected == ()
    assert len(town.amend(back, first).rejected) == 1
    twice = [town.say(gdp, "edit", "value_low", v) for v in ("7", "7.3")]
    assert stated(town.amend(*twice), "gdp").amount.low == 7.3
    hide, show = town.say(gdp, "edit", "mark", "**"), town.say(gdp, "edit", "value_low", "7.4")
    assert isinstance(stated(town.amend(show, hide), "gdp").amount, Masked)
    assert stated(town.amend(hide, show), "gdp").amount.low == 7.4


def test_amending_what_was_amended_changes_nothing_more(town):
    gdp, other = town.claim("gdp"), town.claim("other")
    said = (
        town.say(gdp, "edit", "value_low", "7.9"),
        town.say(other, "edit", "indicator_text", "莲藕"),
        *(
            town.say(gdp, "add", name, value, indicator="retail_sales")
            for name, value in (("kind", "growth_rate"), ("value_low", "7.2"), ("unit", "%"))
        ),
    )
    once = town.amend(*said)
    assert once.stale == ()
    assert len(once.claims) == len(town.claims) + 1
    assert town.amend(*said, claims=once.claims) == once


def test_a_correction_moves_with_its_words(town, lexicon):
    correction = town.say(town.claim("gdp"), "edit", "value_low", "7.9")
    moved = Town(
        REPORT.replace("一年来，", "一年来，台风两次过境，全镇修塘补网，").replace(
            "地区生产总值增长7.2%", "地区生产总值增长　7. 2 %"
        ),
        lexicon,
    )
    assert moved.claim("gdp").evidence.start != town.claim("gdp").evidence.start
    done = moved.amend(correction)
    assert done.stale == ()
    assert stated(done, "gdp").amount.low == 7.9


@pytest.mark.parametrize(
    ("old", "new"), [("增长7.2%左右", "增长7.3%左右"), ("预期目标是：地区", "预期目标为：地区")]
)
def test_where_the_text_changed_the_correction_is_stale_and_nothing_is_lost(
    town, lexicon, old, new
):
    correction = town.say(town.claim("gdp"), "edit", "value_low", "9.9")
    changed = Town(REPORT.replace(old, new), lexicon)
    done = changed.amend(correction)
    assert done.claims == changed.claims
    assert [(s.correction, "no longer stand" in s.reason) for s in done.stale] == [
        (correction, True)
    ]


def test_a_question_mark_in_a_lost_anchor_is_named_as_a_likely_cause(town):
    said = town.say(town.claim("gdp"), "accept")
    done = town.amend(replace(said, anchor=said.anchor.replace("增长", "??")))
    assert "lost in saving" in done.stale[0].reason


def test_an_occurrence_beyond_the_last_is_stale(town):
    done = town.amend(replace(town.say(town.claim("gdp"), "reject"), occurrence=2))
    assert done.claims == town.claims
    assert "stand 1 times, not 2" in done.stale[0].reason


def test_the_second_of_two_equal_places_is_meant_when_it_is_named(lexicon):
    line = "全镇上下齐心协力，确保今年的招商引资到位资金达到3亿元，全镇上下齐心协力办好实事。\n"
    text = REPORT + line + line
    town = Town(text, lexicon)
    second = [c for c in town.claims if c.indicator == "investment_in_place" and c.kind == "level"][
        -1
    ]
    said = town.say(second, "reject")
    assert said.occurrence == 2
    assert town.amend(said).rejected == (replace(second, source="human"),)


def test_an_added_claim_stands_on_words_of_the_plan(town):
    said = [
        Correction(
            ID, "渔户【添了】冰库", 1, "add", "other 冰库", name, value, by="阿禾"
        )
        for name, value in (
            ("kind", "count"), ("value_low", "1"), ("unit", "个"),
            ("status", "achieved"),
        )
    ]  # fmt: skip
    done = town.amend(*said)
    assert done.stale == ()
    (new,) = (c for c in done.claims if c not in town.claims)
    start, end = new.evidence.start, new.evidence.end
    assert town.text[start:end] == new.evidence.quote
    assert town.text[new.evidence.value_start : new.evidence.value_end] == "添了"
    assert (new.kind, new.status, new.amount.low, new.source) == ("count", "achieved", 1, "human")
    places = [c.evidence.value_start or c.evidence.end for c in done.claims]
    assert places == sorted(places)


def test_an_added_claim_without_a_value_or_kind_is_stale(town):
    one = Correction(ID, "渔户【添了】冰库", 1, "add", "other 冰库", "unit", "个", by="阿禾")
    assert "needs its kind" in town.amend(one).stale[0].reason
    two = replace(one, field="kind", value="count")
    assert "needs a value" in town.amend(two).stale[0].reason
    assert town.amend(one, two).claims == town.claims


def test_corrections_of_other_plans_are_left_to_them_and_orphans_are_named(town):
    elsewhere = replace(town.say(town.claim("gdp"), "reject"), plan_id="别处镇-2023")
    assert town.amend(elsewhere) == Amendment(town.claims, (), ())
    assert [s.correction for s in find_orphans([elsewhere], {ID})] == [elsewhere]
    assert find_orphans([elsewhere], {"别处镇-2023"}) == ()


def check_each_claim_alone(documents, lexicon):
    """Accept every claim by its name; each must be found, and only it."""
    count = 0
    for document in documents:
        for reading in read_plans(document, lexicon).readings:
            plan, doc_id, text = reading.plan, document.doc_id, document.text
            claims = find_claims(reading, doc_id, text, lexicon)
            anchors = find_anchors(text, reading)
            said = [
                Correction(
                    plan.plan_id,
                    *anchors.name_place(*value_span(c)),
                    "accept",
                    name_claim(c),
                    by="阿禾",
                )
                for c in claims
            ]
            done = amend_claims(
                claims, said, reading, doc_id=doc_id, received=text, lexicon=lexicon
            )
            assert done.stale == ()
            assert done.claims == tuple(replace(c, confidence=1.0, source="human") for c in claims)
            count += len(claims)
    return count


def test_every_claim_of_the_bundled_plans_has_a_name_of_its_own(project, lexicon):
    assert check_each_claim_alone(read_documents([project / "data" / "plans"]), lexicon) > 500


@pytest.mark.real
def test_every_claim_of_real_documents_has_a_name_of_its_own(
    real_documents, real_provinces, lexicon
):
    places = [real_documents, real_provinces]
    assert check_each_claim_alone(read_documents(places), lexicon) > 5000
