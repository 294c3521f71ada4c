"""The page asks nothing of any network, takes every name as text and is the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from analysis.build.documents.anonymise import anonymise
from analysis.build.history.baseline import freeze
from analysis.build.measures.results import Results
from analysis.build.telling.reporting import make_report, write_report
from analysis.errors import StudyError
from analysis.report.page import pack, to_html, to_json
from analysis.report.parts import Field, Quote, Quoted, Report, Sheet
from analysis.report.words import FILE, read_words
from tests.badinputs.payloads import FORMULAS, HTML
from tests.exchanged import exchange
from tests.report.conftest import METHODS, UNQUOTED

PAYLOADS = (
    *HTML, *FORMULAS, "<!--", "-->", "file:///etc/passwd", "//evil.example/x",
    "${title}", "$data", "{{7*7}}", "%s{0}{x}", "a$b_{$c", "_桥镇", "{}",
    "镇\u2028alert(1)\u2029", "镇\x00\x01\x1b", "\u202e镇反", "\ufeff镇",
    "镇" * 60, "\n换行\r镇", "𠮷镇😀", "\udcb0\udcd7镇.txt",
    "\ud83d镇", "__proto__", "constructor", "'; alert(1); //", "`${alert(1)}`",
    "</title><script>alert(1)</script>镇",
)  # fmt: skip


def make_hostile() -> Report:
    fields = (
        Field("plan_id", "hidden"),
        Field("town"),
        Field("url", "link"),
        Field("state", codes="state"),
        Field("value", "number", quote="quote"),
        Field("title", "mark", recipe="year"),
        Field("quote", "hidden"),
    )
    rows = tuple(
        {"plan_id": p, "town": p, "url": p, "state": p, "value": n, "quote": n, "title": p}
        for n, p in enumerate(PAYLOADS)
    )
    texts = {p: f"前{p}后" for p in PAYLOADS}
    return Report(
        title={"zh": PAYLOADS[-1], "en": PAYLOADS[0]},
        version="0",
        sheets=(Sheet("plans", "documents", fields, rows),),
        quoted=tuple(Quoted(p, 0, f"前{p}后", f"前{p}后") for p in PAYLOADS),
        quotes=tuple(
            Quote(n, 1, 1 + len(p), (1, 1 + len(p)), None) for n, p in enumerate(PAYLOADS)
        ),
        methods={"zh": "\n".join(PAYLOADS), "en": PAYLOADS[1]},
        texts=texts,
    )


@pytest.fixture(scope="module")
def hostile(words) -> bytes:
    return to_html(make_hostile(), words)


def test_hostile_names_make_no_element_attribute_or_link(hostile, page, elements):
    found, usual = elements(hostile), elements(page)
    assert len(set(HTML)) >= 40
    assert [tag for tag, _ in found.found] == [tag for tag, _ in usual.found]
    assert [attrs for tag, attrs in found.found if tag != "meta"] == [
        attrs for tag, attrs in usual.found if tag != "meta"
    ]
    names = {name for _, attrs in found.found for name in attrs}
    assert not {
        name for name in names if name.startswith("on") or name in ("href", "src", "action")
    }
    assert len(found.scripts) == 2
    assert found.scripts[1] == usual.scripts[1]


def test_hostile_names_come_through_as_they_are(hostile, elements):
    held = json.loads(elements(hostile).scripts[0])["sheets"]["plans"]["columns"]["town"]["cells"]
    plain = [p for p in PAYLOADS if not re.search("[\ud800-\udfff]", p)]
    assert [town for town in held if town in plain] == plain


def test_bytes_of_a_file_name_that_are_no_text_are_shown_and_half_characters_replaced(
    hostile, elements
):
    data = json.loads(elements(hostile).scripts[0])
    assert r"\xb0\xd7镇.txt" in data["docs"]
    assert "\ufffd镇" in data["docs"]
    received = [held[2] for held in data["quoted"]]
    assert "前\ufffd\ufffd镇.txt后" in received


def test_json_in_a_script_holds_no_sign_that_could_close_it():
    text = to_json({"a": "</script><!--&\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028"}


def test_the_policy_allows_the_pages_own_script_and_nothing_else(page, elements):
    found = elements(page)
    policy = next(
        attrs["content"]
        for tag, attrs in found.found
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    digest = base64.b64encode(hashlib.sha256(found.scripts[1].encode()).digest()).decode()
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": "'unsafe-inline'",
        "script-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    first = [tag for tag, _ in found.found].index("script")
    assert [attrs.get("http-equiv") for _, attrs in found.found[:first]].count(
        "Content-Security-Policy"
    ) == 1


def test_text_enters_the_page_as_text_only(page, elements):
    script = elements(page).scripts[1]
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser"
    assert not re.search(ways, script)
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|sendBeacon", script)


def test_the_same_values_give_the_same_bytes(results, words, page):
    assert to_html(make_report(results, METHODS), words) == page


def test_no_sentence_is_embedded_twice(data):
    keys = [(doc, start, text) for doc, start, text, _ in data["quoted"]]
    assert len(set(keys)) == len(keys)


def test_only_quoted_sentences_are_embedded_unless_texts_are_asked_for(results, words, page):
    assert UNQUOTED not in page.decode()
    whole = to_html(make_report(results, METHODS, with_texts=True), words).decode()
    assert UNQUOTED in whole


def test_every_word_the_page_can_say_is_there_in_both_languages(data, words):
    told = words["value"]
    for name, sheet in data["sheets"].items():
        assert name in words["sheet"]
        for field in sheet["fields"]:
            if field["kind"] == "hidden":
                continue
            head = field.get("head")
            assert head in told if head else field["name"] in words["field"], (name, field)
            if recipe := field.get("recipe"):
                assert recipe in words["recipe"]
                assert recipe in data["recipes"]
            if codes := field.get("codes"):
                column = sheet["columns"][field["name"]]
                values = set(column.get("of", column.get("cells", ()))) - {None}
                named = {f"{codes}.{str(v).lower() if isinstance(v, bool) else v}" for v in values}
                assert named <= told.keys(), (name, field["name"])
    script = set(re.findall(r'say\("ui", "(\w+)"', to_html(make_hostile(), words).decode()))
    assert script == words["ui"].keys()
    assert set(data["sections"]) == words["section"].keys()
    every = [word for kind in words.values() for word in kind.values()]
    assert all(word["zh"] and word["en"] for word in every)


def test_words_that_are_no_pairs_are_refused(tmp_path):
    (tmp_path / FILE).write_text('[ui]\nclose = "关闭"\n', "utf-8")
    with pytest.raises(StudyError, match="E-LEX-12"):
        read_words(tmp_path)


@pytest.mark.parametrize(
    ("line", "key"), [("types = ", "value.verdict.types"), ("close = ", "ui.close")]
)
def test_a_word_that_an_older_file_lacks_is_named(results, tmp_path, line, key):
    whole = (results.corpus.study.lexicon / FILE).read_text("utf-8").splitlines()
    kept = [held for held in whole if not held.startswith(line)]
    assert len(kept) == len(whole) - 1
    (tmp_path / FILE).write_text("\n".join(kept), "utf-8")
    with pytest.raises(StudyError, match="missing") as told:
        read_words(tmp_path)
    assert told.value.what == f"missing: {key}"
    assert told.value.where == str(tmp_path / FILE)
    assert "copied" in told.value.fix


def test_without_a_baseline_no_change_is_told(data):
    assert "changes" not in data["sheets"]


@pytest.fixture(scope="module")
def changed(results):
    """A report against a baseline in which one town said a keyword once more."""
    first, *others = results.keywords
    more = replace(first, count_plan=first.count_plan + 1)
    freeze(exchange(results, keywords=(more, *others)), "定稿")
    return make_report(results, METHODS), more


def test_with_a_baseline_each_change_is_new_less_old(changed):
    report, was = changed
    sheet = next(sheet for sheet in report.sheets if sheet.name == "changes")
    [row] = sheet.rows
    assert (row["table"], row["column"], row["old"]) == (
        "keywords",
        "count_plan",
        str(was.count_plan),
    )
    assert row["difference"] == float(str(row["new"])) - float(str(row["old"])) == -1


@pytest.mark.usefixtures("changed")
def test_disguised_towns_are_not_betrayed(results, words):
    renamed = Results(anonymise(results.corpus), disguised=True)
    report = make_report(renamed, METHODS, disguised=True, with_texts=True)
    text = to_html(report, words).decode()
    assert [town for town in ("甲坪", "乙坪", "桐坞") if town in text] == []
    assert "changes" not in pack(report, words)["sheets"]


def test_the_report_is_written_beside_the_workbook_once(results, page, tmp_path):
    study = replace(results.corpus.study, derived=tmp_path)
    moved = exchange(results, corpus=replace(results.corpus, study=study))
    assert write_report(moved, METHODS, disguised=True) == ([tmp_path / "report.html"], 0)
    assert write_report(moved, METHODS, disguised=True) == ([], 1)
    assert (tmp_path / "report.html").read_bytes() == page
