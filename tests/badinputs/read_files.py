"""Files with dirt that are read all the same, some with a warning: what they say comes out."""

from __future__ import annotations

import codecs
import io
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import docx
import opencc
from docx.oxml import OxmlElement

from analysis.text.clean import clean
from tests.badinputs.case import Bench, Case, Make, Said
from tests.badinputs.payloads import FORMULAS, HTML
from tests.badinputs.refused_files import draw_nameless_pdf, draw_pdf

Encode = Callable[[str], bytes]


def encoded(*ways: str | Encode, ending: str = ".txt") -> Make:
    """Make one plan for each way to turn its text into bytes."""

    def make(bench: Bench) -> None:
        for turn, way in enumerate(ways):
            said = bench.say()
            raw = said.text.encode(way) if isinstance(way, str) else way(said.text)
            bench.put(f"{turn:02}{ending}", raw, said)

    return make


def changed(*changes: Callable[[str], str], ending: str = ".txt") -> Make:
    """Make one plan for each change of its words."""
    return encoded(*(lambda text, c=change: c(text).encode() for change in changes), ending=ending)


def targets_of(outcome, name, indicator="gdp"):
    table = outcome.tables["targets"]
    return table[(table["doc"] == name) & (table["indicator"] == indicator)]


def plan_of(outcome, name):
    table = outcome.tables["plans"]
    rows = table[table["doc"] == name]
    assert len(rows) == 1, rows
    return rows.iloc[0]


def document_of(outcome, name):
    return next(d for d in outcome.results.corpus.documents if d.document.path == name)


def says_it(outcome, name: str, said: Said) -> None:
    """Assert town, year and the one growth target."""
    plan = plan_of(outcome, name)
    assert (plan["town"], plan["stated_year"]) == (said.town, said.year)
    assert targets_of(outcome, name)["value_low"].tolist() == [float(said.growth)]


def same_text(outcome, name: str, said: Said) -> None:
    """Assert that the text equals that of the plain twin, character by character."""
    says_it(outcome, name, said)
    plain = clean(said.text, outcome.results.corpus.lexicon.dirt).text
    assert document_of(outcome, name).clean.text.strip() == plain.strip()


def cut_and_told(outcome, name: str, said: Said) -> None:
    """Assert the plain text, and that what was taken out stands in the table of cuts."""
    same_text(outcome, name, said)
    assert (outcome.tables["cuts"]["doc"] == name).any()


def nothing_stated(outcome, name: str, _said: Said | None) -> None:
    """Assert that nothing hidden became a number."""
    table = outcome.tables["claims"]
    assert table.loc[table["doc"] == name, "value_low"].isna().all()


def make_masks(bench: Bench) -> None:
    for turn, mask in enumerate(("**", "XX", "××", "○○", "＊＊", "__")):
        text = f"{next(bench.towns)}2023年工作计划\n地区生产总值增长{mask}%，达到{mask}亿元。\n"
        bench.put(f"{turn}.txt", text)


def make_short(bench: Bench) -> None:
    for turn, chars in enumerate((12, 20, 40, 90, 150, 190)):
        said = bench.say()
        bench.put(f"{turn}.txt", said.text[:chars], said)


def make_speaking_of_logins(bench: Bench) -> None:
    said = bench.say()
    task = (
        "便民大厅的网页不再找不到页面。群众登录后查看办件，请村干部帮老人登录。验证码由本人输入。\n"
    )
    bench.put("短.txt", said.text[:60] + "\n" + task, said)
    bench.put("长.txt", said.text + task * 3, said, counts=False)


def has_its_town(outcome, name: str, said: Said) -> None:
    assert plan_of(outcome, name)["town"] == said.town


def turn_old(text: str) -> str:
    return str(opencc.OpenCC("s2t").convert(text))


def put_nul(text: str) -> str:
    return text.replace("。\n", "。\x00\n", 2).replace("主要", "主\x00要", 1)


def sprinkle(mark: str) -> Callable[[str], str]:
    return lambda text: text.replace("总值", f"总{mark}值").replace("增长", f"增{mark}长")


def widen(text: str) -> str:
    return re.sub(r"(?<=增长)[0-9.%]+", lambda m: "".join(chr(ord(c) + 0xFEE0) for c in m[0]), text)


def spell(text: str) -> str:
    """Write the rate as 百分之三点五."""
    han = "零一二三四五六七八九"
    return re.sub(
        r"增长(\d)\.(\d)%", lambda m: f"增长百分之{han[int(m[1])]}点{han[int(m[2])]}", text
    )


