"""environment.yml serves conda users with the same packages that pyproject.toml pins."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

CONDA_NAME = {"matplotlib-base": "matplotlib"}


@pytest.fixture(scope="module")
def pyproject(project):
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda(project):
    """Name -> range of every package environment.yml asks for."""
    listed = yaml.safe_load((project / "environment.yml").read_text(encoding="ascii"))
    entries = [e for e in listed["dependencies"] if isinstance(e, str)]
    pip = next(e["pip"] for e in listed["dependencies"] if isinstance(e, dict))
    assert "--editable=." in pip, "the package itself must be installed too"
    ranges = {}
    for entry in [*entries, *(p for p in pip if not p.startswith("--"))]:
        name, limits = re.fullmatch(r"([a-z0-9-]+)(.*)", entry).groups()
        ranges[CONDA_NAME.get(name, name)] = SpecifierSet(limits)
    return ranges


@pytest.fixture(scope="module")
def needed(pyproject):
    requirements = map(Requirement, pyproject["project"]["dependencies"])
    return {r.name.lower(): r.specifier for r in requirements}


@pytest.fixture(scope="module")
def pins(pyproject):
    pinned = map(Requirement, pyproject["tool"]["uv"]["constraint-dependencies"])
    return {r.name.lower(): Version(str(r.specifier).removeprefix("==")) for r in pinned}


def test_conda_and_pyproject_ask_for_the_same_packages(conda, needed):
    assert set(conda) - {"python", "pip"} == set(needed)


def test_both_ask_for_the_same_ranges(conda, needed):
    assert {name: str(conda[name]) for name in needed} == {n: str(s) for n, s in needed.items()}


def test_every_package_is_pinned_inside_its_range(needed, pins):
    assert set(needed) <= set(pins)
    assert [name for name in needed if pins[name] not in needed[name]] == []


def test_both_ask_for_the_same_python(conda, pyproject):
    assert str(conda["python"]) == pyproject["project"]["requires-python"]


def test_every_dependency_has_its_reason(project):
    lines = (project / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("dependencies = ["))
    assert lines[start + 1].strip().startswith("#")
