"""LaTeX of printed tables: every character is set as it stands, booktabs, long tables go on."""

import re
import shutil
import subprocess

import pypdfium2
import pytest

from analysis.tables.latex import escape_latex, to_latex
from analysis.tables.printed import LONG, Printed, PrintedColumn, plain_text

TEN = {
    "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}",
}  # fmt: skip
HOSTILE = (
    r"\input{/etc/passwd}", r"\write18{rm}", "=cmd|' /C calc'!A0", "<b>粗</b>镇", "%\n\\end{table}",
    "[5pt]镇", "*镇", "^^5cinput", "$$x_1^2$$", "甲&乙\\\\丙", "#1~{", "\x5c\x00input",
)  # fmt: skip
SIGNS = ("≤0.05镇", "①Ⅱ㎡㎢²℃‰镇", "×·→≥≈±°ακ∑√½…—–", "“引号”‘单’《书》【】、。")
COMMANDS = (
    "textbackslash", "textasciitilde", "textasciicircum", "textquotesingle", "textasciigrave",
    "textquotedbl", "textless", "textgreater", "textbar", "textreferencemark", "ensuremath",
    "blacktriangle", "blacktriangledown",
)  # fmt: skip


def make(rows, key="growth"):
    columns = (PrintedColumn("乡镇"), PrintedColumn("增长（%）", "numbers"))
    return Printed(key, "增长100%目标", columns, tuple(rows), "注：甲_乙", "资料来源：甲&乙.txt")


def write(*tables):
    return to_latex(tables).decode()


@pytest.mark.parametrize(("character", "written"), TEN.items())
def test_each_of_the_ten_specials_is_escaped(character, written):
    assert escape_latex(f"甲{character}乙") == f"甲{written}乙"


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_left_of_a_hostile_name_runs_no_command(name):
    said = escape_latex(name)
    rest = re.sub(r"\\(?:" + "|".join(COMMANDS) + r")(?![a-z])", "", said)
    rest = re.sub(r"\\[#$%&_{}]", "", rest)
    assert not re.search(r"[\\#$%&_~^]", rest)
    assert "\n" not in said
    assert rest.count("{") == rest.count("}")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("——", "——"), ("a--b", "a-{}-b"), ("---", "-{}-{}-"), (",,", ",{},"), ("1,000", "1,000"),
        ("甲''乙", r"甲\textquotesingle{}\textquotesingle{}乙"), ("−3.5", r"\ensuremath{-}3.5"),
    ],
)  # fmt: skip
def test_signs_that_latex_would_join_stay_apart(text, written):
    assert escape_latex(text) == written


@pytest.mark.parametrize("name", HOSTILE)
def test_a_row_begins_with_nothing_that_the_line_end_before_it_would_take(name):
    body = write(make([("甲镇", "1"), (name, "**%")]))
    rows = body.split(r"\midrule")[1].split(r"\bottomrule")[0].strip().splitlines()
    assert len(rows) == 2
    for row in rows:
        assert not row.startswith(("[", "*"))
        assert row.endswith(r" \\")
        assert len(re.findall(r"(?<!\\)&", row)) == 1


def test_a_short_table_floats_between_three_rules_and_no_line_stands_upright():
    said = write(make([("垟头镇", "7.5"), ("柏树镇", "隐去")]))
    assert [said.count(rf"\{rule}rule") for rule in ("top", "mid", "bottom")] == [1, 1, 1]
    assert r"\begin{table}[htbp]" in said
    assert r"\caption{增长100\%目标}\label{tab:growth}" in said
    assert r"\setlength{\heavyrulewidth}{1.5pt}\setlength{\lightrulewidth}{0.75pt}" in said
    assert "|" not in said
    assert r"\hline" not in said
    assert r"注：甲\_乙" in said
    assert r"资料来源：甲\&乙.txt" in said
    assert "垟头镇 & 7.5 \\\\\n柏树镇 & 隐去 \\\\" in said