def make_rare_names(bench: Bench) -> None:
    for turn, town in enumerate(("驩城镇", "㵲阳镇", "龘山乡", "丶口镇")):
        said = bench.say(town)
        bench.put(f"{turn}.txt", said.text, said)
        bench.put(f"{said.town}b.txt", bench.say(town, year=2022).text, counts=False)


def make_names_beyond(bench: Bench) -> None:
    for turn, town in enumerate(("𠮷田镇", "上𡎚镇")):
        said = bench.say(town)
        bench.put(f"{turn}.txt", said.text, said)


def make_one_character(bench: Bench) -> None:
    said = bench.say()
    bench.put("中.txt", said.text + "中" * 20_000 + "。\n", said)


def make_no_points(bench: Bench) -> None:
    said = bench.say()
    run = re.sub(r"[，。\n]", "", said.text.split("\n", 4)[-1]) * 600
    bench.put("无标点.txt", said.text + run + "\n", said)


def make_many(n: int) -> Make:
    def make(bench: Bench) -> None:
        for turn in range(n):
            bench.put(f"{turn:05}.txt", f"{next(bench.towns)}第{turn}号简报，只有一句。")

    return make


def break_pages(text: str) -> str:
    """Set page marks into sentences, a page apart, as a copied document has them."""
    tail = "".join(
        f"第{n}件实事由挂点的干部跟到底办不成就年底说清楚为什么并接着办。" for n in range(40)
    )
    text = text + tail
    joints = [text.index(words) + 2 for words in ("第5件", "第14件", "第24件", "第33件")]
    for number, at in reversed(list(enumerate(joints, 1))):
        text = f"{text[:at]}\n{number}、{text[at:]}"
    return text


def make_pages(bench: Bench) -> None:
    for turn in range(3):
        said = bench.say()
        bench.put(f"{turn}.txt", break_pages(said.text), said)


def heals_pages(outcome, name: str, said: Said) -> None:
    says_it(outcome, name, said)
    assert "第14件实事" in document_of(outcome, name).clean.text


def add_list(text: str) -> str:
    return text + "\n".join(f"{n}、强化第{n}组的水渠管护。" for n in range(1, 7)) + "\n"


def keeps_list(outcome, name: str, said: Said) -> None:
    says_it(outcome, name, said)
    text = document_of(outcome, name).clean.text
    assert all(f"{n}、强化" in text for n in range(1, 7))


def frame(text: str) -> str:
    return (
        "首页 > 公文 > 工作计划\n下载积分：300\n" + text + "客服电话：400-000-0000\n"
        "本文档由用户上传，版权归原作者所有\n"
    )


def loses_frame(outcome, name: str, said: Said) -> None:
    says_it(outcome, name, said)
    text = document_of(outcome, name).clean.text
    assert not [words for words in ("下载积分", "客服电话") if words in text]


def page_of(text: str) -> str:
    title, *lines = text.splitlines()
    body = "".join(f"<p>{line.replace('%', '&#37;')}</p>" for line in lines)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title><script>alert('x')</script>"
        f"<style>p{{}}</style></head><body><h1>{title}</h1>{body}</body></html>"
    )


def without_markup(outcome, name: str, said: Said) -> None:
    says_it(outcome, name, said)
    text = document_of(outcome, name).clean.text
    assert not re.search(r"[<>]|alert|&#", text)


def make_compilation(bench: Bench, *, bodies: int, titles: int) -> None:
    said = [bench.say() for _ in range(titles)]
    named = " ".join(f"{n}.2023年{s.town}政府工作报告" for n, s in enumerate(said, 1))
    work = [
        f"\n2023年{s.town}政府工作报告{s.text.split(chr(10), 1)[1].replace(chr(10), '') * 3}"
        for s in said[:bodies]
    ]
    head = f"某县2023年政府工作报告汇编({titles}篇)目录{named} "
    bench.put(f"汇编{titles}.txt", head + "".join(work), Said(str(bodies), str(titles), ""))


def announces_all(outcome, name: str, said: Said) -> None:
    """`town` holds how many bodies there are, `growth` how many titles."""
    table = outcome.tables["announced"]
    states = table[table["doc"] == name]["state"].tolist()
    bodies, titles = int(said.town), int(said.growth)
    assert len(states) == titles
    assert states.count("missing") == titles - bodies
    assert (outcome.tables["plans"]["doc"] == name).sum() == bodies


