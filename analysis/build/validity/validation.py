"""How far the numbers of the bundled county can be believed: the program against its coders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.build.measures.words import judge_lexicon
from analysis.build.validity.claim_validity import describe_scores, score_gold
from analysis.build.validity.placed import find_placed
from analysis.corpus.gold import CodedSentence, find_gold, read_gold, read_places
from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.study import Study
from analysis.errors import StudyError
from analysis.stats.trust import FEW_CODED, WEAK_F1
from analysis.stats.validity import Found, krippendorff_alpha, masi_distance, wilson_interval

_SPLITS = (
    (False, "开放的文本（词表、规则据此修改过） open texts, by which words and rules were mended"),
    (True, "封存的文本（修改时不看） locked texts, never looked at for mending"),
)

_TARGETS = (
    "数字目标与人工标注相比：值、单位、类型、指标都对才算对",
    "Targets against marked ones: right when value, unit, kind and indicator are",
)


def describe_validity(
    study: Study, *, open_only: bool = False, documents: Path | None = None
) -> str:
    """Tell how well themes and figures are found, open and locked texts apart, and alpha.

    Of every theme precision, recall and F1; of the targets the same, and the share of right
    ones at each stated confidence. Nothing of a text is told but counts.

    Parameters
    ----------
    open_only
        Leave the locked texts alone, which may not be looked at while rules are mended.
    documents
        Folder of the real plans of which sentences were coded in place; their themes are judged
        as well.

    Raises
    ------
    StudyError
        There are no coded sentences, a sheet is wrong, or a real plan is missing.
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
    splits = [(locked, title) for locked, title in _SPLITS if not (locked and open_only)]
    for locked, title in splits:
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
    if documents is not None:
        lines += ["", *_describe_documents(folder, documents, lexicon)]
    for locked, title in splits:
        scores = score_gold(folder, lexicon, locked=locked)
        if scores:
            lines += ["", *_TARGETS, f"{title}: {len(scores)} 篇 texts", *describe_scores(scores)]
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


def _describe_documents(folder: Path, documents: Path, lexicon: Lexicon) -> Iterator[str]:
    """Judge the real plans, of which only offsets and codes are kept."""
    passes = find_placed(read_places(folder), documents, lexicon)
    names = {sentence.text for sentence in passes["themes"]}
    read = "第三次改词表时看过 read for the third widening of the words"
    yield f"真实文件 real documents: {len(names)} 份（{read}）"
    yield from _describe_split(passes["themes"], lexicon)
    alpha = measure_agreement(passes["first"], passes["second"])
    yield f"两遍编码一致 agreement of both passes: Krippendorff alpha (MASI) {alpha:.3f}"


def _warn(found: Found) -> str:
    if found.coded < FEW_CODED:
        return "  ← 例句太少 few coded sentences"
    return "  ← 不可靠 do not rely on it" if found.f1 < WEAK_F1 else ""
