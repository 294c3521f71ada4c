"""Every numeral of a plan stands once, with what became of it."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.documents import read_documents
from analysis.errors import RefusedDocumentError
from analysis.extract.claims import find_claims
from analysis.extract.numbers import FATES, account_numerals, find_numerals, sum_fates
from analysis.model import Document
from analysis.text.clean import source_span
from analysis.text.reading import read_plans

PLAN = """塘埂镇2023年政府工作报告
各位代表：现在报告工作。
一、2022年工作回顾
2022年完成工业总产值12.4亿元，增长7.3%，修渠3公里。
二、2023年工作安排
今年的主要预期目标是：地区生产总值增长6.5%-7%，规上企业新增4家，税收增长**%，
到2026年工业总产值突破30亿元。全省地区生产总值增长5.8%。
1.抓项目。开工总投资3.2亿元的冷库，走好G320沿线，创4A级景区，带动“500精英计划”落地。
2．2023年3月8日前，按塘政〔2023〕15号文件，热线12345不断线，栽树三千亩，坚持四个意识。
（3）另有87款竹编上架。
"""


def account(text, lexicon, *, numbered=None):
    """Read a text as one document; return its received text, its numerals and its claims."""
    if numbered:
        lexicon = replace(lexicon, grammar={**lexicon.grammar, "numbered": numbered})
    document = Document("0" * 12, "plan.txt", "utf-8", text)
    numerals, claims = [], []
    for reading in read_plans(document, lexicon).readings:
        found = find_claims(reading, document.doc_id, text, lexicon)
        numerals += account_numerals(reading, found, lexicon, text)
        claims += found
    return numerals, claims


@pytest.fixture
def fates(lexicon):
    def tell(text, **options):
        return {n.text: n.fate for n in account(text, lexicon, **options)[0]}

    return tell


def in_plan(sentence):
    return f"塘埂镇2023年政府工作报告\n一、2023年工作安排\n{sentence}\n"


def test_each_numeral_of_a_plan_has_the_fate_its_place_gives(fates):
    told = fates(PLAN)
    wanted = {
        "12.4亿元": "achieved",
        "7.3%": "achieved",
        "6.5%-7%": "target",
        "4家": "target",
        "**%": "target",
        "30亿元": "multi_year",
        "5.8%": "other_level",
        "3.2亿元": "attribute",
        "320": "name",
        "4": "name",
        "500": "name",
        "15": "name",
        "四个": "name",
        "1": "list_mark",
        "2": "list_mark",
        "3": "list_mark",
        "8": "date",
        "2022": "date",
        "三千亩": "target",
        "87款": "unread",
    }
    assert {text: told.get(text) for text in wanted} == wanted


def test_the_fates_add_up_to_an_independent_count_of_the_numerals(lexicon):
    numerals, _ = account(PLAN, lexicon)
    counted = re.findall(r"\d+(?:\.\d+)?%-\d+%|\d+(?:\.\d+)?|\*\*%|三千亩|四个", PLAN)
    sums = sum_fates(numerals)
    assert sum(sums.values()) == len(numerals) == len(counted)
    assert list(sums) == list(FATES)
    assert sums == {fate: Counter(n.fate for n in numerals)[fate] for fate in FATES}


def test_offsets_lead_to_the_numeral_as_received_and_never_overlap(lexicon):
    text = PLAN.replace("7.3%", "７．３％").replace("12.4", "１２．４").replace("\n", "\r\n")
    numerals, _ = account(text, lexicon)
    assert {"７．３％", "１２．４亿元"} <= {n.text for n in numerals}
    assert all(text[n.start : n.end] == n.text for n in numerals)
    assert all(a.end <= b.start for a, b in pairwise(numerals))


LETTERS = "0123456789%％７．.，,、\n \t|*xX…-—至到:（）第三千亩\u200b。“”〔〕百成年月"
PIECES = st.sampled_from([*LETTERS, "12", "2023", "\r\n", "亿元", "家", "增长", "分之"])


@given(pieces=st.lists(PIECES, max_size=60))
@settings(max_examples=settings.default.max_examples // 2)
def test_no_digit_of_any_text_stands_outside_a_numeral_or_in_two(pieces, lexicon):
    text = "塘埂镇工作计划" + "".join(pieces) + "完"
    numerals, _ = account(text, lexicon)
    covered = Counter(i for n in numerals for i in range(n.start, n.end))
    digits = [i for i, letter in enumerate(text) if letter.isdecimal()]
    assert [covered[i] for i in digits] == [1] * len(digits)


LONG = "村里的路修好了，渠也通了，镇上干部和老乡一道收拾茶园" + "，大家都说今年光景不错" * 14
PAGES = "".join(f"{LONG}户30\n{n}、0户都" for n in range(1, 5))


def test_a_page_mark_inside_a_number_is_told_apart_from_the_pieces_of_the_number(lexicon):
    text = in_plan(PAGES + "办妥了。")
    numerals, _ = account(text, lexicon)
    pages = [n for n in numerals if n.fate == "page_mark"]
    assert [n.text for n in pages] == ["1", "2", "3", "4"]
    pieces = [n for n in numerals if n.text in ("30", "0户")]
    assert len(pieces) == 8
    assert all(n.fate != "page_mark" for n in pieces)


def test_a_target_that_a_page_mark_breaks_is_a_target_in_every_piece(lexicon):
    broken = PAGES.replace("户30\n4、0户都", "新建公厕30\n4、0座，")
    numerals, claims = account(in_plan(broken), lexicon)
    assert any(c.evidence.quote.endswith("300座") and c.status == "target" for c in claims)
    assert [n.fate for n in numerals[-3:]] == ["target", "page_mark", "target"]


def test_a_hidden_number_is_a_numeral_and_a_hidden_name_is_none(fates):
    told = fates(in_plan("今年税收达到xx.5亿元，**村和副镇长**担任河长，XX市表扬。"))
    assert told["xx.5亿元"] == "target"
    assert set(told) == {"2023", "xx.5亿元"}


def test_a_list_mark_opens_an_item_and_an_enumeration_is_none(lexicon):
    text = in_plan(
        "1、修路。\n（2）修渠。3.架桥；4．植树。\n另有5、6、7号楼要拆，8. 5%的农户参加。"
    )
    numerals, _ = account(text, lexicon)
    marks = [n.text for n in numerals if n.fate == "list_mark"]
    assert marks == ["1", "2", "3", "4"]


def test_a_list_mark_before_a_year_is_not_read_as_a_decimal(fates):
    told = fates(in_plan("1.2023年内开工。\n2、2024年投用。"))
    assert (told["1"], told["2"]) == ("list_mark", "list_mark")
    assert told["2024"] == "date"


def test_row_numbers_of_a_table_are_list_marks_and_its_values_are_not(fates):
    table = "序号\t指标\t单位\t2023年目标\n1\t工业总产值\t亿元\t8.6\n2\t粮食总产量\t吨\t940"
    told = fates(in_plan(table))
    assert (told["1"], told["2"]) == ("list_mark", "list_mark")
    assert (told["8.6"], told["940"]) == ("target", "target")
    assert "亿元" not in told


def test_dates_in_every_writing_are_dates(fates):
    told = fates(
        in_plan("报送时间2023-05-01，即二〇二三年五月一日 20:15，三月八日再报，2021-2025年不变。")
    )
    assert {
        told[t]
        for t in ("2023-05-01", "20", "15", "二〇二三年", "五月一日", "三月八日", "2021-2025")
    } == {"date"}


def test_a_bare_number_is_a_name_only_before_a_word_of_the_class_numbered(fates):
    sentence = in_plan("12345市民热线接件，580竹器上架，建4780亩地。")
    told = fates(sentence, numbered=("热线", "计划"))
    assert (told["12345"], told["580"]) == ("name", "unread")


def test_what_brackets_hold_is_read_on_its_own(fates):
    told = fates(in_plan("修好村道（2022年欠下，接G320）和水塘（总投资56万元）。"))
    assert (told["2022"], told["320"], told["56万元"]) == ("date", "name", "attribute")


def test_the_distance_of_a_relation_goes_with_its_claim(lexicon):
    numerals, claims = account(in_plan("农民收入增速高于全县平均1.5个百分点。"), lexicon)
    assert claims
    assert [n.fate for n in numerals if n.text.startswith("1.5")] == ["target"]


def test_the_role_of_a_numeral_is_that_of_the_section_it_stands_in(lexicon):
    numerals, _ = account(PLAN, lexicon)
    role = {n.text: n.sentence_role for n in numerals}
    assert role["12.4亿元"] == "review"
    assert role["87款"] != "review"


@pytest.mark.parametrize(
    "written",
    [
        "6.5%", "-4.6%", "*.5亿元", ".3×亿元", "xx户", "X月", "×年", "○年", "半个百分点",
        "翻一番", "两位数", "零点五公里", "二〇三一年", "〇二三一年", "○二三一年", "百分之六",
        "千亿", "万元", "亿元", "十家", "三月八日", "□□亩", "６．５％",
    ],
)  # fmt: skip
def test_a_numeral_is_found_whatever_it_begins_with(written, lexicon):
    text = f"，其中{written}，"
    found = [text[slice(*m.span())] for m in find_numerals(text, 0, len(text), lexicon)]
    assert found == [written]


def test_two_plans_of_one_document_share_no_numeral(lexicon):
    bodies = [
        f"{town}2023年政府工作报告\n各位代表：一、2023年工作安排\n" + f"新建公厕{n}座。" * 60 + "\n"
        for town, n in (("塘埂镇", 3), ("垟头镇", 4))
    ]
    numerals, _ = account("".join(bodies), lexicon)
    assert len({n.plan_id for n in numerals}) == 2
    spans = sorted((n.start, n.end) for n in numerals)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert len(numerals) == 2 * 2 + 120


@pytest.mark.real
@pytest.mark.parametrize("which", ["real_documents", "real_provinces"])
def test_no_digit_of_a_real_plan_is_left_out_and_every_claim_finds_its_numeral(
    which, request, lexicon
):
    seen = 0
    for document in read_documents([request.getfixturevalue(which)]):
        assert not isinstance(document, RefusedDocumentError)
        for reading in read_plans(document, lexicon).readings:
            claims = find_claims(reading, document.doc_id, document.text, lexicon)
            numerals = account_numerals(reading, claims, lexicon, document.text)
            covered = Counter(i for n in numerals for i in range(n.start, n.end))
            span = range(*source_span(reading.clean, reading.plan.start, reading.plan.end))
            assert all(covered[i] == 1 for i in span if document.text[i].isdecimal())
            assert set(covered.values()) == {1}
            for evidence in (claim.evidence for claim in claims):
                if evidence.value_start is not None:
                    assert any(covered[i] for i in range(evidence.value_start, evidence.value_end))
            seen += len(numerals)
    assert seen > 200