def make_review_beside(bench: Bench) -> None:
    for turn in range(3):
        said = bench.say()
        review = (
            "一、2022年工作回顾\n去年，地区生产总值增长2.2%，固定资产投资增长12.5%。\n二、2023年"
        )
        bench.put(f"{turn}.txt", said.text.replace("一、2023年", review), said)


def word_of(said: Said, change: Callable[[object, str], None] | None = None) -> bytes:
    document = docx.Document()
    for line in said.text.splitlines():
        if change is None or not line.startswith("今年的主要"):
            document.add_paragraph(line)
        else:
            change(document, line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def in_table(document, line: str) -> None:
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = line


def inserted(document, line: str) -> None:
    paragraph = document.add_paragraph("")
    for tag, inner, words in (("w:ins", "w:t", line), ("w:del", "w:delText", "原为增长77%。")):
        change, run, text = (OxmlElement(t) for t in (tag, "w:r", inner))
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)


def in_box(document, line: str) -> None:
    paragraph = document.add_paragraph("")
    holder, box, inner, run, text = (
        OxmlElement(t) for t in ("w:r", "w:txbxContent", "w:p", "w:r", "w:t")
    )
    text.text = line
    for outer, child in ((run, text), (inner, run), (box, inner), (holder, box)):
        outer.append(child)
    paragraph._p.append(holder)


def with_edges(document, line: str) -> None:
    document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "页眉说增长88%。"
    document.sections[0].footer.paragraphs[0].text = "页脚说增长99%。"


def with_hidden(document, line: str) -> None:
    paragraph = document.add_paragraph(line)
    run = paragraph.add_run("隐藏的一句说增长66%。")
    run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))


def with_outside_links(document, line: str) -> None:
    """A template and a picture that lie on the web."""
    document.add_paragraph(line)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for what in ("attachedTemplate", "image", "hyperlink"):
        document.part.relate_to(f"http://127.0.0.1:9/{what}", kind + what, is_external=True)


def make_word(*changes: Callable[[object, str], None] | None) -> Make:
    def make(bench: Bench) -> None:
        for turn, change in enumerate(changes):
            said = bench.say()
            bench.put(f"{turn:02}.docx", word_of(said, change), said)

    return make


def laid_out(said: Said) -> str:
    """Return the text as a page has it: the tasks one paragraph, broken where a line is full."""
    head, tasks = said.text.splitlines()[:4], "".join(said.text.splitlines()[4:])
    return "\n".join([*head, *(tasks[at : at + 36] for at in range(0, len(tasks), 36))])


def make_open_pdf(bench: Bench) -> None:
    said = bench.say()
    bench.put("空密码.pdf", draw_pdf(laid_out(said), password=""), said)
    said = bench.say()
    bench.put("无密码.pdf", draw_pdf(laid_out(said)), said)


def make_mixed_pdf(bench: Bench) -> None:
    for turn, pages in enumerate((("", None), (None, "", ""))):
        said = bench.say()
        bench.put(
            f"{turn}.pdf", draw_pdf(*(laid_out(said) if p is None else p for p in pages)), said
        )


def make_partly_named_fonts(bench: Bench) -> None:
    said = bench.say()
    pages = (laid_out(said), "另一页的字体没有说明它显示的是哪些字。\n" * 9)
    bench.put("两种字体.pdf", draw_nameless_pdf(*pages, plain={0}), said)


def make_copies(bench: Bench) -> None:
    for turn in range(3):
        said = bench.say()
        bench.put(f"{turn}.txt", said.text, said, counts=False)
        bench.put(f"{turn}（副本）.txt", said.text, said)


def make_near_copies(bench: Bench) -> None:
    for turn in range(3):
        said = bench.say()
        longer = said.text + "全镇干部把这些事挂在墙上。\n"
        bench.put(f"{turn}.txt", longer, said, counts=False)
        bench.put(f"{turn}b.txt", "　" + said.text.replace("现在报告", "现在 报告"), said)


def counted_once(outcome, name: str, said: Said) -> None:
    assert (outcome.tables["plans"]["town"] == said.town).sum() == 1
    assert (outcome.tables["plans"]["doc"] != name).all()


def make_template(bench: Bench) -> None:
    said = bench.say()
    other = next(bench.towns)
    long = said.text + "".join(
        f"第{n}件事由{n}号挂点干部跟到底，月底报一次进度。\n" for n in range(30)
    )
    bench.put("甲.txt", long, said, counts=False)
    bench.put("乙.txt", long.replace(said.town, other), Said(other, said.growth, long))


