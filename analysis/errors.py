"""What can go wrong with a document, a study or this machine, in a researcher's words."""

from __future__ import annotations

from collections.abc import Mapping


class PlanError(Exception):
    """A problem the reader can repair: what happened, where, and what to do.

    Parameters
    ----------
    code
        Stable short name, such as ``E-ENC-01``; docs list cause and cure under it.
    what
        One sentence: what was found.
    where
        File and place.
    fix
        What the reader can do about it.
    """

    def __init__(self, code: str, what: str, *, where: str, fix: str) -> None:
        super().__init__(f"{code} {where}: {what}; {fix}")
        self.code, self.what, self.where, self.fix = code, what, where, fix


class RefusedDocumentError(PlanError):
    """One document cannot be read; it is quarantined and the others go on."""


def refuse_as(told: Mapping[str, str], where: str) -> RefusedDocumentError:
    """Make the refusal that another process told of: its `code`, `what` and `fix`."""
    refusal = RefusedDocumentError
    return refusal(told["code"], told["what"], where=where, fix=told["fix"])


class StudyError(PlanError):
    """The study itself (study.toml, lexicon, folders) is wrong; the run stops before writing."""


def explain_fault(error: OSError | MemoryError, where: str) -> StudyError:
    """Say in a sentence what this machine refused, where nothing else knows better."""
    if isinstance(error, MemoryError):
        return StudyError(
            "E-MEM-01",
            "the memory of this computer is used up",
            where=where,
            fix="close other programs, or split the plans into smaller studies, and run again; "
            "documents that were read are kept",
        )
    return StudyError(
        "E-SYS-01",
        f"the system refused ({error.strerror or error})",
        where=str(error.filename or where),
        fix="check the disk and your rights there, and run again; what was written is whole",
    )


class FontMissingError(PlanError):
    """No font on this machine can draw the labels; tables are written, figures are not."""
