"""How far the numbers of the bundled county can be believed: the lexicon against its coders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.build.words import judge_lexicon
from analysis.corpus.gold import CodedSentence, find_gold, read_gold
from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.study import Study
from analysis.errors import StudyError
from analysis.stats.validity import Found, krippendorff_alpha, masi_distance, wilson_interval

WEAK = 0.5
"""F1 below it: the theme misses or mistakes as much as it finds."""
FEW = 20
"""With fewer coded sentences a theme's quality is hardly known."""
_SPLITS = (
    (False, "开放的文本（词表据此修改过） open texts, by which the lexicon was mended"),
    (True, "封存的文本（修改词表时不看） locked texts, never looked at for mending"),
)


def describe_validity(study: Study) -> str:
    """Tell precision, recall and F1 of every theme, open and locked texts apart, and alpha.

    Raises
    ------
    StudyError
        There are no coded sentences.
    """
    folder = find_gold(study)
    if folder is None:
        raise StudyError(
            "E-GLD-03",
            "there are no coded sentences",
            where=str(study.root / "gold"),
            fix="copy the project's data/gold",
        )
    lexicon, gold = read_lexicon(study.lexicon), read_gold(folder)
    lines = [f"词表 lexicon {lexicon.hashes['themes.toml']}; {len(gold)} 句 sentences"]
    for locked, title in _SPLITS:
        held = [s for s in gold if s.locked == locked]
        if held:
            lines += ["", title, *_describe_split(held, lexicon)]
    first, second = read_gold(folder, "first"), read_gold(folder, "second")
    alpha = measure_agreement(first, second)
    lines += [
        "",
        f"两遍编码一致 agreement of both passes: Krippendorff alpha (MASI) {alpha:.3f}",
        "两遍出自同一团队，文本是虚构的：这说明标准是否稳定，不说明对真实计划的准确率。",
        "Both passes are one team's, on invented texts: stability, not accuracy on real plans.",
    ]
    return "\n".join(lines)


def measure_agreement(first: Sequence[CodedSentence], second: Sequence[CodedSentence]) -> float:
    """Krippendorff's alpha with MASI distance of two passes over the same sentences.

    A sentence without a theme carries a code of its own, so that two such passes agree.
    """
    pairs = zip(first, second, strict=True)
    return krippendorff_alpha(
        ((a.themes or frozenset({""}), b.themes or frozenset({""})) for a, b in pairs),
        masi_distance,
    )


def _describe_split(gold: Sequence[CodedSentence], lexicon: Lexicon) -> Iterator[str]:
    quality = judge_lexicon(gold, lexicon)
    names = {theme.key: theme.zh for theme in lexicon.themes}
    yield "句数 n\t准 P\t全 R\tF1\t全的90%区间 R 90 %\t主题 theme"
    for found in quality.themes:
        low, high = wilson_interval(found.hits, found.coded)
        yield "\t".join(
            (
                str(found.coded),
                f"{found.precision:.2f}",
                f"{found.recall:.2f}",
                f"{found.f1:.2f}",
                f"{low:.2f}–{high:.2f}",
                f"{names[found.theme]} {found.theme}{_warn(found)}",
            )
        )
    yield f"平均 macro F1 {quality.macro_f1:.3f}，{quality.n_sentences} 句 sentences"


def _warn(found: Found) -> str:
    if found.coded < FEW:
        return "  ← 例句太少 few coded sentences"
    return "  ← 不可靠 do not rely on it" if found.f1 < WEAK else ""
