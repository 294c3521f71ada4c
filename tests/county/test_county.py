"""The bundled county holds what its truth says: texts, files, labels, dirt and reuse."""

import csv
import json
import re
import zipfile
from collections import Counter, defaultdict
from io import BytesIO

import pytest

from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import read_lexicon
from analysis.extract.claims import find_claims
from analysis.extract.ledger import ledger_row
from analysis.text.clean import source_span
from analysis.text.reading import read_plans
from tests.county.coding import CODES, list_sentences, measure_agreement, read_codes
from tests.county.gold import DATA, SHEETS, TEXTS, read_claims
from tests.county.publish import publish, read_orders

NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))
ORDERS = {order["name"]: order for order in read_orders()}
NEWCOMERS = {text for o in ORDERS.values() if o.get("folder") == "inbox" for text in o["texts"]}
COPIED = {"2023_黄泥塘乡", "2023_桐坪乡"}
TEMPLATE = {"2023_白石桥镇", "2023_铁山铺镇", "2023_河口场镇", "2023_松岭乡"}


@pytest.fixture(scope="module")
def texts():
    assert len(NAMES) == 51
    return {name: (TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES}


@pytest.fixture(scope="module")
def lexicon():
    return read_lexicon(DATA / "lexicon")


@pytest.fixture(scope="module")
def documents():
    """Published name -> the document as a run reads it."""
    return {
        name: decode_document(name, (DATA / order.get("folder", "plans") / name).read_bytes())
        for name, order in ORDERS.items()
    }


def han(text):
    return re.sub(r"[^\u4e00-\u9fff]", "", text)


def rows_of(name):
    with (DATA / "gold" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_published_county_has_its_towns_and_years():
    published = {text for order in ORDERS.values() for text in order["texts"]}
    assert len(published) == 46
    towns = {(name[:4], name[5:]) for name in published}
    of_2023 = {t for y, t in towns if y == "2023" and f"2023_{t}" not in NEWCOMERS} - {"澜溪县"}
    assert len(of_2023) == 32
    assert len({t for y, t in towns if y == "2022"} & of_2023) == 10
    assert len(NEWCOMERS) == 3


def test_texts_have_the_length_of_township_plans(texts):
    lengths = {name: len(text) for name, text in texts.items()}
    assert {n: k for n, k in lengths.items() if not 1_200 <= k <= 3_000} == {}


@pytest.mark.parametrize("name", ORDERS)
def test_every_bundled_file_is_made_from_its_texts(name):
    held = (DATA / ORDERS[name].get("folder", "plans") / name).read_bytes()
    made = publish(ORDERS[name])
    if name.endswith(".docx"):
        held, made = (
            {
                n: zipfile.ZipFile(BytesIO(raw)).read(n)
                for n in zipfile.ZipFile(BytesIO(raw)).namelist()
            }
            for raw in (held, made)
        )
    assert held == made


def test_no_file_lies_in_the_plans_that_no_text_tells_of():
    found = {path.name for path in (DATA / "plans").iterdir() if path.name[0] != "."}
    assert found == {name for name, o in ORDERS.items() if o.get("folder") != "inbox"}


@pytest.mark.parametrize("name", NAMES)
def test_every_label_stands_in_its_text(name, texts):
    for row in read_claims(name):
        assert texts[name][row["start"] : row["end"]] == row["quote"]
        if row["value_text"]:
            assert texts[name][row["value_start"] : row["value_end"]] == row["value_text"]


def test_every_text_has_a_sheet_and_a_fifth_is_locked():
    assert sorted(path.stem for path in SHEETS.glob("*.tsv")) == NAMES
    lines = (DATA / "gold" / "locked.txt").read_text(encoding="utf-8").splitlines()
    locked = [line for line in lines if line and line[0] != "#"]
    assert set(locked) <= set(NAMES)
    assert abs(len(locked) / len(NAMES) - 0.2) < 0.02


def test_every_wording_of_a_target_stands_at_least_twice_in_the_county(texts, documents):
    """In the texts; wordings that publishing makes stand in the files."""
    found = defaultdict(set)
    for row in rows_of("patterns.csv"):
        place = texts.get(row["text"]) or documents[row["text"]].text
        assert row["words"].replace("⏎", "\n") in place, row
        found[row["pattern"]].add((row["text"], row["words"]))
    few = {p: len(found[p]) for p in (f"P{n:02d}" for n in range(1, 77)) if len(found[p]) < 2}
    assert set(few) <= {"P63", "P65"}, few  # numbers that the list of wordings leaves out


def test_planted_dirt_stands_where_the_list_says(documents):
    for row in rows_of("planted.csv"):
        name = row["file"].removeprefix("inbox/")
        assert row["words"].replace("⏎", "\n") in documents[name].text, row


RULES_OF = {
    "page number inside a word": {"page_marks"},
    "web frame of a document mill": {"web_frame", "outside_article"},
    "web frame of a government site": {"web_frame", "outside_article"},
    "watermark inside a word": {"watermarks"},
    "hard line breaks": {"hard_wraps", "line_wrap"},
    "running head and page number": {"running_head", "page_number", "line_wrap"},
    "PDF with text": {"running_head", "page_number", "line_wrap"},
    "traditional characters": {"traditional"},
    "pinyin garbling": {"pinyin_garbling", "traditional"},
    "stray blanks": {"blanks_in_numbers"},
}
"""What cleaning does about a kind of dirt; kinds without a rule stay in the text as they are."""


def test_cleaning_finds_the_planted_dirt_and_nothing_else(documents, lexicon):
    planted = defaultdict(list)
    for row in rows_of("planted.csv"):
        planted[row["file"].removeprefix("inbox/")].append(RULES_OF.get(row["kind"], set()))
    for name, document in documents.items():
        cuts = read_plans(document, lexicon).clean.cuts
        found = {cut.rule for cut in cuts} - {"widths", "carriage_returns"}
        wanted = [rules for rules in planted[name] if rules]
        assert found <= set().union(*wanted), (name, found)
        assert all(found & rules for rules in wanted), (name, found)


def test_names_and_years_are_read_as_recorded(documents, lexicon):
    """Town and year of every plan from its text alone; the county only where it is named."""
    for name, order in ORDERS.items():
        read = read_plans(documents[name], lexicon).readings
        recorded = [
            (int(text[:4]), text[5:].split("县")[-1] or text[5:]) for text in order["texts"]
        ]
        found = [(reading.plan.stated_year, reading.plan.town) for reading in read]
        if order["texts"] == ["2023_老鹰岩乡"]:
            assert found[0][1].startswith("未知镇-")
        else:
            assert found == recorded
    (other,) = read_plans(documents["棠浦县太平镇2023年政府工作报告.txt"], lexicon).readings
    assert other.plan.county == "棠浦县"


def test_the_compilation_is_taken_apart_as_planted(documents, lexicon):
    (name,) = (name for name, order in ORDERS.items() if len(order["texts"]) > 1)
    announced = read_plans(documents[name], lexicon).announced
    assert [(a.town, a.state) for a in announced] == [
        ("竹园镇", "found"),
        ("杉溪口乡", "missing"),
        ("月亮湖镇", "found"),
        ("黄泥塘乡", "missing"),
        ("大樟乡", "found"),
        ("松岭乡", "found"),
    ]


def test_only_planted_faults_are_warned_of(documents, lexicon):
    warned = {
        name: [w.code for w in read_plans(document, lexicon).warnings]
        for name, document in documents.items()
    }
    assert {name: codes for name, codes in warned.items() if codes} == {
        "工作总结和打算（最终稿）.txt": ["W-TXT-03", "W-NAM-01"],
        "茅坪乡2023年工作要点.txt": ["W-TXT-03"],
        "五里牌镇2023年工作思路.pdf": ["W-YEA-02"],
        "雲霧山鄉二〇二三年政府工作報告.txt": ["W-ENC-01"],
        "澜溪县部分乡镇2023年政府工作报告汇编.txt": ["W-SPL-01"],
        "太平镇2022年工作总结和2023年工作计划.txt": ["W-TXT-02"],
    }


def runs(texts, length):
    where = defaultdict(set)
    for name, text in texts.items():
        letters = han(text)
        for i in range(len(letters) - length + 1):
            where[letters[i : i + length]].add(name)
    return where


def slogans():
    lines = (DATA / "gold" / "slogans.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#"]


def test_two_texts_share_no_run_of_25_characters_unless_reuse_was_planted(texts):
    planted = [COPIED, TEMPLATE]
    shared = {
        run: names
        for run, names in runs(texts, 25).items()
        if len(names) > 1
        and not any(names <= family for family in planted)
        and not any(han(slogan) in run or run in han(slogan) for slogan in slogans())
    }
    assert shared == {}


def test_planted_reuse_is_there(texts):
    where = runs(texts, 25)
    assert sum(names >= COPIED for names in where.values()) > 500
    assert any(names >= TEMPLATE for names in where.values())


def test_a_slogan_is_used_by_at_least_two_plans(texts):
    for slogan in slogans():
        assert sum(han(slogan) in han(text) for text in texts.values()) >= 2, slogan


@pytest.mark.real
def test_no_text_shares_32_characters_with_a_real_document(texts, real_documents):
    folders = [real_documents, *(real_documents.parent / n for n in ("reports", "provinces_2025"))]
    real = {p.name: p.read_text(encoding="utf-8") for f in folders for p in f.glob("*.txt")}
    assert len(real) > 30
    ours = runs(texts, 32)
    for name, text in real.items():
        letters = han(text)
        for i in range(len(letters) - 31):
            run = letters[i : i + 32]
            assert run not in ours or any(han(s) in run for s in slogans()), (name, run)


def test_publishing_changes_no_claim(documents, texts, lexicon):
    def count(document):
        found = Counter()
        for reading in read_plans(document, lexicon).readings:
            for claim in find_claims(reading, document.doc_id, document.text, lexicon):
                row = ledger_row(claim, reading.plan, document.path)
                found[
                    tuple(
                        row[key]
                        for key in (
                            "indicator",
                            "kind",
                            "value_low",
                            "value_high",
                            "unit",
                            "status",
                            "headline",
                            "masked",
                        )
                    )
                ] += 1
        return found

    for name, order in ORDERS.items():
        if "ends_after" in order:
            continue
        from_texts = Counter()
        for text in order["texts"]:
            from_texts += count(decode_document(f"{text}.txt", texts[text].encode()))
        assert count(documents[name]) == from_texts, name


def test_both_passes_and_the_decision_cover_every_sentence():
    sentences = {(text, start) for text, start, _, _ in list_sentences()}
    passes = [read_codes(CODES / f"{name}.tsv") for name in ("first", "second", "themes")]
    assert [codes.keys() == sentences for codes in passes] == [True] * 3
    first, second, decided = passes
    same = [key for key in sentences if first[key] == second[key]]
    assert [key for key in same if decided[key] != first[key]] == []


def test_the_codes_are_many_and_agree(lexicon):
    first, second, decided = (
        read_codes(CODES / f"{name}.tsv") for name in ("first", "second", "themes")
    )
    named = Counter(theme for _, themes in decided.values() for theme in themes)
    assert len(decided) >= 600
    assert {t.key: named[t.key] for t in lexicon.themes if named[t.key] < 30} == {}
    assert measure_agreement(first, second)["main_theme_alpha"] > 0.9


def test_roles_of_the_coded_sentences_are_read_from_the_texts(texts, lexicon):
    """Review against plan, outside the locked split; what the program finds in whole texts."""
    lines = (DATA / "gold" / "locked.txt").read_text(encoding="utf-8").splitlines()
    codes = read_codes(CODES / "themes.tsv")
    right = total = 0
    for name, text in texts.items():
        if name in lines:
            continue
        document = decode_document(f"{name}.txt", text.encode())
        (reading,) = read_plans(document, lexicon).readings
        spans = [
            (source_span(reading.clean, s.start, s.end), s.role == "review")
            for s in reading.sentences
        ]
        for (coded, start), (role, _) in codes.items():
            if coded != name or role == "other":
                continue
            found = [review for (a, b), review in spans if a <= start < b]
            right += bool(found) and found[0] == (role == "review")
            total += 1
    assert total > 1_000
    assert right / total > 0.97, json.dumps([right, total])
