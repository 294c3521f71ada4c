"""A small study that fills every sheet of the report, measured once."""

from __future__ import annotations

import json
import random
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis.build.drawing import pictures
from analysis.build.run import measure_study
from analysis.build.telling.reporting import make_report
from analysis.corpus.study import make_study
from analysis.figures.style import page as paper
from analysis.report.page import to_html
from analysis.report.words import add_lexicon, read_words
from tests.report.recompute import Held, Recomputed

TASKS = (
    "北坡的旧果园补种早熟梨，粮食田块连片。", "产业园再起两栋厂房，制造业企业扩线。",
    "民宿和景区合用一条接驳车，游客不走回头路。", "幼儿园添午休床，养老院换电梯。",
    "村集体收入按股分到户，共同富裕不落一户。", "安全生产隐患排查逐户上门，防汛物资入库。",
    "招商引资小分队常驻外地，乡村振兴示范带添两个村。",
)  # fmt: skip
COPIED = (
    "渡口的石阶逐级校平，雨天挑担的人上下不再打滑，夜里留一盏灯到最后一班船靠岸，乡亲都说走得稳当。"
)
TARGETS = (
    "农业总产值5亿元", "地区生产总值增长{a}.5%以上", "地区生产总值增长**%",
    "地区生产总值增速与全县同步", "地区生产总值增长{a}%左右，力争{b}%",
)  # fmt: skip
UNQUOTED = "石桥头的茶摊还是老样子，晒谷的竹匾收进里屋。"


def write_plan(folder: Path, number: int, town: str, year: int) -> None:
    rng = random.Random(f"{town}{year}")
    weights = [rng.random() ** 2 for _ in TASKS]
    said = rng.choices(TASKS, weights, k=28) + [COPIED] * (number in (2, 5))
    target = TARGETS[number % 5].format(a=5 + number % 3, b=7 + number % 3)
    lines = [
        f"{town}{year}年政府工作报告",
        f"一、{year - 1}年工作回顾",
        f"去年地区生产总值增长{4 + number % 4}.2%，乡村振兴有新样子。",
        f"二、{year}年工作安排",
        f"今年的主要预期目标是：{target}，固定资产投资增长{number + 3}.5%，"
        f"粮食产量{number + 1}万吨。",
        *said,
        *([UNQUOTED] if number == 1 else []),
    ]
    text = "\r\n".join(lines) + "\r\n"
    if number == 3:
        text = text.replace("主要预期目标是：", "主要预\u200b期目标是：\ufeff")
    (folder / f"{town}{year}.txt").write_bytes(text.encode("gb18030" if number == 4 else "utf-8"))


def write_plans(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, first in enumerate("甲乙丙丁戊己庚辛壬"):
        write_plan(folder, number, f"{first}坪镇", 2023)
    write_plan(folder, 6, "甲坪镇", 2022)
    (folder / "副本.txt").write_bytes((folder / "乙坪镇2023.txt").read_bytes())
    (folder / "空.txt").write_bytes(b"")
    (folder / "汇编.txt").write_text(COMPILATION, encoding="utf-8")
    (folder / "县.txt").write_text(COUNTY, encoding="utf-8")


COUNTY = (
    "桐坞县2023年工作安排\n一、2023年主要预期目标\n"
    "地区生产总值增长6.5%，固定资产投资增长8%。\n二、2023年重点工作\n修好北渠。\n"
)
COMPILATION = (
    "部分乡镇2023年工作计划汇编\n目录\n1、子坪镇2023年工作计划\n2、丑坪镇2023年工作计划\n"
    "3、寅坪镇2023年工作计划\n\n子坪镇2023年工作计划\n一、2023年工作安排\n"
    + "".join(f"{task}\n" for task in TASKS)
    + "丑坪镇2023年工作计划\n一、2023年工作安排\n"
    + "".join(f"{task}\n" for task in TASKS)
)
REGISTER = "document,county,town,year,parent,use,url\n县.txt,桐坞县,,2023,,superior,\n" + "".join(
    f"{first}坪镇2023.txt,桐坞县,{first}坪镇,2023,桐坞县人民政府,,https://example.org/plan\n"
    for first in "乙丙丁"
)


@pytest.fixture(scope="package")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("report")
    write_plans(root / "plans")
    (root / "out").mkdir()
    (root / "out" / "register.csv").write_text(REGISTER, encoding="utf-8-sig")
    return measure_study(make_study(root / "plans", root / "out"), progress=False)


METHODS = {"zh": "方法段落。", "en": "A methods paragraph."}


@pytest.fixture(scope="package")
def words(results):
    lexicon = results.corpus.lexicon
    return add_lexicon(read_words(results.corpus.study.lexicon), lexicon)


@pytest.fixture(scope="package")
def report(results):
    return make_report(results, METHODS)


@pytest.fixture(scope="package")
def page(report, words) -> bytes:
    return to_html(report, words)


class Elements(HTMLParser):
    """Every element with its attributes, and what stands in scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self._inside = tag == "script"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag):
        if tag == "script":
            self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.scripts[-1] += data


@pytest.fixture(scope="package")
def elements():
    return Elements


@pytest.fixture(scope="package")
def data(page):
    return json.loads(Elements(page).scripts[0])


@pytest.fixture(scope="package")
def held(data):
    return Held(data)


@pytest.fixture(scope="package")
def texts(results):
    return {d.document.path: (d.document.text, d.clean) for d in results.corpus.documents}


@pytest.fixture(scope="package")
def drawn(results):
    """Language -> name of a figure -> the figure as a run composes it for a report's page."""
    told, [plan_id] = {}, [p for p in results.corpus.shown if "甲坪镇" in p]
    asked = {
        "year_on_year": {},
        "one_year": {"years": "1", "indicator": "gdp"},
        "card": {"plan_id": plan_id},
        "cloud": {"plan_id": plan_id},
    }
    for lang in ("zh", "en"):
        with paper(pictures.PAGE, lang, labels=results.corpus.lexicon.labels):
            told[lang] = dict(pictures._list_pictures(results))
            for what, choices in asked.items():
                draw = pictures._PICTURES[what if what != "one_year" else "attainment"]
                told[lang][what] = draw(results, **choices)
    return told


@pytest.fixture(scope="package")
def recomputed(held, results):
    return Recomputed(held, results)
