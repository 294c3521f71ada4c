"""rjieba cuts as jieba does: every word at every place, whatever the text and the dictionary."""

import random
import re
import sys

import jieba
import pytest
import rjieba
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text import tokens
from analysis.text.reading import read_plans
from analysis.text.tokens import Cutter, cut_plan

DICTIONARIES = {
    "none": [],
    "own": [
        "乡村振兴",
        "招商引资",
        "两山银行",
        "的了",
        "C919",
        "5G+工业互联网",
        "e-政务",
        "a-b",
        "AI+",
        "工业_云",
    ],
}
PIECES = [
    *"的了在是和有一二三上下村镇率约万亿元个户。，；：、！？“”（）—…·+#&._%-*×○□xX",
    *"　 \n\r\t\x1c\x85",
    *"㐀䶿鿖鿿豈𠀀𪜀😀éａＡ１½²Ⅳ㎡٣﹪\u200b\ufeff\ue000\ue001\ue002",
    *[
        "乡村振兴",
        "招商引资",
        "规上工业",
        "两山银行",
        "共富工坊",
        "小微企业园",
        "红红火火",
        "郑某某",
    ],
    *[
        "全面推进",
        "力争增长",
        "同比下降",
        "不少于",
        "完成投资",
        "李小明等同志",
        "包片联村",
        "研究生命",
    ],
    *[
        "8.5%",
        "1-2",
        "12,500",
        "2023-04-27",
        "2023年",
        "3～5",
        "5‰",
        "1.",
        "XX",
        "xx.x",
        "**",
        "○○镇",
    ],
    *[
        "C919",
        "5G-A",
        "5G+工业互联网",
        "PM_2.5",
        "PM2.5",
        "C++",
        "T恤",
        "卡拉OK",
        "B2B+O2O",
        "a.b.c",
    ],
    *[
        "e-mail",
        "www.gov.cn",
        "a-b",
        "--",
        "----",
        "1+N",
        "+N",
        "AI+",
        "A&B",
        "%#",
        "x_y",
        "e-政务",
        "\r\n",
    ],
]
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(PIECES), st.text(max_size=4), st.text("中国的人民在一起", max_size=9)
    ),
    max_size=14,
).map("".join)
APART = re.compile(
    r"[*×○□]{1,8}(?:\.[*×○□]+)?|[xX]{1,4}(?:\.[xX]+)?(?![a-zA-Z])"
    r"|\d[\d,]*(?:\.\d+)?(?:[-—~～]\d+(?:\.\d+)?)?[%‰‱]?"
)


@pytest.fixture(scope="module", params=DICTIONARIES)
def cutter(request):
    made = Cutter(DICTIONARIES[request.param], ["专班"])
    assert made.hurry(), "rjieba does not cut as jieba does"
    return made


def cut_by_pieces(words, text, guesses):
    """Cut with a jieba that knows `words`, one stretch between numbers and masks at a time."""
    found, last = [], 0
    for apart in [*APART.finditer(text), None]:
        end = apart.start() if apart else len(text)
        found += words.lcut(text[last:end], HMM=guesses)
        if apart:
            found.append(apart[0])
            last = apart.end()
    return found


def disagreements(cutter, texts):
    """List the texts that rjieba cuts otherwise, with guesses or without."""
    both = [(c, c.stop_hurrying()) for c in (cutter, cutter.stop_guessing())]
    return [text for text in texts for q, s in both if q.split(text) != s.split(text)]