def test_a_long_table_goes_on_with_its_head_again():
    said = write(make([(f"第{n}镇", str(n)) for n in range(LONG + 1)], key="long"))
    assert r"\begin{table}" not in said
    first, again, foot, rows = re.split(r"\\end(?:firsthead|head|lastfoot)", said)
    assert r"\caption" in first
    assert r"\caption" not in again
    head = r"乡镇 & 增长（\%） \\"
    assert head in first
    assert head in again
    assert r"\bottomrule" in foot
    assert rows.count(r" \\") == LONG + 1


def test_groups_and_braces_are_closed_and_columns_fill_the_line():
    said = write(make([(h, "1") for h in HOSTILE]), make([("甲", "1")] * (LONG + 1), key="long"))
    code = "\n".join(line for line in said.splitlines() if not line.startswith("%"))
    begun = re.findall(r"\\begin\{(\w+)\}", code)
    assert sorted(begun) == sorted(re.findall(r"\\end\{(\w+)\}", code))
    assert code.count(r"\begingroup") == code.count(r"\endgroup") == 1
    bare = re.sub(r"\\[{}]", "", code)
    assert bare.count("{") == bare.count("}")
    for widths in re.findall(r"@\{\}(.*?)@\{\}", code):
        shares = [float(share) for share in re.findall(r"dimexpr ([\d.]+)", widths)]
        assert sum(shares) == pytest.approx(1, abs=0.001)


def test_the_opening_names_every_package_that_is_used():
    said = write(make([("※▲甲", "1")]))
    used = {"amssymb": "blacktriangle", "array": "arraybackslash", "booktabs": "toprule"}
    for package, command in used.items():
        assert command in said
        assert package in said.splitlines()[3]
    assert "longtable" in said.splitlines()[3]
    assert all(line.startswith("%") for line in said.splitlines()[:7])


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Paper and log of a document as the file's own opening names it, hostile names included."""
    if shutil.which("xelatex") is None:
        pytest.skip("needs xelatex (texlive-xetex, texlive-lang-chinese, texlive-latex-extra)")
    folder = tmp_path_factory.mktemp("tex")
    names = [(name, "−3.5") for name in (*HOSTILE, *SIGNS)]
    long = [(f"第{n}镇的乡村振兴", str(n)) for n in range(LONG + 40)]
    said = write(make(names), make(long, key="long"))
    (folder / "tables.tex").write_text(said, "utf-8")
    opening = [line[2:] for line in said.splitlines()[1:7]]
    (folder / "a.tex").write_text("\n".join(opening), "utf-8")
    command = ["xelatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "a"]
    made = subprocess.run(command, cwd=folder, capture_output=True, timeout=100, check=False)
    log = (folder / "a.log").read_text("utf-8", errors="replace")
    assert made.returncode == 0, log[-2000:]
    return (folder / "a.pdf").read_bytes(), log


def test_the_file_compiles_as_its_opening_says_and_sets_every_character(compiled):
    paper, log = compiled
    assert "Missing character" not in log
    assert not re.search("Overfull|Underfull", log)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(paper)]
    assert len(pages) == 2, "no page is left empty"
    assert all("乡镇" in page and "增长" in page for page in pages), "a head on every page"
    assert "注：" in pages[-1]
    assert "".join(pages).count("乡村振兴") == LONG + 40


def test_hostile_names_stand_on_paper_as_they_are_and_fonts_are_embedded(compiled):
    paper, _ = compiled
    words = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(paper))
    seen = re.sub(r"\s", "", words)
    for name in HOSTILE:
        assert re.sub(r"\s", "", plain_text(name)) in seen
    assert paper.count(b"/FontFile") or b"/ObjStm" in paper


def test_the_same_tables_give_the_same_bytes():
    assert to_latex([make([("甲", "1")])]) == to_latex([make([("甲", "1")])])
