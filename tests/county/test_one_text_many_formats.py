"""One text in any format gives one plan: the same characters, claims and keyword counts."""

import difflib
from collections import Counter

import pytest

from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import read_lexicon
from analysis.extract.claims import find_claims
from analysis.stats.counts import count_plan
from analysis.text.reading import read_plans
from tests.county.gold import DATA, TEXTS
from tests.county.publish import write_docx, write_html, write_pdf

TOLD = ("2023_石潭镇", "2023_枫树坳乡", "2022_石潭镇", "2023_沙洲街道", "2023_高垄乡")
TABLE = "2023_白石桥镇"
WRITERS = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    "docx": lambda text: write_docx(text, {}),
    "docx-counted": lambda text: write_docx(text, {"counts_headings": True}),
    "html-gov": lambda text: write_html(text, {"frame": "gov", "encoding": "gb18030"}),
    "html-mill": lambda text: write_html(text, {"frame": "mill"}),
    "pdf": lambda text: write_pdf(text, {"name": "x.pdf", "running_head": "某镇人民政府文件"}),
}


@pytest.fixture(scope="module")
def lexicon():
    return read_lexicon(DATA / "lexicon")


@pytest.fixture(scope="module")
def read(lexicon):
    def read(raw):
        document = decode_document("垟头镇2023年工作计划", raw)
        (reading,) = read_plans(document, lexicon).readings
        claims = find_claims(reading, document.doc_id, document.text, lexicon)
        return reading, Counter(
            (c.indicator, c.kind, str(c.amount), c.status, c.headline) for c in claims
        )

    return read


def letters(text):
    return "".join(c for c in text if not c.isspace())


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "utf-8"])
@pytest.mark.parametrize("name", TOLD)
def test_a_text_is_one_plan_in_every_format(name, kind, read, lexicon):
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    plain, claims = read(WRITERS["utf-8"](text))
    other, others = read(WRITERS[kind](text))
    one, two = letters(plain.clean.text), letters(other.clean.text)
    if kind == "pdf":
        distance = sum(
            max(b - a, d - c)
            for tag, a, b, c, d in difflib.SequenceMatcher(None, one, two, False).get_opcodes()
            if tag != "equal"
        )
        assert distance <= 0.005 * len(one)
    else:
        assert one == two
    assert others == claims
    counts = [count_plan(reading, lexicon) for reading in (plain, other)]
    assert counts[0].keywords_document == counts[1].keywords_document
    assert counts[0].keywords_plan == counts[1].keywords_plan


@pytest.mark.parametrize("kind", ["docx", "html-gov", "html-mill"])
def test_a_table_of_targets_is_read_in_word_and_web_pages(kind, read):
    text = (TEXTS / f"{TABLE}.txt").read_text(encoding="utf-8")
    assert read(WRITERS[kind](text))[1] == read(WRITERS["utf-8"](text))[1]
