"""What a figure is about: the indicator or, failing that, the noun phrase beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.extract.stream import Token
from analysis.extract.values import unit_class
from analysis.extract.vocabulary import Vocabulary

_OPENERS = frozenset({
    "lead", "neutral", "filler", "ensure", "strive", "gained", "past", "now", "part_year",
    "horizon", "enum", "each", "dist", "gain", "fall", "reach", "at_least", "about", "cap",
    "level_town", "level_county", "level_city", "level_province", "level_nation", "own_voice",
    "done", "quoted_plan",
})  # fmt: skip
_WISHES = frozenset({"ensure", "strive", "lead", "doing", "gain"})
_TIMES = frozenset({"past", "now", "part_year", "horizon"})
_NAME_CHARS = 24
_EDGE = "\u3000 ，、的了“”‘’\"'《》〈〉:：-—·等各共"
_ORIGIN = re.compile(r"(?:[由从自]|[比较](?=去年|上年|前年|上一年))[^，,。；;、由从自]*$")
_HAS = re.compile("(?<![保国所公特稀私持])有$")
_LAST_PART = re.compile(r"[的、]([^的、]{2,})$")


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator key (``other`` when none fits) and the words that were read as it."""

    key: str
    text: str
    start: int
    end: int
    modifier: str = ""
    """Words before the indicator's own name (后进村组 of 后进村组集体收入)."""
    is_loose: bool = False
    """Whether other words go on behind the indicator's own name, so that it may be another's."""

    @property
    def is_listed(self) -> bool:
        """Whether the lexicon knows the indicator."""
        return self.key != "other"


def name_before(
    text: str, tokens: Sequence[Token], region: tuple[int, int], unit: str | None,
    words: Vocabulary, *, grows: bool,
) -> Name | None:  # fmt: skip
    """Return the name in ``text[region]``, openers cut off on the left; None without one."""
    origin = next((t for t in tokens if "origin" in t.classes and t.start >= region[0]), None)
    if origin and (word := _ORIGIN.search(text, max(region[0], origin.start - 12), origin.start)):
        region = (region[0], word.start())
    region = _without_wish(text, tokens, region)
    start, end = _without_openers(text, tokens, region, words)
    inside = [t for t in tokens if start <= t.start and t.end <= end]
    inside = [_as_output(t, unit, words, grows=grows) for t in inside]
    fitting = [
        t
        for t in inside
        if t.kind in ("indicator", "shared") and fits(t.key, unit, words, grows=grows)
    ]
    phrase = trim(text, start, end)
    if phrase[0] >= phrase[1]:
        return None
    size = next((t for t in inside if t.kind == "size"), None)
    sized = [t for t in inside if t.kind == "indicator" and size and t.end <= size.start]
    sized = [t for t in sized if text[t.start : t.end] not in words.words["attribute"]]
    if sized and not any(t.start > sized[-1].end for t in fitting):
        return Name(sized[-1].key, text[phrase[0] : phrase[1]], phrase[0], phrase[1])
    if share := _share_of(text, phrase, inside, words) or _counted(text, phrase, inside, words):
        return share
    if fitting:
        head = fitting[-1]
        modifier = "" if size else text[phrase[0] : head.start].strip(_EDGE)
        leans = text[head.start : head.end] in words.words["generic"]
        foreign = leans and words.patterns["no_part"].sub("", modifier)
        time = next((t for t in inside if t.start == head.end and t.classes & _TIMES), None)
        if time is not None and not foreign:  # 粮食总产去年只收了8600吨
            return Name(head.key, text[phrase[0] : head.end], phrase[0], head.end, modifier)
        if not foreign and (
            is_head(text, head, phrase[1], words) or _takes_list(text, head, phrase, words)
        ):
            key = "other" if _is_per_unit(text, phrase[0], head, words) else head.key
            return Name(key, text[phrase[0] : phrase[1]], phrase[0], phrase[1], modifier)
    name = _sized(text, phrase, inside, words) or name_phrase(text, phrase, tokens, words)
    return name and _by_end(name, unit, words, grows=grows)


def _as_output(token: Token, unit: str | None, words: Vocabulary, *, grows: bool) -> Token:
    """Return a crop as its output where the figure is none of its area (油菜籽580吨)."""
    output = words.told_by_output.get(token.key)
    if output is None or fits(token.key, unit, words, grows=grows):
        return token
    return replace(token, key=output) if fits(output, unit, words, grows=grows) else token


