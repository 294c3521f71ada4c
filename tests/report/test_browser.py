"""The report in a real browser: clicks, keys, sorting, language, paper."""

from __future__ import annotations

import io
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from analysis.build.telling.reporting import make_report
from analysis.report.page import to_html
from analysis.report.parts import Field, Sheet
from tests.report.conftest import METHODS
from tests.report.test_page import PAYLOADS, make_hostile

pytestmark = pytest.mark.browser

WIDE_TABLES = """() => [...document.querySelectorAll('table')]
  .filter(t => t.scrollWidth > t.closest('.frame').clientWidth + 1)
  .map(t => t.getAttribute('aria-label') + ' ' + t.scrollWidth)"""
NAMELESS = """() => [...document.querySelectorAll('button, a, input, select, [role]')]
  .filter(n => !n.closest('[hidden]') && n.getAttribute('role') !== 'status')
  .filter(n => !(n.textContent.trim() || n.getAttribute('aria-label') || n.labels?.length
    || n.getAttribute('aria-labelledby')))
  .map(n => n.outerHTML.slice(0, 120))"""
PAPER_PX = 1032
"""Width of A4 landscape less its margins, at 96 points an inch."""


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


ONE_OF_A_KIND = """() => document.querySelectorAll('tbody').forEach(body => {
  const seen = new Set();
  const shape = cell => cell.cellIndex + [cell, ...cell.querySelectorAll('*')].map(node =>
    node.tagName + [...node.attributes].filter(a => a.name !== 'title' && a.name !== 'href')
      .map(a => a.name + '=' + a.value)).join();
  for (const row of [...body.rows]) {
    const shapes = [...row.cells].map(shape);
    if (seen.size && shapes.every(one => seen.has(one))) row.remove();
    shapes.forEach(one => seen.add(one)); } })"""
"""A row whose every cell is made as one above it (elements, classes, roles) tells axe no more."""
AXE = """inside => axe.run(inside, { resultTypes: ['violations'] }).then(told =>
  told.violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html.slice(0, 120))]))"""


@pytest.fixture(scope="module")
def axe():
    """What looks for barriers (npm package axe-core, -g or named by AXE_CORE), as a script."""
    named = [Path(held) for held in (os.environ.get("AXE_CORE"),) if held]
    roots = map(Path, ("node_modules", "/usr/lib/node_modules", "/usr/local/lib/node_modules"))
    places = [*named, *(root / "axe-core" / "axe.min.js" for root in roots)]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        pytest.skip("needs axe-core (npm install -g axe-core)")
    return found.read_text(encoding="utf-8")


class Visit:
    """One page and all it asked for or complained of."""

    def __init__(self, browser, path):
        self.asked, self.complaints, self.dialogs = [], [], []
        self.page = browser.new_page(viewport={"width": 1300, "height": 900})
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.accept())
        )
        self.url = path.as_uri()
        self.page.goto(self.url)

    def is_quiet(self):
        return self.asked == [self.url] and not self.complaints and not self.dialogs


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")

    def put(name, content):
        path = folder / name
        path.write_bytes(content)
        return path

    return put


@pytest.fixture(scope="module")
def visit(browser, place, page):
    made = Visit(browser, place("report.html", page))
    yield made
    assert made.is_quiet(), (made.asked, made.complaints)


@pytest.fixture
def shown(visit):
    visit.page.reload()
    visit.asked.clear()
    visit.asked.append(visit.url)
    return visit.page


def column(page, sheet, name):
    heads = page.locator(f"#sheet-{sheet} th").all_inner_texts()
    place = next(i for i, head in enumerate(heads) if head.split(" ▲")[0].split(" ▼")[0] == name)
    return [
        cell.strip()
        for cell in page.locator(
            f"#sheet-{sheet} tbody td:nth-child({place + 1})"
        ).all_inner_texts()
    ]


def test_a_stated_number_opens_its_sentence_marked_in_both_wordings(shown):
    shown.locator("#sheet-targets button.trace.stated").first.click()
    panel = shown.locator("#panel")
    assert panel.is_visible()
    assert panel.locator("blockquote.repaired mark").inner_text()
    assert panel.locator("blockquote.received mark").inner_text()
    assert ".txt" in panel.inner_text()
    assert "字符（收到的原文）" in panel.inner_text()
    shown.keyboard.press("Escape")
    assert panel.is_hidden()
    assert "stated" in shown.evaluate("document.activeElement.className")


def test_a_computed_number_opens_its_recipe_and_rows_which_lead_on(shown):
    shown.locator("#sheet-keywords tbody tr").first.locator("button.trace").nth(3).click()
    panel = shown.locator("#panel")
    assert panel.locator("[data-recipe=per_10k]").is_visible()
    assert panel.locator("table").count() == 2
    panel.locator("table").first.locator("button.trace").nth(2).click()
    assert panel.locator("[data-recipe=keyword_document]").is_visible()
    assert panel.locator("blockquote.received mark").first.inner_text() == "乡村振兴"
    panel.get_by_role("button", name="返回").click()
    assert panel.locator("[data-recipe=per_10k]").is_visible()


