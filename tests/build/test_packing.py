"""What the store keeps comes back as it was, or not at all."""

import json
import os

import numpy as np
import pytest

from analysis.build.documents.packing import find_packing
from analysis.build.documents.store import Store
from analysis.model import Claim, CleanText, Cut, Evidence, Masked, Relative, Stated, Tokens

STATED = Stated(7.0, 7.5, "%", "at_least", 7.0, 7.5, "%")
AMOUNTS = (STATED, Masked("**", None, "about"), Relative("faster", "county_average", STATED))
CLAIMS = tuple(
    Claim(
        "甲镇-2023", "gdp", "生产总值", "growth_rate", "target", "plain", "town", amount, None,
        True, 0.9, "rule", Evidence("0a", 3, 9, "增长7%"), concept=None,
    )
    for amount in AMOUNTS
)  # fmt: skip
MANY = tuple[tuple[Claim, ...], ...]


def there_and_back(value, kind):
    how = find_packing(kind)
    return how.unpack(json.loads(json.dumps(how.pack(value))))


def test_claims_with_every_kind_of_amount_come_back():
    assert there_and_back((CLAIMS, ()), MANY) == (CLAIMS, ())
    assert find_packing(str | None) is find_packing(float) is None
    held = ((1, 2), 3)
    assert there_and_back((held,), tuple[tuple[tuple[int, ...], int], ...]) == (held,)


@pytest.mark.parametrize("origin", [[], [0], [4, 5, 9, 10], [0, 1, 2]])
def test_the_way_back_comes_back(origin):
    clean = CleanText("甲" * len(origin), np.array(origin, np.int32), (Cut(0, 4, "frame"),))
    found = there_and_back(clean, CleanText)
    assert (found.text, found.cuts) == (clean.text, clean.cuts)
    assert found.origin.dtype == np.int32
    assert found.origin.tolist() == origin


def test_tokens_come_back_and_columns_of_other_lengths_do_not():
    tokens = Tokens("甲镇", np.arange(3, dtype=np.int32), np.array([0, 2, 70_000]), np.ones(3, "?"))
    found = there_and_back(tokens, Tokens)
    assert found.starts.tolist() == [0, 2, 70_000]
    assert found.in_plan_part.all()
    packed = find_packing(Tokens).pack(tokens)
    with pytest.raises(ValueError, match="length"):
        find_packing(Tokens).unpack([*packed[:3], ""])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: [[rows[0][0][:-1]]],  # a claim of a program with fewer fields
        lambda rows: [[[*rows[0][0][:7], [9, []], *rows[0][0][8:]]]],  # an amount of no class
        lambda _: [["os.system"]],
        lambda _: None,
        lambda _: {"a": 1},
    ],
)
def test_a_record_of_another_make_is_none_though_its_checksum_holds(spoil, tmp_path):
    store, how = Store(tmp_path), find_packing(MANY)
    store.keep("0a", "claims", "key", (CLAIMS,), MANY)
    assert store.load("0a", "claims", "key", MANY) == (CLAIMS,)
    assert store.load("0a", "claims", "other", MANY) is None
    store.keep("0a", "claims", "key", spoil(how.pack((CLAIMS,))), str)
    assert store.load("0a", "claims", "key", MANY) is None


def test_a_record_is_read_once_and_again_when_its_file_was_touched(tmp_path):
    store = Store(tmp_path)
    store.keep("0a", "claims", "key", (CLAIMS,), MANY)
    held = store.load("0a", "claims", "key", MANY)
    assert Store(tmp_path).load("0a", "claims", "key", MANY) is held
    path = tmp_path / "0a" / "claims.json"
    times, raw = path.stat(), path.read_bytes()
    path.write_bytes(raw.replace(b"gdp", b"gdq"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    if os.name != "nt":  # where a time that was set back leaves no trace, what is held is right
        assert store.load("0a", "claims", "key", MANY) is None
    path.unlink()
    assert store.load("0a", "claims", "key", MANY) is None
