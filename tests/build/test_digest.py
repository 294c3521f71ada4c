"""The Word summary: sentences with this run's numbers, three figures, one table, the same bytes."""

import io
import random
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import docx
import pytest
from docx.oxml.ns import qn

from analysis.build.documents.gather import Corpus, _name_en
from analysis.build.printing.frame import PrintWords
from analysis.build.run import measure_study
from analysis.build.telling.digest import PROSE, list_blocks, write_digest
from analysis.corpus.prose import fill_in, list_slots, read_prose
from analysis.corpus.study import make_study
from analysis.errors import StudyError
from analysis.tables.printed import Paragraph, Placed, Printed
from analysis.text.pinyin import read_speller

TASKS = (
    "把窑厂旧址平整出来，改种油茶和高粱，发展高效农业。",
    "招商引资小分队每月出门两次，产业园里的空厂房逐栋去谈。",
    "乡村振兴示范带再添一个村，农村人居环境一户一户过。",
    "卫生院添一台彩超，养老院加床位，中心小学食堂翻新。",
)
GROWTH = {
    "垟头镇": "增长7.5%左右", "柏树镇": "增长**%", "南岗乡": "增速快于全县平均水平",
    "北渡镇": "增长8%以上", "东陂镇": "增长6%",
}  # fmt: skip
ALIKE = ("高龙乡", "A镇", "长安镇", "西渠街道", "邱镇")
METHODS = {"zh": "方法一段。\n\n参考文献\n甲一九九九", "en": "One paragraph.\n\nReferences\nA 1999"}


def write_plan(town, growth):
    said = "\n".join(random.Random(town).choices(TASKS, k=24))
    return (
        f"{town}2023年政府工作报告\n一、2023年工作安排\n"
        f"今年的主要预期目标是：地区生产总值{growth}。\n{said}\n"
    )


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("digest")
    (root / "plans").mkdir()
    for town, growth in GROWTH.items():
        (root / "plans" / f"{town}.txt").write_text(write_plan(town, growth), encoding="utf-8")
    (root / "plans" / "空.txt").write_bytes(b"")
    return measure_study(make_study(root / "plans", root / "out"), progress=False)


@pytest.fixture(scope="module")
def written(results):
    """What a run with figures writes, language -> bytes; written once more from nothing."""
    derived = results.corpus.study.derived
    found = []
    for _ in range(2):
        new, same = write_digest(results, METHODS, drawn=True)
        assert (len(new), same) == (2, 0)
        found.append({lang: (derived / f"summary.{lang}.docx").read_bytes() for lang in METHODS})
        for path in (*new, derived / "summary" / "zh" / "targets.png"):
            path.unlink()
    assert found[0] == found[1]
    return found[0]


def read(data):
    return docx.Document(io.BytesIO(data))


