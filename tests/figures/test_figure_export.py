"""What an exported figure leaves on disk, byte for byte."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from figure_towns import CAPTION, LABELS, ROOT, masked_row, names_of, stated_row, target_rows
from PIL import Image

from analysis.errors import PlanError
from analysis.figures.card import csv_bytes, figure_key
from analysis.figures.export import export, export_picture, is_current, remove_others
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import page

INPUTS = {"plans/b.txt": "2" * 12, "plans/a.txt": "1" * 12}


@pytest.fixture(autouse=True)
def _page():
    with page("a4_column", labels=LABELS):
        yield


def picture(n=5, **more):
    return draw_target_rates(target_rows(n), names_of(n), caption=CAPTION, **more)


def put(made, folder, name="targets_gdp_2023", **more):
    return export_picture(made, name, folder, inputs=INPUTS, **more)


def files_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def test_a_figure_leaves_three_pictures_its_data_and_a_card(tmp_path):
    put(picture(), tmp_path)
    assert sorted(files_of(tmp_path)) == [
        "data/targets_gdp_2023.csv",
        "data/targets_gdp_2023.json",
        "targets_gdp_2023.pdf",
        "targets_gdp_2023.png",
        "targets_gdp_2023.svg",
    ]


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    for turn in ("one", "two"):
        put(picture(), tmp_path / turn)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


_IN_ANOTHER_PROCESS = """
import sys, tomllib
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from figure_towns import CAPTION, LABELS, names_of, target_rows
from analysis.figures.export import export_picture
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import page
with page("a4_column", labels=LABELS):
    made = draw_target_rates(target_rows(5), names_of(5), caption=CAPTION)
    export_picture(made, "t", Path({folder!r}), inputs={inputs!r})
