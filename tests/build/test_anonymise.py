"""What goes out of the house names no town: tables, figures, metadata, file names."""

import re
import zipfile
from pathlib import Path

import pytest

from analysis.build.run import run_study
from analysis.corpus.study import make_study

TEXT = (
    "{town}2023年政府工作报告\n各位代表：我代表{town}人民政府报告工作。\n一、2022年工作回顾\n"
    "去年{bare}地区生产总值增长5.5%。\n二、2023年工作安排\n"
    "今年{town}主要预期目标是：地区生产总值增长{n}%以上。\n"
    + "办好{bare}中心小学食堂，修好{bare}到县城的公路。\n"
    * 24
)
REGISTER = "document,town,code\n垟头镇2023.txt,垟头镇,990107315\n"


def everything_in(folder: Path):
    """Yield path and readable words of every file below a folder, archives opened."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        raw = path.read_bytes()
        yield path, path.relative_to(folder).as_posix()
        if path.suffix in {".csv", ".json", ".svg", ".html", ".txt", ".tex"}:
            yield path, raw.decode("utf-8-sig")
        elif path.suffix == ".dta":
            yield path, raw.decode("utf-8", errors="replace")
        elif path.suffix in {".xlsx", ".docx"}:
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    yield path, book.read(name).decode("utf-8", errors="replace")
        else:
            yield path, raw.decode("latin-1")
            yield path, raw.decode("utf-16-be", errors="replace")


@pytest.fixture(scope="module")
def disguised(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    plans = root / "plans"
    plans.mkdir()
    for n, bare in enumerate(("垟头", "柏树", "南岗"), 6):
        words = TEXT.format(town=f"{bare}镇", bare=bare, n=n)
        (plans / f"{bare}镇2023.txt").write_text(words, encoding="utf-8")
    (root / "out").mkdir()
    (root / "out" / "register.csv").write_text(REGISTER, encoding="utf-8-sig")
    return run_study(make_study(plans, root / "out"), progress=False, disguised=True), root / "out"


def test_no_town_is_named_anywhere(disguised):
    _, out = disguised
    found = list(everything_in(out / "anonymised"))
    assert len({path for path, _ in found}) > 20
    named = [(p.name, m[0]) for p, words in found for m in re.finditer("垟头|柏树|南岗", words)]
    assert named == []


def test_no_code_tells_which_town_it_is(disguised):
    results, out = disguised
    assert results.tables["targets_exchange"]["code"].isna().all()
    found = [path.name for path, words in everything_in(out / "anonymised") if "990107315" in words]
    assert found == []


def test_towns_keep_apart_and_get_the_same_letter_everywhere(disguised):
    results, _ = disguised
    assert sorted(plan.town for plan in results.corpus.plans.values()) == ["A镇", "B镇", "C镇"]
    targets = results.tables["targets"]
    assert dict(zip(targets["town"], targets["value_low"], strict=True)) == {
        "A镇": 8,
        "B镇": 6,
        "C镇": 7,
    }


def test_the_words_read_stay_but_for_the_name(disguised):
    results, _ = disguised
    assert results.tables["targets"]["quote"].str.startswith("地区生产总值增长").all()


@pytest.mark.real
def test_the_real_plans_can_be_shared_without_their_towns(real_documents, tmp_path):
    run_study(make_study(real_documents, tmp_path / "out"), progress=False, disguised=True)
    words = "".join(words for _, words in everything_in(tmp_path / "out" / "anonymised"))
    assert "沙溪" not in words
    assert "白鹤" not in words