def shares_told(outcome, name: str, said: Said) -> None:
    says_it(outcome, name, said)
    plan_id = plan_of(outcome, name)["plan_id"]
    reuse = outcome.tables["reuse"]
    pairs = reuse[(reuse["plan_id"] == plan_id) | (reuse["other"] == plan_id)]
    assert pairs[["share_pct", "other_share_pct"]].min(axis="columns").max() > 60


def make_two_years(bench: Bench) -> None:
    town = next(bench.towns)
    for year in (2021, 2022, 2023):
        said = bench.say(town, year=year)
        bench.put(f"{year}.txt", said.text, said)


def make_two_counties(bench: Bench) -> None:
    for county in ("甲水县", "乙水县"):
        said = bench.say("城关镇", title=f"{county}城关镇2023年政府工作报告")
        text = said.text.replace("增长", "增长" if county == "甲水县" else "预期增长")
        bench.put(f"{county}.txt", text, Said("城关镇", said.growth, text))


def kept_apart(outcome, name: str, said: Said) -> None:
    says_it(outcome, name, said)
    table = outcome.tables["plans"]
    same = table[table["town"] == said.town]
    assert same["county"].nunique() == len(same) == 2


def make_nameless(bench: Bench) -> None:
    for turn, name in enumerate(("**镇", "XX镇", "××乡", "镇")):
        said = bench.say(name)
        bench.put(f"{turn}.txt", said.text + f"第{turn}号。\n", said)


def make_so_and_so(bench: Bench) -> None:
    said = bench.say("某某镇")
    bench.put("某某.txt", said.text, said)


def make_other_years(bench: Bench) -> None:
    for turn, cue in enumerate(("“十二五”规划开局之年", "党的十八届三中全会刚刚开过")):
        said = bench.say()
        bench.put(f"{turn}.txt", said.text + f"今年是{cue}，全镇要抓好贯彻落实。\n", said)


def make_no_year(bench: Bench) -> None:
    for turn, year in enumerate(("XXXX年", "20XX年", "今年", "××年", "")):
        said = bench.say()
        bench.put(f"{turn}.txt", said.text.replace("2023年", year), said)


VALUES = (
    ("增长8%左右", 8.0, 8.0, "about"), ("增长8%-10%", 8.0, 10.0, "exact"),
    ("增长8%至10%", 8.0, 10.0, "exact"), ("增长-3%", -3.0, -3.0, "exact"),
    ("下降3%", -3.0, -3.0, "exact"), ("增长百分之八", 8.0, 8.0, "exact"),
    ("增长8％以上", 8.0, 8.0, "at_least"), ("增速达到8.5%", 8.5, 8.5, "exact"),
    ("增长７．５％", 7.5, 7.5, "exact"), ("增长不低于6%", 6.0, 6.0, "at_least"),
)  # fmt: skip
NO_VALUES = (
    "与全市经济增长同步",
    "增长X%",
    "增长**%",
    "增速高于全县平均水平",
    "增长%",
    "保持合理增长",
)


def make_values(bench: Bench) -> None:
    for turn, (words, *value) in enumerate(VALUES):
        said = bench.say()
        text = re.sub(r"增长[\d.]+%", words, said.text)
        bench.put(f"{turn:02}.txt", text, Said(said.town, " ".join(map(str, value)), text))


def value_is(outcome, name: str, said: Said) -> None:
    found = targets_of(outcome, name)
    told = found[["value_low", "value_high", "qualifier"]].to_numpy().tolist()
    assert [" ".join(map(str, row)) for row in told] == [said.growth]


def make_no_values(bench: Bench) -> None:
    for turn, words in enumerate(NO_VALUES):
        said = bench.say()
        text = re.sub(r"增长[\d.]+%", words, said.text)
        bench.put(f"{turn:02}.txt", text, Said(said.town, "", text))


def make_impossible(bench: Bench) -> None:
    for turn, rate in enumerate(("800%", "5000%")):
        said = bench.say()
        bench.put(f"{turn}.txt", re.sub(r"增长[\d.]+%", f"增长{rate}", said.text), said)


def flagged(outcome, name: str, _said: Said) -> None:
    found = targets_of(outcome, name)
    assert (found["confidence"] < 0.7).all()