def test_a_mark_of_the_coverage_opens_the_sentences_behind_it(shown):
    shown.locator("#sheet-coverage td.state-masked button.trace").first.click()
    assert "**" in shown.locator("#panel blockquote.received mark").first.inner_text()


def test_every_clickable_number_opens_something(shown):
    opened = shown.evaluate(
        """() => { let n = 0; const bad = [];
        for (const [name, sheet] of Object.entries(data.sheets)) { if (!sheet.section) continue;
          for (const field of sheet.fields) for (let row = 0; row < sheet.size; row += 7) {
            if (!isTraced(name, row, field)) continue;
            state.views = [{ sheet: name, row, field }];
            drawPanel();
            n += 1;
            const panel = document.getElementById('panel');
            const empty = !panel.querySelector('blockquote mark, .recipe');
            if (empty || /undefined|null|NaN/.test(panel.textContent))
              bad.push([name, row, field.name]);
          } }
        return [n, bad]; }"""
    )
    assert opened[0] > 300
    assert opened[1] == []


def test_tables_sort_by_number_both_ways_and_say_so(shown):
    button = shown.locator("#sheet-plans th button[data-sort=plan_chars]")
    button.click()
    head = shown.locator("#sheet-plans th", has=shown.locator("[data-sort=plan_chars]"))
    rising = [int(n) for n in column(shown, "plans", "部署字数")]
    assert head.get_attribute("aria-sort") == "ascending"
    assert rising == sorted(rising)
    shown.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert [int(n) for n in column(shown, "plans", "部署字数")] == rising[::-1]


def test_rows_are_chosen_and_searched(shown):
    shown.locator("#sheet-plans select[data-choice=year]").select_option("2022")
    assert column(shown, "plans", "乡镇") == ["甲坪镇"]
    shown.locator("#search").fill("丙坪")
    shown.locator("#sheet-text_parts tbody tr").nth(1).wait_for(state="detached")
    assert "丙坪镇" in column(shown, "text_parts", "乡镇")[0]
    assert shown.locator("#found").inner_text()


def test_the_keyboard_reaches_every_number_with_one_stop_a_table(shown):
    first = shown.locator("#sheet-text_parts button.trace").first
    stops = shown.locator("#sheet-text_parts td button[tabindex='0']").count()
    assert stops == 1
    first.focus()
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("ArrowDown")
    assert shown.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    shown.keyboard.press("Enter")
    assert shown.locator("#panel").is_visible()
    assert shown.evaluate("document.activeElement.id") == "panel-title"
    assert shown.evaluate(NAMELESS) == []


def test_rows_are_left_out_for_axe_only_where_all_their_cells_are_made_like_others(shown):
    made = "[...new Set([...document.querySelectorAll('td *')].map(n => n.className))].sort()"
    before, rows = shown.evaluate(made), shown.locator("tbody tr").count()
    shown.evaluate(ONE_OF_A_KIND)
    assert shown.evaluate(made) == before
    assert 40 < shown.locator("tbody tr").count() < rows / 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_barrier_with_and_without_a_dialog_open(shown, axe, lang):
    shown.evaluate(axe)
    if lang == "en":
        shown.locator("#language").click()
    shown.evaluate(ONE_OF_A_KIND)
    assert shown.evaluate(AXE, "html") == []
    for number in ("#sheet-targets button.stated", "#sheet-keywords td.number button:not(.stated)"):
        shown.locator(number).nth(1).click()
        assert shown.locator("#panel").is_visible()
        assert shown.evaluate(AXE, "#panel") == []
        shown.keyboard.press("Escape")


def test_the_keyboard_goes_from_a_number_to_its_sentence_on_to_another_and_back(shown):
    shown.locator("#sheet-keywords td.number button.trace").nth(2).focus()
    shown.keyboard.press("ArrowRight")
    told = "[document.activeElement.textContent, document.activeElement.closest('tr').rowIndex]"
    began = shown.evaluate(told)
    shown.keyboard.press("Enter")
    for _ in range(20):
        shown.keyboard.press("Tab")
        if shown.evaluate("document.activeElement.matches('#panel td button.trace')"):
            break
    shown.keyboard.press("Enter")
    back = shown.locator("#panel .bar button").first
    assert back.inner_text() == "返回"
    shown.keyboard.press("Shift+Tab")
    shown.keyboard.press("Shift+Tab")
    shown.keyboard.press("Enter")
    assert shown.locator("#panel .bar button").count() == 1
    shown.keyboard.press("Escape")
    assert shown.evaluate(told) == began


