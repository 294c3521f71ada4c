"""Sections -> sentences with ids that survive edits elsewhere in the plan."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from analysis.model import Section, Sentence

_SENTENCE = re.compile(r"[^。！？!?\n]+(?:[。！？!?]+[”’」』）)]*)?|[。！？!?]+")
_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]")


def split_sentences(
    clean_text: str, sections: Sequence[Section], plan_id: str
) -> tuple[Sentence, ...]:
    """Cut sections at 。！？ and line ends; pieces without a word are no sentences.

    Returns
    -------
    Sentences in order, clean offsets, blanks at both ends left out.
    """
    seen: Counter[str] = Counter()
    found = []
    for section in sections:
        for match in _SENTENCE.finditer(clean_text, section.start, section.end):
            words = match[0].strip()
            if not _WORD.search(words):
                continue
            start = match.start() + match[0].index(words[0])
            digest = hashlib.sha256("".join(words.split()).encode()).hexdigest()[:8]
            seen[digest] += 1
            name = f"{plan_id}:{digest}-{seen[digest]}"
            found.append(Sentence(name, section.role, start, start + len(words)))
    return tuple(found)
