"""Dictionaries of others become themes; what the lexicon cannot say is told line by line."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest

from analysis.cli import main
from analysis.corpus.dictionaries import import_dictionary, print_themes, read_dictionary
from analysis.corpus.lexicon import Theme, _themes
from analysis.errors import StudyError

WANTED = {"水利": ["水库", "灌渠"], "防灾_防汛": ["防汛", "内涝"], "防灾_护林": ["护林员"]}
FORMS = {
    "quanteda.yml": "水利: [水库, 灌渠*]\n防灾:\n  防汛:\n    - 防汛\n    - 内 涝\n"
    "  护林: 护林员\n",
    "liwc.dic": "%\n1\t水利\n2\t防灾_防汛\n3\t防灾_护林\n%\n"
    "水库\t1\n灌渠*\t1\n防汛\t2\n内涝\t2\n护林员\t3\n",
    "wordstat.cat": "水利\n\t水库 (1)\n\t灌渠* (1)\n防灾\n\t防汛\n\t\t防汛 (1)\n\t\t内_涝 (1)\n"
    "\t护林\n\t\t护林员 (1)\n",
    "plain.csv": "主题,词\n水利,水库\n水利,灌渠\n防灾_防汛,防汛\n防灾_防汛,内涝\n"
    "防灾_护林,护林员\n",
}


def put(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def held(themes):
    return {theme.key: list(theme.words) for theme in themes}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_four_forms_say_the_same_however_windows_saved_them(name, encoding, tmp_path):
    assert held(read_dictionary(put(tmp_path, name, FORMS[name], encoding))) == WANTED


@pytest.mark.parametrize("name", FORMS)
def test_an_imported_dictionary_is_read_back_as_the_same_themes(name, tmp_path):
    themes = read_dictionary(put(tmp_path, name, FORMS[name]))
    written = tomllib.loads(print_themes(themes))
    assert _themes(written, tmp_path / "themes.toml") == themes


def test_odd_names_survive_the_round_trip(tmp_path):
    themes = (Theme('a"b.c', "引号“”", "back\\slash", "a\nb", ("水库", "X光机")),)
    assert _themes(tomllib.loads(print_themes(themes)), tmp_path) == themes


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.yml", "水利:\n  - 水库\n 防灾: [防汛\n", 3, "not valid YAML"),
        ("a.yml", "- 水库\n", 1, "must begin with a category"),
        ("a.yml", "水利:\n  - 水库\n  - ''\n", 3, "holds no word"),
        ("a.yml", "水利:\n  - 水*库\n", 2, "has a * or ? inside"),
        ("a.yml", "水利: [水库]\n防灾: [水库]\n", 2, "stands in 防灾 and, line 1, in 水利"),
        ("a.yml", "水利:\n  - 5G基站\n", 2, "letters only"),
        ("a.yml", "水利:\n  - '*'\n", 2, "letters only"),
        ("a.dic", "水库\t1\n", 1, "between two lines that hold only %"),
        ("a.dic", "%\n1\t水利\n%\n水库\t1\n灌渠\t7\n", 5, "category 7, which is not defined"),
        ("a.dic", "%\n1\t水利\n1\t防灾\n%\n水库\t1\n", 3, "category 1 is defined twice"),
        ("a.dic", "%\n1\t水利\n%\n水库\n", 4, "水库 has no category"),
        ("a.dic", "%\n1\t水利\n%\n(修) 水库\t1\n", 4, "count only beside others"),
        ("a.dic", "%\n1\t水利\n2\t防灾\n%\n水库\t1\t2\n", 5, "a word shows one theme"),
        ("a.cat", "水利\n\t水库 (2)\n", 2, "has the weight 2"),
        ("a.cat", "水库 (1)\n", 1, "stands in no category"),
        ("a.cat", "水利\n\t\t\t水库 (1)\n", 2, "indented below no category"),
        ("a.cat", "水利\n\t@近 [水库 NEAR 溢洪道] (1)\n", 2, "rules are not read"),
        ("a.csv", "甲,乙\n水利,水库\n", 1, "must name the columns"),
        ("a.csv", "theme,word\n水利,水库\n\n水利,\n", 4, "the theme or the word is missing"),
    ],
)
def test_what_cannot_be_said_is_told_with_its_line(name, text, line, words, tmp_path):
    path = put(tmp_path, name, text)
    with pytest.raises(StudyError) as told:
        read_dictionary(path)
    assert told.value.code == "E-DIC-02"
    assert f"line {line}: " in told.value.what
    assert words in told.value.what
    assert told.value.where == str(path)


def test_all_lines_are_told_at_once_and_many_are_counted(tmp_path):
    text = "theme,word\n" + "".join(f"水利,水{n}库\n" for n in range(30))
    with pytest.raises(StudyError, match="and 18 more") as told:
        read_dictionary(put(tmp_path, "a.csv", text))
    places = [told.value.what.index(f"line {n}: ") for n in range(2, 14)]
    assert all(one < other for one, other in pairwise(places))


def test_single_categories_are_taken_out_of_an_overlapping_dictionary(tmp_path):
    path = put(
        tmp_path, "a.dic", "%\n1\t水利\n2\t水利_大\n3\t防灾\n%\n水库\t1\t3\n灌渠\t2\n内涝\t3\n"
    )
    with pytest.raises(StudyError):
        read_dictionary(path)
    assert held(read_dictionary(path, ["水利"])) == {"水利": ["水库"], "水利_大": ["灌渠"]}
    assert held(read_dictionary(path, ["防灾"])) == {"防灾": ["水库", "内涝"]}


def test_stars_and_whole_words_are_explained(tmp_path):
    notes = " ".join(import_dictionary(put(tmp_path, "a.dic", FORMS["liwc.dic"])).notes)
    assert "stars at the ends of 1 words" in notes
    assert "whole words only" in notes
    plain = " ".join(import_dictionary(put(tmp_path, "a.csv", FORMS["plain.csv"])).notes)
    assert "stars" not in plain


@pytest.mark.parametrize(("name", "code"), [("a.docx", "E-DIC-01"), ("none.yml", "E-DIC-04")])
def test_a_file_of_no_known_form_and_a_missing_one_are_told(name, code, tmp_path):
    if code == "E-DIC-01":
        put(tmp_path, name, "水利")
    with pytest.raises(StudyError, match=code):
        read_dictionary(tmp_path / name)


def test_the_command_writes_a_new_file_and_never_over_another(tmp_path, capsys):
    path, out = put(tmp_path, "a.yml", FORMS["quanteda.yml"]), tmp_path / "themes.toml"
    assert main(["lexicon", "import", str(path), "--out", str(out)]) == 0
    assert "quanteda: 3 个主题 themes, 5 个词 words" in capsys.readouterr().out
    before = out.read_bytes()
    assert main(["lexicon", "import", str(path), "--out", str(out), "--only", "水利"]) == 1
    assert "E-DIC-03" in capsys.readouterr().err
    assert out.read_bytes() == before
