"""The page of all figures: nothing from elsewhere, every name as text, every link to a file."""

import io
import json
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from PIL import Image

from analysis.build.drawing.index import FILE, write_index
from analysis.figures.index_page import (
    THUMB_PX,
    index_key,
    make_thumbnail,
    read_thumbnails,
    to_index,
)
from tests.badinputs.payloads import HTML

HOSTILE = "&镇".join(HTML)
TITLES = {"zh": f"{HOSTILE}：全部图", "en": "All figures"}
HEADS = {"zh": "出处", "en": "Where from"}


def paint(width=900, height=1400):
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(file, "png")
    return file.getvalue()


def make_card(name, pages=1, **said):
    parts = [name] if pages == 1 else [f"{name}_{n}" for n in range(1, pages + 1)]
    digests = (f"{n:04x}" for n in range(len(name), 9999))
    files = {f"{p}.{kind}": next(digests) for p in parts for kind in ("png", "svg", "pdf")}
    files[f"{name}.csv"] = "0"
    told = {"caption": {"zh": "图题", "en": "Caption"}, "alt": {"zh": "说明", "en": "alt"}}
    return {"name": name, "n": 5, "note": "注", "lang": "zh", "files": files} | told | said


class Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def take(self, tag, name):
        return [attrs[name] for found, attrs in self.tags if found == tag]


@pytest.fixture(scope="module")
def page():
    cards = [
        make_card("themes_2023", pages=11),
        make_card(
            "card_" + "a#?%b",
            caption={"zh": HOSTILE, "en": HOSTILE},
            alt={"zh": HOSTILE, "en": ""},
            note=HOSTILE,
        ),
    ]
    thumbnails = {card["files"][n]: make_thumbnail(paint()) for card, n in
                  zip(cards, ("themes_2023_1.png", "card_a#?%b.png"), strict=True)}  # fmt: skip
    return Page(to_index(cards, thumbnails, TITLES, HEADS, "zh"))


def test_what_gives_the_numbers_of_the_words_stands_folded_below_them_once():
    origin = {"number": "25<b>", "said": "25个", "from": {"zh": HOSTILE, "en": "rows"}}
    page = Page(to_index([make_card("map_2023", numbers=[origin] * 3)], {}, TITLES, HEADS, "zh"))
    assert [tag for tag, _ in page.tags].count("details") == 1
    assert page.words.count("25<b>") == 1
    assert sum(HOSTILE in words for words in page.words) >= 2
    bare = Page(to_index([make_card("map_2023")], {}, TITLES, HEADS, "en"))
    assert "details" not in [tag for tag, _ in bare.tags]


def test_hostile_words_stay_words(page):
    assert "script" not in [tag for tag, _ in page.tags]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert page.take("img", "alt") == ["说明", HOSTILE]
    assert page.words.count(HOSTILE) == 3


def test_nothing_is_asked_of_any_network(page):
    assert all(held.startswith("data:image/png;base64,") for held in page.take("img", "src"))
    [policy] = [a["content"] for t, a in page.tags if a.get("http-equiv")]
    assert policy.startswith("default-src 'none'; img-src data:")
    assert not [tag for tag, _ in page.tags if tag in ("script", "link", "iframe", "base")]


def test_every_file_of_a_figure_is_linked_beside_the_page(page):
    links = [unquote(link) for link in page.take("a", "href")]
    assert all(link.startswith("./") for link in links)
    assert "./data/themes_2023.csv" in links
    assert [f"./themes_2023_{n}.png" in links for n in (1, 2, 11)] == [True] * 3
    pictures = [link for link in links if link.endswith(".png") and "themes" in link]
    assert pictures[0] == "./themes_2023_1.png", "the thumbnail is of the first page, not of 11"
    assert "./card_a#?%b.pdf" in links
    assert "#" not in page.take("a", "href")[-1]


def test_captions_stand_in_both_languages_with_n_and_note(page):
    said = " ".join(page.words)
    assert "图题" in said
    assert "Caption" in said
    assert "n = 5" in said
    assert "注" in said


def test_a_thumbnail_is_small_and_always_the_same():
    png = paint(1771, 2900)
    small = make_thumbnail(png)
    assert small == make_thumbnail(png)
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.width <= THUMB_PX


def test_no_thumbnail_is_made_twice():
    card = make_card("map_2023")
    small = {card["files"]["map_2023.png"]: make_thumbnail(paint())}
    assert read_thumbnails(to_index([card], small, TITLES, HEADS, "en")) == small


def test_a_figure_without_its_picture_is_still_listed():
    page = Page(to_index([make_card("map_2023")], {}, TITLES, HEADS, "en"))
    assert "./map_2023.pdf" in page.take("a", "href")
    assert page.take("img", "src") == []


@pytest.fixture
def results(tmp_path):
    (tmp_path / "data").mkdir()
    study = SimpleNamespace(figures=tmp_path, name="甲县", name_en="Jia", language="zh")
    labels = {
        "index_title": {"zh": "{scope}：全部图", "en": "All figures: {scope}"},
        "index_origins": HEADS,
    }
    lexicon = SimpleNamespace(labels=labels)
    return SimpleNamespace(corpus=SimpleNamespace(study=study, lexicon=lexicon))


def put(folder, card):
    path = folder / "data" / f"{card['name']}.json"
    path.write_text(json.dumps(card), encoding="utf-8")


def test_the_page_is_written_anew_only_when_a_figure_changed(results, tmp_path):
    kinds = ("targets", "target_grid", "card")
    for name in ("card_1", "target_grid_2023", "targets_gdp_2023", "own"):
        put(tmp_path, make_card(name))
    (tmp_path / "data" / "mine.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "data" / "torn.json").write_text("{", encoding="utf-8")
    assert write_index(results, kinds) == [tmp_path / FILE]
    first = (tmp_path / FILE).read_bytes()
    ids = [attrs["id"] for tag, attrs in Page(first).tags if tag == "li"]
    assert ids == ["targets_gdp_2023", "target_grid_2023", "card_1", "own"]
    assert write_index(results, kinds) == []
    put(tmp_path, make_card("card_1", n=6))
    assert write_index(results, kinds) == [tmp_path / FILE]
    put(tmp_path, make_card("card_1"))
    write_index(results, kinds)
    assert (tmp_path / FILE).read_bytes() == first


def test_the_key_knows_every_card():
    one, other = make_card("a"), make_card("a", note="新")
    assert index_key([one], TITLES, HEADS) != index_key([other], TITLES, HEADS)
