"""Figures that are no values: ways of speaking, sizes inside a name, where a change starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.extract.binding import is_passed
from analysis.extract.stream import Token
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary

_ENDS = "，,。；;、：:）)\n"
_SINGLE = ("座", "台", "个", "套", "处", "艘", "辆", "间")
_ENOUGH = re.compile("[就也才](?:行|好|够|成|可以)")
_CASES = ("起", "例", "件", "次", "宗")
_ARTICLE_OF = ("件", "步", "年", "天", "道", "遍", "人", "轮", "方")
"""With these 一 counts nothing (一轮一轮, 一方水土)."""
# 不落一户, 没有一个村掉队: none
_NOT_ONE = re.compile(r"(?:不(?![少低超高得断足同止仅]|小于|大于)|没有?|未)[\u4e00-\u9fff]{0,3}$")
_BUILT = ("座", "栋", "幢", "口", "眼")
_PEOPLE = ("人", "户", "名", "人次", "万人")
_HAN = "[一二两三四五六七八九十]"
_FROM = re.compile(
    r"[由从自](?:[^，,。；;、]{0,8}的|平均|一天|每[天日周月]|[日年月](?:均|供|产|处理|接待|销|加工)|"
    r"(?:原|现|目前|原先|原来|现在|眼下|去年|上年)(?:的|有)?)?$"
)
# 旅游收入比去年的1.7亿元净增3000万元
_THAN_LAST = re.compile(r"[比较](?:去年|上年|前年|上年度|上一年)(?:底|末|同期)?的$")
_REACHED = re.compile(
    r"[\d一二两三四五六七八九十](?:个|家|户)[^，,。；;、\d都均各全每皆]{1,8}(?:突破|超过|超|迈过|过|达到|达)$"
)
_CHANGE = re.compile(r"[到至为成并]")
# 这一头, 每一户, 另一个: a pointing word makes 一 no number.
_POINTED = re.compile(r"(?:[这那另某哪同]|最后|每|任何|只[\u4e00-\u9fff]?)$")


def settle(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Token]:
    """Yield the tokens, figures that only name something turned into names or left out.

    5000万元以上项目 holds a size, 由58% an origin, 四个意识 a way of speaking.
    """
    for place, token in enumerate(tokens):
        figure = token.figure
        if figure is None:
            yield token
        elif _is_origin(text, tokens, place):
            yield Token("name", token.start, token.end, frozenset({"origin"}))
        elif _is_class(text, tokens, place):
            yield Token("name", token.start, token.end)
        elif _is_size(text, tokens, place, vocabulary):
            yield Token("size", token.start, token.end)
        elif not _is_manner(text, figure, vocabulary):
            yield token


def _is_class(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell the size of a thing in its name: 5000吨级泊位, 建1座3000吨气调库."""
    figure = tokens[place].figure
    assert figure is not None
    if text.startswith("级", figure.end):
        return True
    before = tokens[place - 1].figure if place else None
    touching = before is not None and before.bound_end == figure.start
    if not (touching and before and before.unit != figure.unit) or before.spelled:
        return False
    named = figure.bound_end < len(text) and text[figure.bound_end] not in _ENDS + "的"
    return (
        named and before.low is not None and before.unit in _SINGLE and figure.unit not in _PEOPLE
    )


def _is_manner(text: str, figure: Figure, vocabulary: Vocabulary) -> bool:
    """Tell a way of speaking (四个意识, “十条”) from a count (企业两家, 添一辆救护车)."""
    if figure.unit == "块" and text[figure.bound_end : figure.bound_end + 1].isdigit():
        return True  # 4块2 is a price
    if figure.mark:
        return figure.unit in ("片", "组", "段", "班", "部")  # 放在***片 hides a place
    if not re.match(_HAN, text[figure.start]):
        return False
    before = text[max(0, figure.start - 6) : figure.start]
    if before.endswith("“") or text[figure.end : figure.end + 1] == "”":
        return True
    return figure.spelled and not _counts(text, figure, before, vocabulary)