NAMES = (
    "有 空 格.txt", "  前后  .txt", "表情😀.txt", "引'号.txt", '双"引.txt', "-横.txt", "--help.txt",
    "换\n行.txt", "制\t表.txt", "CON.txt", "NUL", "COM1.txt", "尾点.txt.", "尾点..", "$HOME.txt",
    "%s%d.txt", "{0}.txt", "`id`.txt", "a;b&c|d.txt", "=1+1.txt", "@SUM.txt", "+1.txt",
    "<b>粗<b>.txt", "反\\斜.txt", "星*问?.txt", "冒:号.txt", "汉" * 83 + ".txt", "ＡＢＣ.txt",
    unicodedata.normalize("NFC", "é镇.txt"), unicodedata.normalize("NFD", "é镇.txt"),
    "Abc.txt", "aBC.txt", "深/更深/再深/底.txt", "\u202e倒.txt", "零\u200b宽.txt", "\x1b[31m红.txt",
)  # fmt: skip


def make_names(bench: Bench) -> None:
    for name in NAMES:
        said = bench.say()
        bench.put(name, said.text, said)


def make_foreign_names(bench: Bench) -> None:
    """Names in the bytes of a Chinese Windows on a disk that expects UTF-8."""
    for town in ("白鹤镇", "黑鹤镇"):
        said = bench.say()
        path = os.path.join(os.fsencode(bench.folder), town.encode("gbk") + b".txt")  # noqa: PTH118
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(said.text.encode())
        shown = town.encode("gbk").decode("utf-8", "backslashreplace")
        bench.files[f"{bench.folder.name}/{shown}.txt"] = said


def make_formulas(bench: Bench) -> None:
    """Each formula opens a title or a line, and so a cell of some table."""
    for turn, group in enumerate(batched(FORMULAS, 4)):
        said = bench.say()
        title, *lines = said.text.splitlines()
        words = [f"{words}\n{line}" for words, line in zip(group, lines[2:], strict=False)]
        text = "\n".join([f"{group[0]}{title}", *lines[:2], *words, *lines[2 + len(words) :], ""])
        bench.put(f"{turn}.txt", text, said)


PLACEHOLDERS = (
    "{{7*7}}", "${7*7}", "a$b_{$c", "$\\frac$", "%(x)s", "\\n\\x41", "'; DROP TABLE plans; --",
)  # fmt: skip


def make_payloads(bench: Bench) -> None:
    for turn, group in enumerate(batched((*HTML, *PLACEHOLDERS), 4)):
        said = bench.say()
        words = "；".join(group)
        text = said.text.replace("各位代表：", f"各位代表：{words}").replace("%。", f"%，{words}。")
        bench.put(f"{turn:02}.txt", text, said)