def test_focus_is_not_lost_when_the_table_was_sorted_under_an_open_dialog(shown):
    shown.locator("#sheet-plans button.trace").first.click()
    shown.evaluate("sortBy('plans', 'plan_chars')")
    shown.locator("#panel-title").focus()
    shown.keyboard.press("Escape")
    assert shown.evaluate("document.activeElement.closest('#sheet-plans') !== null")


def test_the_page_speaks_both_languages(shown):
    assert shown.evaluate("document.documentElement.lang") == "zh-CN"
    shown.locator("#language").click()
    assert shown.evaluate("document.documentElement.lang") == "en"
    assert "Documents and plans" in shown.locator("#documents summary").inner_text()
    shown.locator("#sheet-keywords button.trace").nth(3).click()
    assert "plan characters" in shown.locator("#panel .recipe").inner_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a4_paper_holds_every_row_and_cuts_no_table(shown, lang):
    if lang == "en":
        shown.locator("#language").click()
    shown.locator("#reuse > summary").click()
    words = pypdfium2.PdfDocument(io.BytesIO(shown.pdf(prefer_css_page_size=True)))
    width, height = words[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    text = "".join(page.get_textpage().get_text_bounded() for page in words)
    assert text.count("辛坪镇") > 20
    assert ("折算份数" if lang == "zh" else "passages") in text
    shown.set_viewport_size({"width": PAPER_PX, "height": 700})
    shown.emulate_media(media="print")
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    cut = shown.evaluate(WIDE_TABLES)
    shown.emulate_media(media="null")
    shown.set_viewport_size({"width": 1300, "height": 900})
    assert cut == []


def test_no_row_is_cut_by_the_end_of_a_sheet_and_heads_are_repeated(browser, place, report, words):
    """Rows of many lines, as long titles and notes make them; a heading stands with its rows."""
    fields = (Field("plan_id", "hidden"), Field("town"), Field("title"))
    sheets, told = [], []
    for number, name in enumerate(sorted(words["sheet"])[:16]):
        lengths = [5 + 37 * (row + number) % 160 for row in range(5 + number % 4)]
        titles = [
            "".join(f"{number}.{row}.{n}，" for n in range(m)) for row, m in enumerate(lengths)
        ]
        rows = tuple({"plan_id": t, "town": "甲坪镇", "title": t} for t in titles)
        sheets.append(Sheet(name, "documents", fields, rows))
        told += titles
    made = to_html(replace(report, sheets=tuple(sheets)), words)
    found = Visit(browser, place("long.html", made))
    paper = pypdfium2.PdfDocument(io.BytesIO(found.page.pdf(prefer_css_page_size=True)))
    pages = [re.sub(r"\s", "", p.get_textpage().get_text_bounded()) for p in paper]
    assert len(pages) > 8
    assert [text for text in told if not any(text in page for page in pages)] == []
    assert all("题名" in page for page in pages if re.search(r"\.0，", page))
    assert [page for page in pages if re.search(r"\d+行(乡镇题名)?$", page)] == []


def test_texts_that_were_asked_for_open_at_the_sentence(browser, place, results, words):
    content = to_html(make_report(results, METHODS, with_texts=True), words)
    found = Visit(browser, place("texts.html", content))
    found.page.locator("#sheet-targets button.trace.stated").first.click()
    found.page.get_by_role("button", name="在全文中看").click()
    assert len(found.page.locator("blockquote.whole").inner_text()) > 300
    assert found.page.locator("blockquote.whole mark").is_visible()
    assert found.page.evaluate("document.activeElement.className") == "whole"
    assert found.is_quiet()


def test_hostile_names_are_shown_and_do_nothing(browser, place, words):
    found = Visit(browser, place("hostile.html", to_html(make_hostile(), words)))
    said, on = [], found.page.locator("#sheet-plans button", has_text="下一页")
    while True:
        said += found.page.evaluate(
            """() => [...document.querySelectorAll('#sheet-plans tbody tr')].map(row => {
              row.querySelector('button.trace').click();
              return document.querySelector('#panel blockquote mark').textContent; })"""
        )
        if not on.count() or on.is_disabled():
            break
        found.page.keyboard.press("Escape")
        on.click()
    assert len(said) == len(PAYLOADS)
    assert said[: len(PAYLOADS) // 2] == list(PAYLOADS[: len(PAYLOADS) // 2])
    assert (
        found.page.locator("main img, main script, main svg, main iframe, main form").count() == 0
    )
    links = found.page.locator("main a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:"}
    names = "all => all.flatMap(node => [...node.attributes].map(a => a.name))"
    given = set(found.page.locator("*").evaluate_all(names))
    assert not {name for name in given if name.startswith("on")}
    assert found.is_quiet()