def _counts(text: str, figure: Figure, before: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a small Chinese numeral counts things."""
    if text[figure.start] == "一" and _is_pointed(text, figure, before):
        return False
    if figure.unit == "处" and before.endswith(("在", "于")):
        return False
    bounds = vocabulary.words["at_most"] + vocabulary.words["at_least"]
    several = bounds if text[figure.start] != "一" or figure.unit in _CASES else ()
    made = before.endswith((*vocabulary.words["makes"], *several))
    if figure.bound_end < len(text) and text[figure.bound_end] not in _ENDS:
        if _ENOUGH.match(text, figure.bound_end):
            return True
        if figure.unit in _BUILT and _is_finished(text, figure, vocabulary):
            return True
        return made and figure.unit in vocabulary.words["unit_thing"]
    return made or figure.unit not in vocabulary.words["unit_of_speech"]


def _is_finished(text: str, figure: Figure, vocabulary: Vocabulary) -> bool:
    """Tell 上下河两座便桥汛前通车 from 两座山之间, by what the clause says of the things."""
    end = min((i for m in _ENDS if (i := text.find(m, figure.end)) >= 0), default=len(text))
    return bool(vocabulary.patterns["finished"].search(text[figure.end : end]))


def _is_pointed(text: str, figure: Figure, before: str) -> bool:
    """Tell 这一头, 见一处罚一处 and 一户一册, where 一 counts nothing."""
    if _POINTED.search(before) or figure.unit in _ARTICLE_OF:
        return True
    if figure.unit == "起" and not before.endswith(("发生", "出现", "查处", "办理", "查办")):
        return True  # 和各族群众一起
    if _NOT_ONE.search(before):
        return True
    again = rf"一{re.escape(figure.unit or '')}"
    near = text[max(0, figure.start - 8) : figure.start] + "|" + text[figure.end : figure.end + 8]
    return again in near or bool(re.search(r"一[\u4e00-\u9fff]$", before))


def _is_origin(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell the first figure of 由58%提高到63%."""
    before = text[max(0, tokens[place].start - 12) : tokens[place].start]
    if _THAN_LAST.search(before):
        return True
    if not _FROM.search(before):
        return False
    following = tokens[place + 1 : place + 4]
    change = next((t for t in following if t.kind == "figure"), None)
    between = text[tokens[place].end : change.start if change else tokens[place].end + 8]
    return len(between) <= 10 and bool(_CHANGE.search(between))


def _is_size(text: str, tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> bool:
    """Tell a bound that belongs to a name: 50万元以上的村9个, 超10亿元项目1个."""
    token, following = tokens[place], tokens[place + 1 :]
    assert token.figure is not None
    bounded = token.figure.bound_end > token.figure.end or (
        place > 0
        and tokens[place - 1].end == token.start
        and "at_least" in tokens[place - 1].classes
    )
    bounded = bounded or (is_passed(text, token.start) and text.startswith("的", token.end))
    bounded = bounded or _says_which(text, tokens, place, vocabulary)
    kind = unit_class(vocabulary.figures, token.figure.unit)
    if kind == "money" and _REACHED.search(text[max(0, token.start - 16) : token.start]):
        return True  # 3个村突破50万元
    person = token.figure.unit in vocabulary.words["unit_person"]
    if not bounded or not (kind == "money" or kind.startswith("measure") or person):
        return False
    for other in following:
        if other.kind == "punct" or "enum" in other.classes:
            return False
        if other.kind in ("figure", "bare"):
            gap = text[token.end : other.start].lstrip("的")
            if kind == "money" and other.figure and gap.startswith(("项目", "企业")):
                return True
            counted = other.figure and unit_class(vocabulary.figures, other.figure.unit) in (
                "count",
                "rate",
            )
            return bool(counted and (gap or text[token.end] == "的"))
    return False


def _says_which(text: str, tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> bool:
    """Tell the sum of 收入达到8万元的村, which says which villages are meant."""
    token, following = tokens[place], tokens[place + 1 : place + 3]
    if not text.startswith("的", token.end):
        return False
    start = token.end + 1
    return any(t.start == start and t.key in vocabulary.counted_by_income for t in following)