def _counted(
    text: str, phrase: tuple[int, int], inside: Sequence[Token], words: Vocabulary
) -> Name | None:
    """Return the income that says which of them are meant (20万元以上的村, ... 的村占比)."""
    size = next((t for t in inside if t.kind == "size"), None)
    near = (size.end, size.end + text.startswith("的", size.end)) if size else ()
    who = next((t for t in inside if t.start in near and t.key in words.counted_by_income), None)
    if who is None:
        return None
    key = words.counted_by_income[who.key]
    return Name(key, text[phrase[0] : phrase[1]], phrase[0], phrase[1])


def _share_of(
    text: str, phrase: tuple[int, int], inside: Sequence[Token], words: Vocabulary
) -> Name | None:
    """Return the indicator whose share in another is meant (服务业增加值占生产总值比重)."""
    part = text.find("占", *phrase)
    head = next((t for t in inside if t.kind == "indicator" and t.end == part), None)
    if head is None or not any(t.kind == "indicator" and t.start > part for t in inside):
        return None
    key = words.share_of.get(head.key, head.key)
    return Name(key, text[phrase[0] : phrase[1]], phrase[0], phrase[1])


def _by_end(name: Name, unit: str | None, words: Vocabulary, *, grows: bool) -> Name:
    """Give an unlisted crop's area or output the indicator its end tells (甘蔗种植面积)."""
    key = next((k for end, k in words.ends.items() if name.text.endswith(end)), None)
    if key is None or name.is_listed or any(no in name.text for no in words.words["ends_not"]):
        return name
    return replace(name, key=key) if fits(key, unit, words, grows=grows) else name


def _is_per_unit(text: str, start: int, head: Token, words: Vocabulary) -> bool:
    """Tell 每千名老人养老床位, another quantity than the 养老床位 it ends in."""
    return words.patterns["per_unit"].search(text, start, head.start) is not None


def _takes_list(text: str, head: Token, phrase: tuple[int, int], words: Vocabulary) -> bool:
    """Tell a verb that is an indicator and whose objects follow (培训保洁、护工800人次)."""
    opens = head.start == phrase[0] and text[head.start : head.end] in words.words["lead"]
    return opens and "、" in text[head.end : phrase[1]]


def _sized(
    text: str, phrase: tuple[int, int], inside: Sequence[Token], words: Vocabulary
) -> Name | None:
    """Read 5000万元以上项目 as the indicator that 亿元以上项目 names."""
    size = next((t for t in inside if t.kind == "size"), None)
    if size is None:
        return None
    plain = "亿元以上" + text[size.end : phrase[1]].strip(_EDGE)
    key = words.keys.get(plain)
    return Name(key, text[phrase[0] : phrase[1]], phrase[0], phrase[1]) if key else None


def enumerate_names(
    text: str, tokens: Sequence[Token], region: tuple[int, int], unit: str | None,
    words: Vocabulary, *, grows: bool, count: int = 0, split: bool = False,
) -> list[Name]:  # fmt: skip
    """Return every name of a list (甲、乙和丙).

    `split` takes a shared name apart (城乡居民收入分别 ...); `count` figures want as many names.
    """
    cuts = [t for t in tokens if "enum" in t.classes and region[0] <= t.start < region[1]]
    names: list[Name] = []
    edge = region[0]
    for stop in [*cuts, None]:
        last = stop.start if stop else region[1]
        piece = [t for t in tokens if edge <= t.start and t.end <= last]
        whole = next((t for t in piece if t.kind == "shared"), None)
        if whole is not None and whole.shared is not None and (split or whole.key == "other"):
            names += [
                Name(key, text[whole.start : whole.end], whole.start, whole.end)
                for key in whole.shared.keys
            ]
        elif name := name_before(text, piece, (edge, last), unit, words, grows=grows):
            names.append(name)
        edge = stop.end if stop else last
    if count > 1 and len(names) > count:
        listed = [n for n in names if n.is_listed]
        names = listed if len(listed) == count else names
    return names if split else merge_names(text, names)


def merge_names(text: str, names: list[Name]) -> list[Name]:
    """Join neighbours of one indicator (COD、氨氮排放量) into one name."""
    merged: list[Name] = []
    for name in names:
        last = merged[-1] if merged else None
        if last is not None and last.key == name.key != "other":
            merged[-1] = Name(name.key, text[last.start : name.end], last.start, name.end)
        else:
            merged.append(name)
    return merged