@settings(max_examples=settings.default.max_examples // 3)
@example("一民一民一民")
@example("民民一民一民")
@given(text=TEXTS)
def test_rjieba_and_jieba_cut_alike(cutter, text):
    assert disagreements(cutter, [text]) == []


@settings(max_examples=settings.default.max_examples // 5)
@given(text=TEXTS, guesses=st.booleans())
def test_setting_numbers_apart_at_once_cuts_as_jieba_does_stretch_by_stretch(cutter, text, guesses):
    quick = cutter if guesses else cutter.stop_guessing()
    assert quick.split(text) == cut_by_pieces(cutter._jieba, text, guesses)


@settings(max_examples=settings.default.max_examples // 5)
@given(text=TEXTS, name=st.sampled_from(["村镇", "的", "x镇", "1号村", "-村", "㐀村"]))
def test_words_and_blanks_make_up_the_text(cutter, text, name):
    words = cutter.split(text + name + text, [name, "招商"])
    assert "".join(words) == text + name + text
    assert words == cutter.stop_hurrying().split(text + name + text, [name, "招商"])


@pytest.mark.nightly
def test_no_word_differs_in_20000_strings(cutter):
    draw = random.Random(20230427)
    known = [word for word in cutter._jieba.FREQ if cutter.knows(word)]
    texts = [
        "".join(draw.choice(draw.choice([PIECES, known])) for _ in range(draw.randint(1, 40)))
        for _ in range(20_000)
    ]
    assert disagreements(cutter, texts) == []


@pytest.mark.real
@pytest.mark.nightly
def test_no_word_differs_in_the_provinces(cutter, real_provinces):
    texts = [path.read_text(encoding="utf-8") for path in sorted(real_provinces.glob("*.txt"))]
    assert texts
    assert disagreements(cutter, texts) == []


@pytest.mark.parametrize(
    "text", ["村" * 4500, "ab-" * 1500, "的。" * 2500, "𠀀" * 2100, "a" * 2001]
)
def test_endless_lines_are_cut_alike(cutter, text):
    words = cutter.split(text)
    assert words == cutter.stop_hurrying().split(text)
    assert "".join(words) == text
    assert max(map(len, words)) <= 2000


@pytest.mark.parametrize("odd", "㐀䶿鿖鿿豈𠀀𪜀\U0002f800\ue000\ue001\ue002")
def test_characters_that_only_rjieba_takes_for_chinese_stand_alone(cutter, odd):
    text = f"{odd}{odd}村里{odd}的{odd}{odd}"
    assert cutter.split(text) == [odd, odd, "村里", odd, "的", odd, odd]


def test_a_word_deleted_elsewhere_changes_nothing():
    cutter = Cutter([])
    before = cutter.split("把规上工业抓好")
    assert "规上" in before
    jieba.del_word("规上")
    try:
        assert cutter.split("把规上工业抓好") == before
        assert cutter.hurry()
        assert cutter.split("把规上工业抓好") == before
    finally:
        jieba.add_word("规上")
        jieba.finalseg.Force_Split_Words.discard("规上")


def test_jieba_begins_and_rjieba_takes_over_where_it_is_worth_it(monkeypatch):
    monkeypatch.setattr(tokens, "_WORTH_IT", 30)
    cutter, text = Cutter([]), "全面推进乡村振兴，规上工业增长8.5%。"
    first = cutter.split(text)
    assert cutter.engine.startswith("jieba ")
    assert cutter.split(text) == first
    assert cutter.engine.startswith("rjieba ")
    assert cutter.split(text) == first


def test_without_rjieba_jieba_cuts(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    monkeypatch.setattr(tokens, "_WORTH_IT", 1)
    cutter = Cutter(["乡村振兴"])
    assert "乡村振兴" in cutter.split("全面推进乡村振兴，规上工业增长8.5%。")
    assert cutter.engine.startswith("jieba ")
    assert not cutter.hurry()


def test_an_rjieba_that_cuts_otherwise_is_not_used(monkeypatch):
    class Careless:
        empty = classmethod(lambda cls: cls())

        def add_word(self, word, often, tag):
            pass

        def cut(self, text, _):
            return list(text)

    monkeypatch.setattr(rjieba, "Jieba", Careless)
    cutter = Cutter([])
    assert not cutter.hurry()
    assert cutter.engine.startswith("jieba ")
    assert "规上" in cutter.split("规上工业")


def test_a_plan_is_cut_sentence_by_sentence(cutter, make_document, lexicon):
    text = (
        "垟头镇2023年工作计划\n一、2022年回顾\n规上工业增长8.5%。\r\n二、今年打算\n抓5G-A。 X\nX村"
    )
    reading = read_plans(make_document(text), lexicon).readings[0]
    found, words = cut_plan(reading, cutter)
    clean, names = reading.clean.text, [reading.plan.town]
    expected = [
        (word, s.start + at, s.role != "review")
        for s in reading.sentences
        for word, at in cutter.stop_hurrying().cut(clean[s.start : s.end], names)
    ]
    got = zip([words[i] for i in found.ids], found.starts, found.in_plan_part, strict=True)
    assert [(w, int(at), bool(p)) for w, at, p in got] == expected
    assert list(words) == sorted({word for word, _, _ in expected})
