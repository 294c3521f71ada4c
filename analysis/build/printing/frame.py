"""What every printed table stands in: words in its language, caption, note, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.build.drawing.framing import name_sources
from analysis.build.history.baseline import find_other_themes
from analysis.build.measures.results import Results
from analysis.errors import StudyError

_SOURCES_NAMED = 3


@dataclass(frozen=True)
class PrintWords:
    """The study's labels in one language; they need no font, unlike a figure's."""

    results: Results
    lang: str

    def pattern(self, key: str) -> str:
        """Return a label as it stands, its places not filled in."""
        entry = self.results.corpus.lexicon.labels.get(key)
        if entry is None:
            raise StudyError(
                "E-LAB-01",
                f"the label {key} is missing",
                where="lexicon/labels.toml",
                fix="copy it from the project's data/lexicon/labels.toml",
            )
        return entry[self.lang]

    def say(self, key: str, **values: object) -> str:
        """Return a label with `values` filled in."""
        return self.pattern(key).format(**values)

    def choose(self, zh: str, en: str) -> str:
        """Return the one in this language."""
        return {"zh": zh, "en": en}[self.lang]

    @property
    def scope(self) -> str:
        """The study's name."""
        study = self.results.corpus.study
        return self.choose(study.name, study.name_en)

    @property
    def towns(self) -> Mapping[str, str]:
        """Plan id -> what this language calls its town."""
        return self.results.corpus.names_in(self.lang)

    @property
    def nothing(self) -> str:
        """What stands in a cell that has nothing to say."""
        return self.pattern("print_nothing")

    @property
    def indicators(self) -> Mapping[str, str]:
        """Key of an indicator -> its name."""
        held = self.results.corpus.lexicon.indicators
        return {key: self.choose(entry.zh, entry.en) for key, entry in held.items()}

    def list_up(self, said: Iterable[str]) -> str:
        """Join words as a list."""
        return self.pattern("list_mark").join(said)

    def caption(self, key: str, **values: str) -> str:
        """Return a caption that names the study and its year."""
        year = self.results.corpus.year
        told = self.say("year_of", year=year) if year else self.pattern("year_unknown")
        return self.say(key, year=told, scope=self.scope, **values)

    def note(self, *said: str, all_years: bool = False, of_themes: bool = False) -> str:
        """Join what must be known to read a table, with what is so in the whole study."""
        corpus = self.results.corpus
        others = 0 if all_years else len(corpus.plans) - len(corpus.shown)
        former = find_other_themes(corpus.study, corpus.lexicon) if of_themes else None
        known = (
            *said,
            self.say("other_years", n=others) if others else "",
            self.say("other_themes", baseline=former) if former else "",
        )
        text = self.pattern("sentence_mark").join(filter(None, known))
        return self.say("note", text=text) if text else ""

    def sources(self, plan_ids: Iterable[str]) -> str:
        """Name the files that a table was read from, the first of many."""
        files = name_sources(self.results, plan_ids)
        listed = self.list_up(files[:_SOURCES_NAMED])
        if len(files) > _SOURCES_NAMED:
            listed = self.say("print_and_others", listed=listed, n=len(files))
        return self.say("source", text=listed) if files else ""
