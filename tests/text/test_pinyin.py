"""Names of towns in English: pinyin joined, with its apostrophe, and what kind of place it is."""

import pytest

from analysis.errors import StudyError
from analysis.text.pinyin import FILE, read_speller

SPELT = {
    "长安镇": "Chang'an Town", "重阳镇": "Chongyang Town", "长岭乡": "Changling Township",
    "六安市": "Lu'an City", "朝阳区": "Chaoyang District", "枫树坳乡": "Fengshu'ao Township",
    "双桥街道": "Shuangqiao Subdistrict", "双桥街道办事处": "Shuangqiao Subdistrict",
    "吕梁市": "Lüliang City", "花溪河镇": "Huaxihe Town", "长子县": "Zhangzi County",
    "曾家镇": "Zengjia Town", "成都市": "Chengdu City", "六合区": "Luhe District",
    # one syllable is not left alone
    "单县": "Shanxian County", "邱镇": "Qiuzhen Town",
    # a kind of place inside a name, and no name before it
    "乡河镇": "Xianghe Town", "镇": "Zhen", "石桥": "Shiqiao",
    # what is no Chinese character stays
    "A镇": "A Town", "<b>镇": "<b> Town", "": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def speller(project):
    return read_speller(project / "data" / "lexicon")


@pytest.mark.parametrize(("name", "said"), SPELT.items())
def test_a_name_is_spelt_as_maps_spell_it(speller, name, said):
    assert speller.spell(name) == said


def test_a_town_without_a_name_says_so_and_keeps_its_mark(speller):
    assert speller.spell("未知镇-25b0") == "Unnamed Town-25b0"
    assert speller.spell("新河镇-西") == "Xinhezhen-xi"


def test_readings_of_the_dictionary_stand_where_no_reading_is_given(speller):
    assert speller.spell("蔚县") == "Yuxian County"
    assert speller.spell("乐亭县") == "Laoting County"


def test_a_study_spells_its_own_names(tmp_path):
    names, readings = '"太平镇" = "Peace Town"', '"圩塘" = "xu tang"'
    text = f'[names]\n{names}\n[readings]\n{readings}\n[kinds]\n"镇" = "zhen"\n'
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    own = read_speller(tmp_path)
    assert own.spell("太平镇") == "Peace Town"
    assert own.spell("圩塘镇") == "Xutang zhen"


def test_a_lexicon_without_the_file_takes_the_bundled_one(tmp_path, speller):
    assert read_speller(tmp_path) == speller


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[names\n", "cannot be read"), ("[towns]\n", "does not know"),
        ('[kinds]\n"镇" = 3\n', "entries are written as"), ('kinds = "x"\n', "entries are written"),
        ('[readings]\n"长岭" = "changling"\n', "a syllable a character"),
        ('[readings]\n"长" = "<b>"\n', "a syllable a character"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named(tmp_path, text, said):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=said) as told:
        read_speller(tmp_path)
    assert told.value.code == "E-LEX-13"
