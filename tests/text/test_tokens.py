"""The private cutter: dictionary words whole, numbers and masks apart, every place known."""

import jieba
import numpy as np
import pytest

from analysis.errors import StudyError
from analysis.model import Tokens
from analysis.text import tokens
from analysis.text.reading import read_plans
from analysis.text.tokens import Cutter, cut_plan, merge_vocabularies

WORDS = ["乡村振兴", "招商引资", "共同富裕", "营商环境"]


@pytest.fixture(scope="module")
def cutter():
    return Cutter(WORDS)


def words_of(cutter, text, names=()):
    return [word for word, _ in cutter.cut(text, names)]


def test_dictionary_words_come_out_whole(cutter):
    words = words_of(cutter, "全面推进乡村振兴，优化营商环境，抓招商引资促共同富裕。")
    assert set(WORDS) <= set(words)


def test_a_word_that_cannot_be_whole_stops_the_run_and_is_named():
    with pytest.raises(StudyError, match="扩中 提低"):
        Cutter(["扩中 提低"])


@pytest.mark.parametrize("piece", ["8.5%", "12,500", "1-2", "XX", "**", "xx.x"])
def test_numbers_and_masks_are_one_token_each(piece, cutter):
    assert piece in words_of(cutter, f"今年增长{piece}左右")


def test_without_guesses_unknown_words_fall_apart_and_known_ones_stay_whole(cutter):
    text = "规上工业靠招商引资"
    careful = cutter.stop_guessing()
    assert "规上" in words_of(cutter, text)
    assert words_of(careful, text)[:2] == ["规", "上"]
    assert "招商引资" in words_of(careful, text)
    assert "规上" in words_of(cutter, text)


def test_the_plans_own_name_is_one_token(cutter):
    assert "垟头镇" in words_of(cutter, "今年垟头镇规上工业增长", ["垟头镇"])


def test_words_stand_where_they_say(cutter):
    text = "今年，垟头镇 抓招商引资，增长8.5%以上。"
    assert all(text[at : at + len(word)] == word for word, at in cutter.cut(text, ["垟头镇"]))
    assert "".join(words_of(cutter, text)) == text.replace(" ", "")


def test_a_word_added_elsewhere_changes_nothing(cutter):
    before = words_of(cutter, "全镇共富工坊建设")
    jieba.add_word("镇共富工")
    try:
        assert words_of(cutter, "全镇共富工坊建设") == before
        assert words_of(Cutter(WORDS), "全镇共富工坊建设") == before
    finally:
        jieba.del_word("镇共富工")


def test_a_common_vocabulary_does_not_depend_on_order(cutter, make_document, lexicon):
    texts = ["垟头镇2023年工作计划\n今年抓招商引资。", "柏树镇2023年工作计划\n今年抓乡村振兴。"]
    cut = [cut_plan(read_plans(make_document(text), lexicon).readings[0], cutter) for text in texts]
    forward, words = merge_vocabularies(cut)
    backward, again = merge_vocabularies(cut[::-1])
    assert words == again
    assert [t.ids.tolist() for t in forward] == [t.ids.tolist() for t in backward[::-1]]
    assert [words[i] for i in forward[0].ids][-3:] == ["抓", "招商引资", "。"]


def test_words_to_be_dropped_are_known_and_may_still_be_cut_where_that_is_likelier():
    """Without it 专班要 is a word by luck, and no stop layer drops it."""
    plain, knowing = Cutter(WORDS), Cutter(WORDS, ["专班", "加强"])
    assert not plain.knows("专班")
    assert knowing.knows("专班")
    assert words_of(knowing, "各专班要上报")[:3] == ["各", "专班", "要"]
    assert words_of(knowing, "加强招商引资") == words_of(plain, "加强招商引资")


def test_the_dictionary_is_the_one_that_jieba_reads():
    plain = jieba.Tokenizer()
    assert tokens._read_dictionary() == plain.gen_pfdict(plain.get_dict_file())


def test_a_common_vocabulary_is_the_same_whatever_was_merged_before():
    def tokens_of(words, ids):
        ids = np.array(ids, dtype=np.int32)
        return Tokens("甲镇", ids, ids * 2, ids >= 0), words

    cut = [tokens_of(("修", "渠"), [1, 0, 1]), tokens_of((), []), tokens_of(("旧窑", "渠"), [0, 1])]
    merged, words = merge_vocabularies(cut)
    merge_vocabularies([tokens_of(("丙", "修", "阿"), [2])])
    again, same = merge_vocabularies(cut)
    assert words == same == tuple(sorted(["修", "旧窑", "渠"]))
    said = [[words[i] for i in plan.ids] for plan in merged]
    assert said == [["渠", "修", "渠"], [], ["旧窑", "渠"]]
    assert said == [[same[i] for i in plan.ids] for plan in again]