def fits(key: str, unit: str | None, words: Vocabulary, *, grows: bool) -> bool:
    """Tell whether a figure of this unit can be one of this indicator; anything can grow."""
    if grows or unit is None or key == "other":
        return True
    if unit == "百分点":
        return "rate" in words.families[key]
    if key in words.only_unit and unit != words.only_unit[key]:
        return False
    if unit in words.words["unit_time"] and unit not in words.indicators[key].units:
        return False  # 开工压缩到45天 counts no projects
    if unit in words.words["unit_coin"] and "money" in words.families[key]:
        return True
    return unit_class(words.figures, unit) in words.families[key]


def _without_wish(text: str, tokens: Sequence[Token], region: tuple[int, int]) -> tuple[int, int]:
    """Drop 确保新增 behind a name (规上企业确保新增4家)."""
    end, wished = region[1], False
    for token in reversed([t for t in tokens if region[0] <= t.start and t.end <= region[1]]):
        if text[token.end : end].strip(_EDGE) or not token.classes & _WISHES:
            break
        end, wished = token.start, wished or bool(token.classes & {"ensure", "strive"})
    named = len(text[region[0] : end].strip(_EDGE)) > 1
    return (region[0], end) if wished and named else region


def _without_openers(
    text: str, tokens: Sequence[Token], region: tuple[int, int], words: Vocabulary
) -> tuple[int, int]:
    start, end = region
    named = {t.end for t in tokens if t.kind == "indicator"}
    for token in tokens:
        if token.start < start or token.end > end:
            continue
        gap = text[start : token.start].strip(_EDGE)
        opener = token.classes & _OPENERS or token.kind in ("name", "punct")
        if text[token.start : end].strip(_EDGE) in words.words["generic"]:
            break
        if not opener or (token.end - token.start == 1 and end - token.end < 2):
            continue  # 用工 is a word of its own
        if token.classes & _TIMES and token.start in named:
            break  # 粮食总产去年只收了8600吨
        verb = "lead" in token.classes and not is_noun_verb(text, token, words)
        breaks = token.classes & {"ensure", "strive", "past", "now", "dist", "quoted_plan"}
        rest = text[token.end : end].strip(_EDGE)
        if not gap and len(rest) == 1 and "lead" in token.classes and token.end < end:
            break  # 巩固率, 养殖场
        if gap and breaks and rest in words.words["lead"] + words.words["doing"]:
            return start, token.start  # 加工点年内建成一处
        if not gap or ((verb or breaks) and len(rest) >= 2):
            start = token.end
    return start, end


def is_noun_verb(text: str, token: Token, words: Vocabulary) -> bool:
    """Tell a verb that as often closes a name (高标准农田建设)."""
    return text[token.start : token.end] in words.words["noun_verbs"]


def is_head(text: str, head: Token, end: int, words: Vocabulary) -> bool:
    """Tell whether an indicator names the whole phrase (not 规上企业 in 规上企业数字化改造)."""
    rest = text[head.end : end].strip(_EDGE)
    while rest:
        found = words.patterns["tail"].match(rest)
        if not found or not found[0]:
            return False
        rest = rest[found.end() :].strip(_EDGE)
    return True


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop blanks and marks at both ends, keeping a quotation mark whose partner stays."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    if "”" in text[start:end] and "“" not in text[start:end] and text[max(0, start - 1)] == "“":
        start -= 1
    return start, end


def name_phrase(
    text: str, phrase: tuple[int, int], tokens: Sequence[Token], words: Vocabulary
) -> Name | None:
    """Return the phrase itself: what stands behind its last 的 or 、, at most 24 characters."""
    start, end = phrase
    if part := _LAST_PART.search(text[start:end]):
        start = start + part.start(1)
    start, end = trim(text, max(start, end - _NAME_CHARS), end)
    plain = text[start:end].strip("\u3000")
    if plain in words.words["bare_noun"]:
        verb = max(
            (t.start for t in tokens if t.end == start and "lead" in t.classes), default=start
        )
        return Name("other", text[verb:end], verb, end)
    generic = plain in words.words["generic"]
    if plain in words.words["spoken_levels"]:
        return None
    if plain.endswith(("其中", "其中的")) or _HAS.search(plain):
        return None
    if len(plain) < 2 or (not generic and words.patterns["tail"].fullmatch(plain)):
        return None
    return Name("other", text[start:end], start, end)
