"""What the READMEs show is what the program does."""

import argparse
import re

import pytest

from analysis.cli import build_parser

PAGES = ("README.md", "README.zh-CN.md")
COMMANDS = next(
    action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)
)


@pytest.fixture(params=PAGES)
def page(request, project):
    return (project / request.param).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS.choices))
def test_every_command_is_shown(name, page):
    assert f"townplans {name}" in page


@pytest.mark.parametrize("action", COMMANDS._choices_actions, ids=lambda action: action.dest)
def test_every_command_has_help_in_both_languages(action):
    assert re.search("[\u4e00-\u9fff]", action.help)
    assert re.search("[a-z]{3}", action.help)


def test_every_command_shown_exists(page):
    shown = set(re.findall(r"townplans ([a-z]+)\b", page))
    assert shown <= set(COMMANDS.choices) | {"is"}


def test_every_link_and_picture_is_there(page, project):
    links = re.findall(r"\]\(([^)#]+)\)", page)
    assert [link for link in links if "://" not in link and not (project / link).exists()] == []


def test_both_pages_show_the_same_commands_pictures_and_output(project):
    english, chinese = ((project / name).read_text(encoding="utf-8") for name in PAGES)
    for pattern in (r"```\n(.*?)```", r"!\[[^\]]*\]\(([^)]+)\)"):
        assert re.findall(pattern, english, re.S) == re.findall(pattern, chinese, re.S)
