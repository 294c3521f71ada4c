"""The lexicon's word classes as one compiled vocabulary, built once per lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.corpus.lexicon import Indicator, Lexicon
from analysis.extract.forms import FigureRules, compile_figures
from analysis.extract.scanner import Scanner
from analysis.extract.values import unit_class
from analysis.text.alternatives import Patterns, any_of

Grammar = Mapping[str, tuple[str, ...]]

# Classes of the typed stream; a word of several classes carries all of them.
_STREAM = (
    "grow", "gain", "fall", "reach", "cap", "at_least", "at_most", "about", "ensure", "strive",
    "gained", "dist", "each", "enum", "lead", "filler", "neutral", "past", "done", "now", "horizon",
    "part_year", "level_town", "level_county", "level_city", "level_province", "level_nation",
    "quoted_plan", "own_voice", "doing", "inert", "resumes", "shares",
)  # fmt: skip
# Numbers that are no values: years, dates, ordinals, ages, file and road numbers, programmes.
_NAME = (
    r"(?:19|20)\d\d(?:[-—~至到](?:19|20)?\d\d)?年(?:度|代|底|末|初)?"
    r"|[\d*xX×○〇零一二三四五六七八九]{2,4}年(?:度|代|底|末|初)?"
    r"|\d{1,2}年|[\d*xX]{1,2}月(?:[\d*xX]{1,2}[日号])?(?:[底初末份前]|中旬|上旬|下旬){0,2}"
    r"|[一二三四五六七八九十]{1,2}月(?:[底初末份前]|中旬|上旬|下旬){1,2}(?:以前|之前|前)?"
    r"|\d{1,2}[日号]前?|[〔\[（(【](?:19|20)\d\d[〕\]）)】](?:\d{1,4}号)?"
    r"|第[\d一二三四五六七八九十百xX×○*]{1,4}[名位个届次]?|\d{1,4}个(?:工作日|小时|月|季度|学期)"
    r"|前[\d一二三四五六七八九十]{1,3}[名位强]"
    r"|(?<!\d)\d{1,4}(?:周?岁(?:以[上下])?|小时|分钟|秒|级|届|后|强|分|号|版|代|线|院|期工程|期项目|个月|楼|℃)"
    r"|(?<![A-Za-z])(?!HIDDEN)[A-Za-z]{1,4}[-_]?\d{1,4}(?:\.\d{1,2})?[A-Za-z]{0,3}|(?<!\d)\d{1,4}(?!km|KM|kW|MW|kg)[A-WYZa-wyz]{1,4}级?"
    r"|(?<!\d)\d{1,2}×[1-9]\d{1,3}万?(?:千瓦|兆瓦|MW|千伏安)级?"
    r"|(?<!\d)\d{1,2}人制|(?<!\d)\d{1,4}(?:\+[\dA-Za-z]{1,4}){1,6}"
    r"|“?十[一二三四五六]五”?(?:五年|期间|时期|以来|年均|累计|末|期末|时)"
    r"|“[^“”\n]{0,12}[\d*][^“”\n]{0,14}”|“[^“”\n]{0,6}百分之百[^“”\n]{0,6}”"
)


# Classes that are searched on their own, and those of them that let a sentence be read at all.
_RELATIONS = (
    "reasonable_range", "positive_growth", "steady_growth", "increase", "decrease", "both_fall",
    "zero", "full_coverage", "not_increase", "no_increase", "front", "faster", "higher",
    "not_below", "not_above", "in_step", "assigned_thing",
)  # fmt: skip
_SEARCHED = (
    *_RELATIONS, "attribute", "tail", "generic", "not_counted", "noun_verbs", "with",
    "assigned_verb", "assigned_by", "comparison", "tier_behind", "gets",
    "aside", "aside_of_sums", "told",
    "table_target", "table_past", "table_growth", "table_unit", "table_level", "table_superior",
    "table_later", "now",
    "stands_before", "finished", "where", "each_village", "prevent", "closes", "agreed", "spent",
    "says_on", "deals_with", "grid_places", "grid_no_figures", "changed", "price", "estimate",
    "when_built", "spent_on", "table_caption", "place_facts", "one_by_one",
    "per_unit", "attains", "many", "treats",
)  # fmt: skip
_RANK = (
    r"(?:排(?!名)|[升移][到至]|(?<=排名)(?=[前第全本])|走[在进]|重[回返]|挺进|杀入|稳在|冲[进入击]|回到|稳居|进入?|位居|居|列|保持在?|争(?<!力争)|跻身|迈入?|挤进|冲刺|(?<!确)保|(?<=确保|力争|争取)(?=[前第]|[全本][县区市省州乡镇]))[^，,。；;：:%]{0,12}?(?:"
    r"前(?P<top>[\d一二三四五六七八九十]{1,2})(?![\d个月季]|年|期)[位名强]?"
    r"|第(?P<nth>[\d一二三四五六七八九十]{1,2})(?:位|名)?(?![产批期轮次届个阶条道步茬]|方阵|梯队|季)|(?P<front>FRONT))"
    r"|保(?P<kept>[二三四五])争[一二三四]"
)

_OPENS_RANK = "排升移走重回稳挺杀冲进位居列保争跻迈挤前第全本"
# Of shorter names one wrong character can make another word.
_LONG_NAME = 4
_OPENS_NUMBER = (
    "0123456789-翻半两零〇一二三四五六七八九十百千万第前“〔[（(【"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
# Words that make a relation only where a clause ends behind them, and what else may follow there.
_AT_END = {"increase": "", "decrease": "", "assigned_thing": "内以"}
_NO_MARK = r"[^，,。；;、]|(?<=\d)[，,](?=\d{3})"
# Behind 县里下达 these name what was set, a relation of its own (不突破县里下达数).
_SAID_OF_THEM = "(?![，,、。；;的]|任务|目标任务|指标|下达|数|量|范围|控制|计划|盘子)"
# What follows 突破 where a round sum is crossed.
_ROUND_AHEAD = r"(?=[十百千]?[万亿](?:元|大关|台阶|[，,。；;、）)]|$))"


@dataclass(frozen=True, slots=True)
class Shared:
    """A name that stands for several indicators in an order 分别 relies on."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Compiled patterns and look-ups; `scan` cuts a sentence into its typed stream."""

    scan: Scanner
    classes: Mapping[str, frozenset[str]]
    keys: Mapping[str, str]
    shared: tuple[tuple[re.Pattern[str], Shared], ...]
    figures: FigureRules
    indicators: Mapping[str, Indicator]
    families: Mapping[str, frozenset[str]]
    """Indicator -> the classes of units it is counted in."""
    words: Grammar
    trigger: re.Pattern[str]
    relates: re.Pattern[str]
    """What a sentence without a figure must hold to state anything: a relation's words."""
    concepts: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    """Indicator -> what it may mean, each with the words that tell; the first found holds."""
    only_unit: Mapping[str, str]
    """Indicators that are counted in one unit alone (村 in 个: 甲村120户 counts no villages)."""
    references: Mapping[str, str]
    deeds: Mapping[str, str]
    """A verb that says how far a project got -> the indicator that counts such projects."""
    carried_out: Mapping[str, str]
    """A verb behind a project's whole investment -> the indicator of what is spent this year."""
    output_of: Mapping[str, str]
    told_by_output: Mapping[str, str]
    """An area -> the output that is told behind it."""
    counted_by_income: Mapping[str, str]
    """Who is counted -> the indicator whose sums say which of them (20万元以上的村)."""
    share_of: Mapping[str, str]
    """An indicator -> the one that its share in the whole goes to."""
    ends: Mapping[str, str]
    """The end of an unlisted name -> what it is all the same (甘蔗种植面积)."""
    table_names: Mapping[str, str]
    """What stands in a table for an indicator in 元 (农村居民 -> rural_income)."""
    slips: Mapping[str, str]
    """A slip of the pen -> what was meant, of the same length."""
    patterns: Mapping[str, re.Pattern[str]]
    """One pattern per class that is searched on its own (relations, attributes, tails ...)."""


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile what the grammar needs of a lexicon."""
    grammar = tuple(sorted(lexicon.grammar.items()))
    return _compile(grammar, tuple(lexicon.indicators.values()))


@lru_cache(maxsize=4)
def _compile(
    grammar_items: tuple[tuple[str, tuple[str, ...]], ...], indicators: tuple[Indicator, ...]
) -> Vocabulary:
    grammar = dict(grammar_items)
    classes: dict[str, set[str]] = {}
    for name in _STREAM:
        for word in grammar.get(name, ()):
            classes.setdefault(word, set()).add(name)
    quoted = [
        s + y + v
        for s in grammar["superiors"]
        for y in ("", "今年")
        for v in grammar["superiors_set"]
    ]
    quoted = [word for word in quoted if word not in classes]
    classes |= {word: {"quoted_plan"} for word in quoted}
    # 跨上, 压在: a verb and its end, where no other class knows them
    combined = (a + b for a in grammar["reach_verbs"] for b in grammar["reach_ends"])
    steered = [word for word in combined if word not in classes]
    toward = {word for word in grammar["toward"] if word not in classes}
    classes |= {word: {"reach"} for word in (*steered, *toward)}
    listed = {word: i.key for i in indicators for word in i.synonyms}
    keys = listed | {word: i.key for i in indicators for word in i.variants}
    keys = _with_quotes(keys, grammar["in_quotes"]) | keys
    figures = compile_figures(grammar)
    references = dict(line.split("=") for line in grammar["references"])
    slips = dict(line.split("=") for line in grammar["slips"])
    mistaken = {s: name for s, name in _mistaken(listed, grammar).items() if s not in keys}
    shared = tuple(
        (re.compile(pattern), Shared(tuple(names.split())))
        for pattern, names in (line.rsplit("=", 1) for line in grammar["shared_names"])
    )
    marks = "".join(map(re.escape, grammar["mask_marks"]))
    numeral = rf"(?=[\d{marks}百千万翻半两零〇一二三四五六七八九十-])"
    opens_name = rf"(?=[\d{marks}A-Za-z〔\[（(【“第前零〇一二三四五六七八九十])"
    hidden = r"[xX]{1,4}\d{1,4}(?:\.\d{1,2})?[余多]?(?:[万亿]|%|个?百分点|[元人户家亩吨个名头处件])"
    name = rf"(?P<name>{opens_name}(?:{_NAME.replace('HIDDEN', hidden)}))"
    crossing = rf"(?P<crossing>(?:{any_of(grammar['crossing'])}){_ROUND_AHEAD})"
    figure = rf"(?:{numeral}(?:{figures.scan}))"
    bare = r"(?P<bare>(?<![\d.A-Za-z])\d+(?:\.\d+)?(?![\d.]))"
    there = any_of(grammar["gets_there"])
    ahead = rf"(?=[\d{marks}一二两三四五六七八九十百千])"
    opens = (*grammar["mask_marks"], *_OPENS_NUMBER, *(word[0] for word in grammar["crossing"]))
    scan = Scanner(
        shared=("|".join(pattern.pattern for pattern, _ in shared), "城农粮医一第二"),
        indicators=keys,
        words=classes,
        behind=dict.fromkeys((*grammar["before_figure"], *steered), ahead)
        | dict.fromkeys(quoted, _SAID_OF_THEM)
        | dict.fromkeys(toward, f"{ahead}(?=(?:{_NO_MARK}){{1,14}}(?:{there}))"),
        numbers="|".join((name, crossing, figure, bare)),
        opens_number=opens,
    )  # fmt: skip
    told = (word for name in _RELATIONS if name != "assigned_thing" for word in grammar[name])
    plain = [*grammar["neutral"], *grammar["filler"], *grammar["lead"], *grammar["rank_word"]]
    patterns = {name: any_of(grammar[name]) for name in _SEARCHED} | {
        "relation": any_of(told),
        "rank": _RANK.replace("FRONT", any_of(grammar["front"])),
        "no_part": any_of(plain),
        "reference": any_of(references),
        "slips": any_of(slips),
        "mistaken": any_of(mistaken),
        "wrong_letter": any_of(
            letter for letters in grammar["lookalikes"] for letter in letters[1:]
        ),
    }
    return Vocabulary(
        scan=scan,
        classes={word: frozenset(names) for word, names in classes.items()},
        keys=keys,
        shared=shared,
        figures=figures,
        indicators={i.key: i for i in indicators},
        families={
            i.key: frozenset(unit_class(figures, unit) for unit in i.units) for i in indicators
        },
        words=grammar,
        trigger=_trigger(grammar),
        relates=_relates(grammar),
        concepts=_concepts(grammar["concepts"]),
        only_unit=dict(line.split("=") for line in grammar["only_unit"]),
        references=references,
        deeds=dict(line.split("=") for line in grammar["deeds"]),
        carried_out=dict(line.split("=") for line in grammar["carried_out"]),
        output_of=dict(line.split("=") for line in grammar["output_of"]),
        told_by_output=dict(line.split("=") for line in grammar["told_by_output"]),
        counted_by_income=dict(line.split("=") for line in grammar["counted_by_income"]),
        share_of=dict(line.split("=") for line in grammar["share_of"]),
        ends=dict(line.split("=") for line in grammar["ends"]),
        table_names=dict(line.split("=") for line in grammar["table_names"]),
        slips=slips | mistaken,
        patterns=Patterns(patterns),
    )


def _with_quotes(keys: Mapping[str, str], quoted: Iterable[str]) -> dict[str, str]:
    """Return the names as written with quotation marks (“四上”企业)."""
    return {
        name.replace(word, f"“{word}”"): key
        for word in quoted for name, key in keys.items() if word in name and "“" not in name
    }  # fmt: skip


def _mistaken(keys: Mapping[str, str], grammar: Grammar) -> dict[str, str]:
    """Return what may be written for a word by mistake, one character wrong, and the word."""
    found: dict[str, str] = {}
    for letters in grammar["lookalikes"]:
        wanted, others = letters[0], letters[1:]
        for name in (name for name in keys if wanted in name and len(name) >= _LONG_NAME):
            for place in (i for i, letter in enumerate(name) if letter == wanted):
                found |= {name[:place] + o + name[place + 1 :]: name for o in others}
    return found


def _concepts(lines: Iterable[str]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Read lines of indicators, concept and its words (``rural_income net_income 纯收入``)."""
    found: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for line in lines:
        keys, concept, *marks = line.split()
        for key in keys.split(","):
            found[key] = (*found.get(key, ()), (concept, tuple(marks)))
    return found