def batched(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (words[at : at + size] for at in range(0, len(words), size))


def cut_in_words(text: str) -> str:
    return text.rstrip() + "同时发挥外出乡贤、商会和平台等作用，"


READ = (
    Case(3, "masks", make_masks, "warned", "W-TXT-01", nothing_stated),
    Case(4, "short", make_short, "warned", "W-TXT-01", has_its_town),
    Case(5, "gbk", encoded("gbk", "gb18030", "gbk"), "read", check=same_text),
    Case(
        6,
        "four-bytes",
        encoded(lambda t: t.replace("山背", "𠮷㙍").encode("gb18030")),
        "read",
        check=says_it,
    ),
    Case(
        7,
        "big5",
        encoded(*[lambda t: turn_old(t).encode("big5hkscs")] * 3),
        "warned",
        "W-ENC-01",
        same_text,
    ),
    Case(
        8,
        "utf-16",
        encoded(
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            lambda t: codecs.BOM_UTF16_BE + t.encode("utf-16-be"),
        ),
        "read",
        check=same_text,
    ),
    Case(
        9,
        "mark",
        encoded("utf-8-sig", lambda t: codecs.BOM_UTF8 * 2 + t.encode()),
        "read",
        check=same_text,
    ),
    Case(13, "nul", changed(put_nul), "read", check=cut_and_told),
    Case(13, "nul-gbk", encoded(lambda t: put_nul(t).encode("gbk")), "read", check=cut_and_told),
    Case(
        15,
        "emoji",
        changed(lambda t: t.replace("添人", "添人👷🏽‍♀️"), lambda t: t + "🌾\ufe0f"),
        "read",
        check=says_it,
    ),
    Case(
        16,
        "invisible",
        changed(*map(sprinkle, "\u200b\ufeff\u202e\u200e\u2060\xad\u200d\ue000")),
        "read",
        check=cut_and_told,
    ),
    Case(
        17,
        "wide",
        changed(widen, lambda t: t.replace("%", "％"), lambda t: t.replace("%", "﹪"), spell),
        "read",
        check=says_it,
    ),
    Case(18, "traditional", changed(turn_old, turn_old), "warned", "W-ENC-01", same_text),
    Case(19, "rare-names", make_rare_names, "read", check=says_it),
    Case(
        19,
        "names-beyond",
        make_names_beyond,
        "read",
        check=says_it,
    ),
    Case(21, "one-character", make_one_character, "read", check=says_it),
    Case(21, "no-points", make_no_points, "warned", "W-TXT-02", check=says_it, nightly=True),
    Case(22, "many-small", make_many(30), "warned", "W-TXT-01"),
    Case(22, "ten-thousand", make_many(10_000), "warned", "W-TXT-01", nightly=True),
    Case(
        23,
        "line-ends",
        changed(
            *(
                lambda t, e=end: t.replace("\n", e)
                for end in ("\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\r\r\n")
            )
        ),
        "read",
        check=says_it,
    ),
    Case(
        23,
        "mixed-ends",
        changed(lambda t: t.replace("。\n", "。\r\n", 3).replace("：\n", "：\r")),
        "read",
        check=same_text,
    ),
    Case(24, "page-marks", make_pages, "read", check=heals_pages),
    Case(25, "true-lists", changed(add_list, add_list), "read", check=keeps_list),
    Case(26, "web-frame", changed(frame, frame), "read", check=loses_frame),
    Case(27, "html-as-text", changed(page_of, page_of), "read", check=without_markup),
    Case(27, "html", changed(page_of, ending=".html"), "read", check=without_markup),
    Case(28, "plan-on-logins", make_speaking_of_logins, "warned", "W-TXT-01", has_its_town),
    Case(
        29,
        "compilation",
        lambda b: make_compilation(b, bodies=6, titles=6),
        "warned",
        "W-SPL-01",
        announces_all,
    ),
    Case(
        29,
        "some-missing",
        lambda b: make_compilation(b, bodies=3, titles=9),
        "warned",
        "W-SPL-01",
        announces_all,
    ),
    Case(
        30,
        "contents-only",
        lambda b: make_compilation(b, bodies=1, titles=35),
        "warned",
        "W-SPL-01",
        announces_all,
    ),
    Case(31, "achieved-beside", make_review_beside, "read", check=says_it),
    Case(
        36,
        "word",
        make_word(None, in_table, inserted, in_box, with_edges, with_hidden),
        "read",
        check=says_it,
    ),
    Case(37, "word-links", make_word(with_outside_links), "read", check=says_it),
    Case(39, "open-pdf", make_open_pdf, "read", check=says_it),
    Case(41, "some-fonts-nameless", make_partly_named_fonts, "warned", "W-PDF-01", says_it),
    Case(40, "some-pages-silent", make_mixed_pdf, "warned", "W-PDF-01", says_it),
    Case(50, "copies", make_copies, "warned", "W-DUP-01", counted_once),
    Case(51, "near-copies", make_near_copies, "warned", "W-DUP-02", counted_once),
    Case(52, "template", make_template, "read", check=shares_told),
    Case(53, "years", make_two_years, "read", check=says_it),
    Case(54, "two-counties", make_two_counties, "read", check=kept_apart),
    Case(55, "nameless", make_nameless, "warned", "W-NAM-01"),
    Case(
        55,
        "so-and-so",
        make_so_and_so,
        "warned",
        "W-NAM-01",
    ),
    Case(56, "other-year", make_other_years, "warned", "W-YEA-02", says_it),
    Case(57, "no-year", make_no_year, "warned", "W-YEA-01"),
    Case(58, "values", make_values, "read", check=value_is),
    Case(58, "no-values", make_no_values, "read", check=nothing_stated),
    Case(
        59,
        "impossible",
        make_impossible,
        "read",
        check=flagged,
    ),
    Case(60, "names", make_names, "read", check=says_it),
    Case(61, "gbk-names", make_foreign_names, "read", check=says_it),
    Case(62, "formulas", make_formulas, "read", check=says_it),
    Case(63, "payloads", make_payloads, "read", check=says_it),
    Case(
        11, "cut-in-a-sentence", changed(cut_in_words, cut_in_words), "warned", "W-TXT-02", says_it
    ),
)