def test_the_sentences_carry_the_numbers_of_this_run(results):
    blocks = list(list_blocks(PrintWords(results, "zh"), "zh", METHODS["zh"], {}))
    said = "".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "共收到文件6份，读出计划5份" in said
    assert "有1份无法读取" in said
    assert "写明数值3个" in said
    assert "隐去1个" in said
    assert "中位数为7.5%，最低6%，最高8%" in said
    counted = results.tables["keywords"].query("keyword == '招商引资'")
    uses, towns = counted["count_plan"].sum(), (counted["count_plan"] > 0).sum()
    assert f"“招商引资”{towns}份共{uses}次" in said
    means = results.shown_shares.shares.mean(axis=0)
    assert f"（{100 * means.max():.1f}%）" in said
    assert "不作切分" in said or "不作归类" in said
    assert not re.search(r"None|nan|[{}]", said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_holds_headings_figures_table_methods_and_sources(written, lang):
    document = read(written[lang])
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == {
        "zh": ["概要", "目标", "关键词与特征词", "主题分布", "相近乡镇", "方法段落", "资料来源"],
        "en": ["Summary", "Targets", "Keywords and leading terms", "Themes", "Groups",
               "Methods paragraph", "Sources"],
    }[lang]  # fmt: skip
    captions = [p.text for p in document.paragraphs if p.style.name == "Figure Caption"]
    begin = {"zh": "图{n} 2023年", "en": "Figure {n}. "}[lang]
    assert [c.startswith(begin.format(n=n)) for n, c in enumerate(captions, 1)] == [True] * 3
    assert len(document.tables) == 2
    assert METHODS[lang].split("\n")[0] in [p.text for p in document.paragraphs]
    pictures = document.inline_shapes
    alts = [shape._inline.docPr.get("descr") for shape in pictures]
    assert len(alts) == 3
    assert all(alts)
    width = document.sections[0].page_width - 2 * document.sections[0].left_margin
    assert all(shape.width <= width for shape in pictures)
    towns = {"zh": set(GROWTH), "en": {"Yangtou Town", "Nangang Township"}}[lang]
    assert {row.cells[0].text for row in document.tables[0].rows} >= towns


def test_nothing_in_the_file_is_run_and_no_theme_of_word_decides_a_face(written):
    with zipfile.ZipFile(io.BytesIO(written["zh"])) as parts:
        body = parts.read("word/document.xml").decode()
        styles = read(written["zh"]).styles
        links = [n for n in parts.namelist() if n.endswith(".rels")]
        assert not any(b'TargetMode="External"' in parts.read(name) for name in links)
    assert not set(re.findall(r"<w:(\w+)", body)) & {"fldSimple", "instrText", "hyperlink"}
    for name in ("Title", "Heading 1", "Report Text"):
        faces = styles[name].element.rPr.rFonts
        assert not [key for key in faces.attrib if key.endswith("Theme")]
        assert faces.get(qn("w:eastAsia")) in ("宋体", "黑体")


def test_without_figures_the_words_are_all_there(results, written):
    new, _ = write_digest(results, METHODS, drawn=False)
    plain = read(new[0].read_bytes())
    assert len(plain.inline_shapes) == 0
    assert len(plain.tables) == len(read(written["zh"]).tables)
    assert write_digest(results, METHODS, drawn=False) == ([], 2)


def test_a_picture_of_several_pages_says_where_the_others_are(results):
    words = PrintWords(results, "en")
    said = words.say("summary_pages", caption="Growth", pages=3)
    assert "1 of 3" in said
    placed = {"targets": Placed(b"", said, "alt")}
    blocks = list(list_blocks(words, "en", "m", placed))
    assert placed["targets"] in blocks
    assert sum(isinstance(block, Printed) for block in blocks) == 2


def test_a_wrong_sentence_of_the_summary_is_named_with_its_file(tmp_path):
    (tmp_path / PROSE).write_text('[a.b]\nzh = "{no}"\nen = "x"\n', "utf-8")
    with pytest.raises(StudyError, match="no slot") as told:
        fill_in(read_prose(tmp_path, PROSE), {"n": 1}, "zh")
    assert told.value.where == f"lexicon/{PROSE} [a.b]"
    assert PROSE in told.value.fix


def test_both_languages_tell_the_same_numbers(project):
    for sentence in read_prose(project / "data" / "lexicon", PROSE).sentences:
        zh, en = (set(list_slots(sentence.words[lang])) for lang in ("zh", "en"))
        assert zh == en, sentence.name


def test_towns_that_are_spelt_alike_keep_their_characters(results):
    corpus = results.corpus
    plans = [replace(p, town=t) for p, t in zip(corpus.plans.values(), ALIKE, strict=True)]
    held = SimpleNamespace(
        study=corpus.study,
        plans=dict(zip(corpus.plans, plans, strict=True)),
        shown=corpus.shown,
        without_text={"x": "高垄乡", "y": "龙湾镇"},
    )
    held.names = {key: plan.town for key, plan in held.plans.items()}
    held.names_in = lambda _: held.names | held.without_text
    spelt = Corpus._names_en.func(held)
    assert [spelt[key] for key in held.plans] == [
        "Gaolong Township 高龙乡", "A Town", "Chang'an Town", "Xiqu Subdistrict", "Qiuzhen Town",
    ]  # fmt: skip
    assert (spelt["x"], spelt["y"]) == ("Gaolong Township 高垄乡", "Longwan Town")


def test_english_names_carry_the_doubt_about_a_year(results):
    one = next(iter(results.corpus.plans.values()))
    speller = read_speller(results.corpus.study.lexicon)
    told = [
        _name_en(replace(one, town="龙湾镇", county="澜溪县", **years), namesakes, speller)
        for years, namesakes in (
            ({"stated_year": 2023, "content_year": 2020}, 1),
            ({"stated_year": None}, 1),
            ({"stated_year": 2023, "content_year": 2023}, 2),
        )
    ]
    assert told == ["Longwan Town (2023?)", "Longwan Town (no year)", "Longwan Town, Lanxi County"]


@pytest.mark.office
def test_libreoffice_prints_the_same_sentences_and_places_three_figures(written, tmp_path):
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("needs LibreOffice and pdftotext")
    (tmp_path / "s.docx").write_bytes(written["zh"])
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "s.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    said, held = (
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout.decode()
        for command in (["pdftotext", "s.pdf", "-"], ["pdfimages", "-list", "s.pdf"])
    )
    plain = re.sub(r"\s", "", said)
    assert "读出计划5份" in plain
    assert re.search("图1.*表1.*图2.*图3.*表2", plain, re.DOTALL)
    assert len(re.findall(r"^ +\d+ +\d+ image", held, re.MULTILINE)) == 3