def _relates(grammar: Grammar) -> re.Pattern[str]:
    """Return what a sentence must hold to state a relation, whatever its name."""
    names = [name for name in (*_RELATIONS, "prevent") if name not in _AT_END]
    alone = any_of(word for name in names for word in grammar[name])
    at_end = "|".join(
        rf"(?:{any_of(grammar[name])})(?=[\u3000 ]*(?:[，,。；;、）)\n{more}]|$))"
        for name, more in _AT_END.items()
    )
    rank = _RANK.replace("FRONT", any_of(grammar["front"]))
    opens = {word[0] for name in (*names, *_AT_END) for word in grammar[name]}
    letters = "".join(map(re.escape, sorted({*opens, *_OPENS_RANK, "以"})))
    return re.compile(rf"(?=[{letters}])(?:{alone}|{at_end}|{rank}|以上)")


def _trigger(grammar: Grammar) -> re.Pattern[str]:
    """Return what a sentence must hold to be read at all: most of a plan holds none of it."""
    marks = "".join(map(re.escape, grammar["mask_marks"]))
    relations = any_of(word for name in (*_RELATIONS, "prevent") for word in grammar[name])
    counted = "".join(sorted({u[0] for u in grammar["unit_thing"] + grammar["unit_measure"]}))
    counted_units = f"[{counted}{''.join(sorted({u[0] for u in grammar['unit_person']}))}]"
    opens = "".join(sorted({re.escape(w[0]) for n in (*_RELATIONS, "prevent") for w in grammar[n]}))
    return re.compile(
        rf"(?=[\d{marks}分半两一二三四五六七八九十翻亿过超破逾达近前保{opens}])(?:[\d{marks}]|分之|半个|前[一二三四五六七八九十](?![天年个日月期后面])|保[二三四五]争"
        rf"|[两一二三四五六七八九十][余多来]?[成番百千万亿{counted}]|翻番|两位数|亿元|过[百千]?亿"
        rf"|[过超破逾达近](?:[十百千]万|[百千万]){counted_units}|[百千万]{counted_units}[^，。]{{0,2}}以上|{relations})"
    )
