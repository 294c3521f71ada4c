"""Laws of counting on the real plans, which are dirty in ways nobody invents."""

from __future__ import annotations

import hashlib
import re

import pytest

from analysis.model import Document
from analysis.stats.counts import count_plan
from analysis.stats.terms import TermRecipe, weigh_terms
from analysis.text.reading import read_plans
from analysis.text.tokens import Cutter, cut_plan, merge_vocabularies

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def readings(real_documents, lexicon):
    found = []
    for path in sorted(real_documents.glob("*.txt")):
        raw = path.read_bytes()
        doc_id = hashlib.sha256(raw).hexdigest()[:12]
        document = Document(doc_id, path.name, "utf-8", raw.decode("utf-8-sig"))
        found += read_plans(document, lexicon).readings
    return found


def test_no_cutter_and_no_cleaner_loses_a_keyword(readings, real_documents, lexicon):
    counts = [count_plan(reading, lexicon) for reading in readings]
    received = "".join(p.read_text(encoding="utf-8-sig") for p in real_documents.glob("*.txt"))
    for i, keyword in enumerate(lexicon.keywords):
        in_plans = sum(c.keywords_document[i] for c in counts)
        assert in_plans == len(re.findall(r"\s*".join(keyword), received)) > 0


def test_every_plan_shows_themes_and_none_shows_them_everywhere(readings, lexicon):
    for counts in (count_plan(reading, lexicon) for reading in readings):
        themed = sum(counts.theme_sentences) / counts.n_plan_sentences
        assert 0.25 < themed < 0.95, counts.plan_id
        assert max(counts.theme_sentences) < counts.n_plan_sentences / 3


def test_no_mask_number_or_officialese_is_a_term_of_a_real_plan(readings, lexicon):
    words = {w for theme in lexicon.themes for w in theme.words}
    cutter = Cutter(words | {*lexicon.keywords, *lexicon.user_words})
    tokens, vocabulary = merge_vocabularies([cut_plan(r, cutter) for r in readings])
    stop_words = frozenset().union(*lexicon.stop_words.values())
    terms = set(weigh_terms(tokens, vocabulary, TermRecipe(stop_words=stop_words)).terms)
    assert {"乡村振兴", "招商引资", "共同富裕"} <= terms
    assert not terms & stop_words
    assert not [t for t in terms if re.search(r"[\d*○_%]|[xX]{2}|[xX][^a-zA-Z]", t)]