"""


@pytest.mark.parametrize("seed", ["1", "77"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(tmp_path, seed):
    put(picture(), tmp_path / "here", name="t")
    code = _IN_ANOTHER_PROCESS.format(
        root=str(ROOT),
        tests=str(ROOT / "tests/figures"),
        folder=str(tmp_path / "there"),
        inputs=dict(reversed(INPUTS.items())),
    )
    env = {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "PATH": "", "SOURCE_DATE_EPOCH": "9"}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
    assert files_of(tmp_path / "here") == files_of(tmp_path / "there")


def test_no_file_carries_a_date_or_a_version(tmp_path):
    put(picture(), tmp_path)
    for name, content in files_of(tmp_path).items():
        assert b"CreationDate" not in content, name
        assert b"dc:date" not in content, name
        assert b"Matplotlib v" not in content, name


def test_the_picture_is_300_dpi_at_its_width_and_tells_the_blind(tmp_path):
    put(picture(), tmp_path)
    with Image.open(tmp_path / "targets_gdp_2023.png") as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width == pytest.approx(8.4 / 2.54 * 300, abs=1)
        assert "点图" in image.info["Description"]


def test_the_pdf_embeds_letters_and_not_pictures_of_letters(tmp_path):
    put(picture(), tmp_path)
    content = (tmp_path / "targets_gdp_2023.pdf").read_bytes()
    assert b"/CIDFontType2" in content
    assert b"/Type3" not in content


def test_the_card_says_what_the_figure_shows(tmp_path):
    put(picture(), tmp_path)
    card = json.loads((tmp_path / "data/targets_gdp_2023.json").read_text(encoding="utf-8"))
    assert card["caption"] == CAPTION
    assert card["n"] == 5
    assert card["data_rows"] == 5
    assert list(card["inputs"]) == ["plans/a.txt", "plans/b.txt"]
    assert set(card["alt"]) == {"zh", "en"}


def test_the_data_open_in_excel_on_chinese_windows(tmp_path):
    put(picture(), tmp_path)
    raw = (tmp_path / "data/targets_gdp_2023.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 6
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    masked = next(row for row in rows if row["state"] == "masked")
    assert masked["target_low"] == ""
    assert masked["wording"] == "**%"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-甲镇", "'-甲镇"),
        ("＝1+1", "'＝1+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+1-1+HYPERLINK(A1)", "'+1-1+HYPERLINK(A1)"),
        ("－3%", "－3%"),
        ("+8.5%左右", "+8.5%左右"),
        ("-2.3%", "-2.3%"),
        ("甲=乙", "甲=乙"),
    ],
)
def test_a_spreadsheet_runs_no_text_and_a_signed_number_stays(text, written):
    assert csv_bytes([{"a": text}]).decode("utf-8-sig") == f"a\r\n{written}\r\n"


def test_numbers_are_written_as_numbers():
    assert csv_bytes([{"a": -2.5, "b": None, "c": 3}]).decode("utf-8-sig") == "a,b,c\r\n-2.5,,3\r\n"


def test_an_unchanged_figure_is_not_drawn_again(tmp_path, monkeypatch):
    put(picture(), tmp_path)
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: pytest.fail("drawn"))
    assert put(picture(), tmp_path) == ()


def test_only_the_card_is_renewed_when_only_the_inputs_changed(tmp_path):
    put(picture(), tmp_path)
    before = files_of(tmp_path)
    written = export_picture(picture(), "targets_gdp_2023", tmp_path, inputs={"plans/c.txt": "3"})
    after = files_of(tmp_path)
    assert [path.name for path in written] == ["targets_gdp_2023.json"]
    assert {name for name in after if after[name] != before[name]} == {"data/targets_gdp_2023.json"}


@pytest.mark.parametrize("change", ["data", "caption", "note", "page", "lang", "superior", "label"])
def test_a_figure_that_would_look_different_is_drawn_again(tmp_path, change):
    put(picture(), tmp_path, formats=("png",))
    lang, where, labels = "zh", "a4_column", LABELS
    more = {}
    match change:
        case "page":
            where = "a4_full"
        case "lang":
            lang = "en"
        case "superior":
            more["superior"] = 7.0
        case "note":
            more["note"] = "另一条说明"
        case "label":
            labels = LABELS | {"key_exact": {"zh": "确数", "en": "exact"}}
    with page(where, lang, labels=labels):
        made = picture(6 if change == "data" else 5, **more)
        if change == "caption":
            made = replace(made, caption={"zh": "另一个题目", "en": "Another title"})
        assert len(put(made, tmp_path, formats=("png",))) == 3


def test_a_damaged_or_missing_file_is_drawn_again(tmp_path):
    put(picture(), tmp_path, formats=("png",))
    whole = files_of(tmp_path)
    for name in ("targets_gdp_2023.png", "data/targets_gdp_2023.csv"):
        (tmp_path / name).unlink()
        put(picture(), tmp_path, formats=("png",))
        assert files_of(tmp_path) == whole
        (tmp_path / name).write_bytes(b"half")
        put(picture(), tmp_path, formats=("png",))
        assert files_of(tmp_path) == whole


def test_a_figure_broken_off_in_writing_is_not_current(tmp_path, monkeypatch):
    put(picture(), tmp_path, formats=("png",))
    monkeypatch.setattr("analysis.figures.export.write_if_changed", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(picture(6), tmp_path, formats=("png",))
    monkeypatch.undo()
    assert len(put(picture(), tmp_path, formats=("png",))) == 3


def test_the_key_of_a_card_makes_a_figure_current(tmp_path):
    made = picture()
    told = {
        "caption": made.caption,
        "note": made.note,
        "data": made.data,
        "sources": made.sources,
        "alt": made.alt,
    }
    export(made.figure, "f", tmp_path, inputs=INPUTS, n=5, formats=("png",), **told)
    key = figure_key(**told)
    assert is_current("f", tmp_path, key, formats=("png",))
    assert not is_current("f", tmp_path, key, formats=("png", "svg"))
    assert not is_current("f", tmp_path, "0" * 16, formats=("png",))
    assert not is_current("g", tmp_path, key)


def test_figures_of_towns_that_left_go_and_those_of_people_stay(tmp_path):
    made = picture()
    put(made, tmp_path, name="cloud_a", formats=("png",))
    put(made, tmp_path, name="cloud_b", formats=("png",))
    export(
        made.figure,
        "mine",
        tmp_path,
        caption=CAPTION,
        note="",
        data=made.data,
        sources=(),
        inputs={},
        n=5,
        alt=made.alt,
        formats=("png",),
    )
    (tmp_path / "scan.png").write_bytes(b"a photograph")
    removed = remove_others(tmp_path, ["cloud_a"])
    assert sorted(path.name for path in removed) == ["cloud_b.csv", "cloud_b.json", "cloud_b.png"]
    assert sorted(p.name for p in tmp_path.glob("*.png")) == ["cloud_a.png", "mine.png", "scan.png"]


@pytest.mark.parametrize("name", ["a/b", "", ".hidden", 'q"', "a:b", "..\\c"])
def test_a_name_that_is_no_file_name_is_refused_before_writing(tmp_path, name):
    with pytest.raises(PlanError, match="E-FIG-03"):
        put(picture(), tmp_path, name=name)
    assert list(tmp_path.rglob("*")) == []


def test_a_figure_longer_than_its_page_leaves_numbered_pictures_one_table_and_one_card(tmp_path):
    long = picture(64)
    pages = len(long.parts)
    assert pages > 1
    put(long, tmp_path, name="t", formats=("png",))
    numbered = [f"t_{i}.png" for i in range(1, pages + 1)]
    assert sorted(files_of(tmp_path)) == sorted(["data/t.csv", "data/t.json", *numbered])
    table = csv_bytes(long.data)
    assert files_of(tmp_path)["data/t.csv"] == table
    with Image.open(tmp_path / "t_1.png") as image:
        assert image.info["Title"].endswith(f"（1/{pages}）")
    assert put(picture(64), tmp_path, name="t", formats=("png",)) == ()


def test_pages_that_a_shorter_figure_no_longer_has_are_removed(tmp_path):
    put(picture(64), tmp_path, name="t", formats=("png",))
    (tmp_path / "t_mine.png").write_bytes(b"a photograph")
    put(picture(5), tmp_path, name="t", formats=("png",))
    assert sorted(p.name for p in tmp_path.glob("*.png")) == ["t.png", "t_mine.png"]
    put(picture(64), tmp_path, name="t", formats=("png",))
    assert not (tmp_path / "t.png").exists()
    assert {p.name for p in remove_others(tmp_path, [])} >= {"t_1.png", "t_2.png", "t.csv"}


def test_a_notebook_shows_all_pages_below_each_other():
    made = picture(64)
    with Image.open(io.BytesIO(made._repr_png_())) as whole:
        tall = sum(round(figure.get_figheight() * 150) for figure in made.figures)
        assert whole.height == pytest.approx(tall, abs=len(made.parts))


def test_an_unknown_format_is_refused_before_writing(tmp_path):
    with pytest.raises(PlanError, match="E-FIG-04"):
        put(picture(), tmp_path, formats=("png", "bmp"))
    assert list(tmp_path.rglob("*")) == []


def test_a_notebook_shows_a_picture_by_naming_it():
    made = draw_target_rates(
        [masked_row("p000"), stated_row("p001", 8.0)], names_of(2), caption=CAPTION
    )
    assert made._repr_png_().startswith(b"\x89PNG")
