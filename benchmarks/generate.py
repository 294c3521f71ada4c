"""Invented plans, as many as are asked for. ``python -m benchmarks.generate N FOLDER``.

Sentences are put together from the words of the lexicon and from slots (villages, verbs, things,
numbers), so that few of them stand in two plans; each town leans to some themes, one sentence in
twenty is a phrase that many towns share. The same number always gives the same files.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.study import find_bundled

CHARS = 3_000
"""Length of a plan: that of a township's plan; reports of counties are three times as long."""
_FIRST = "东西南北上下前后大小长平清白石青高新古双桃柳松竹梅云龙凤金银"
_SECOND = "坪湾岭溪河桥塘坝坡冲坳洲滩浦埠店铺寨垭坑墩圩港畈岗田屋门口湖"
_UNITS = ("镇", "乡", "镇", "街道")
_VERBS = (
    "抓好", "推进", "扩大", "整治", "办好", "盘活", "对接", "补齐", "守住", "争取",
    "改造", "提升", "筹建", "验收", "管护", "推广",
)  # fmt: skip
_THINGS = (
    "项目", "任务", "示范点", "样板", "台账", "清单", "片区", "机制", "队伍", "服务站",
    "工地", "示范户", "联络点", "巷口",
)  # fmt: skip
_ENDS = (
    "年内见效", "六月底前完成", "责任到人", "逐村过关", "不留死角", "边建边管",
    "让群众看得见", "按月通报",
)  # fmt: skip
_SHARED = (
    "各位代表，做好今年的工作，关键在党，关键在人。",
    "以上任务，由各办所和各村分头落实，镇纪委全程督办。",
    "不折不扣落实上级决策部署，确保件件有着落、事事有回音。",
)
_GOALS = ("地区生产总值", "固定资产投资", "规模以上工业增加值", "农村居民人均可支配收入")


def name_town(number: int) -> str:
    """Return the name of the n-th town, another for each of the first 29,760."""
    first, rest = number % len(_FIRST), number // len(_FIRST)
    second, round_ = rest % len(_SECOND), rest // len(_SECOND)
    middle = _SECOND[(round_ - 1) % len(_SECOND)] if round_ else ""
    return _FIRST[first] + middle + _SECOND[second] + _UNITS[number % len(_UNITS)]


def write_plan(number: int, lexicon: Lexicon, chars: int = CHARS) -> tuple[str, str]:
    """Return the name and the text of the n-th plan."""
    rng, town = random.Random(number), name_town(number)
    weights = [rng.random() ** 3 for _ in lexicon.themes]
    themes = [theme.words for theme in lexicon.themes]
    lines = [f"{town}2023年政府工作报告", "各位代表：", "一、2022年工作回顾"]
    lines += [
        f"{goal}增长{rng.uniform(1, 12):.1f}%，比上年{rng.choice(['快', '慢'])}"
        f"{rng.uniform(0.1, 2):.1f}个百分点。"
        for goal in _GOALS
    ]
    lines += _say(rng, themes, weights, chars // 3)
    lines += ["二、2023年工作安排", "今年的主要预期目标是："]
    lines += [f"{goal}增长{rng.uniform(3, 12):.1f}%{_hedge(rng)}；" for goal in _GOALS]
    lines += _say(rng, themes, weights, chars - chars // 3)
    return f"{town}2023年政府工作报告.txt", "\n".join(lines) + "\n"


def write_plans(folder: Path, first: int, last: int, lexicon: Lexicon, chars: int = CHARS) -> int:
    """Write the plans numbered from `first` up to `last`; return their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(first, last):
        name, text = write_plan(number, lexicon, chars)
        (folder / name).write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def _hedge(rng: random.Random) -> str:
    return rng.choice(["", "以上", "左右", ""])


def _say(
    rng: random.Random, themes: Sequence[Sequence[str]], weights: Sequence[float], chars: int
) -> Iterator[str]:
    while chars > 0:
        said = rng.choice(_SHARED) if rng.random() < 0.05 else _speak(rng, themes, weights)
        chars -= len(said)
        yield said


def _speak(rng: random.Random, themes: Sequence[Sequence[str]], weights: Sequence[float]) -> str:
    [words] = rng.choices(themes, weights)
    village = rng.choice(_FIRST) + rng.choice(_SECOND) + "村"
    first, second = rng.choice(words), rng.choice(words)
    number = rng.randrange(2, 900)
    return (
        f"{rng.choice(_VERBS)}{village}{first}{rng.choice(_THINGS)}{number}个，"
        f"{rng.choice(_VERBS)}{second}，投入{rng.uniform(20, 4000):.0f}万元，{rng.choice(_ENDS)}。"
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Write plans."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chars", type=int, default=CHARS)
    chosen = parser.parse_args(argv)
    lexicon = read_lexicon(find_bundled() / "lexicon")
    write_plans(chosen.folder, 0, chosen.n, lexicon, chosen.chars)


if __name__ == "__main__":
    main()
