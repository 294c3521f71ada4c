"""Cards and pictures -> one HTML page of all figures, which asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from PIL import Image

THUMB_PX = 420
_THUMB = re.compile(rb'data-of="(\w+)" src="data:image/png;base64,([^"]+)"')
_KINDS = ("png", "svg", "pdf", "csv")
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:1180px;margin:0 auto;padding:0 20px;color:#1b1b1b}"
    "ul{list-style:none;padding:0;display:grid;gap:28px 24px;"
    "grid-template-columns:repeat(auto-fill,minmax(260px,1fr))}"
    "img{width:100%;border:1px solid #c8c8c8}h2{font-size:15px;margin:8px 0 2px}"
    "ol{padding-left:20px;margin:2px 0;font-size:13px}summary{font-size:13px;cursor:pointer}"
    "p{margin:2px 0;font-size:13px;overflow-wrap:anywhere}.note{color:#595959}a{color:#0b4f8a}"
    "@media print{li{break-inside:avoid}}"
)


def index_key(
    cards: Sequence[Mapping[str, Any]], titles: Mapping[str, str], heads: Mapping[str, str]
) -> str:
    """Hash what a page of these figures is made from; the page carries it."""
    said = [dict(titles), dict(heads)]
    told = json.dumps([THUMB_PX, _STYLE, *said, list(cards)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def to_index(
    cards: Sequence[Mapping[str, Any]],
    thumbnails: Mapping[str, bytes],
    titles: Mapping[str, str],
    heads: Mapping[str, str],
    lang: str,
) -> bytes:
    """Write the page: of each figure a thumbnail, captions, n, note and links to its files.

    Parameters
    ----------
    cards
        What lies beside each figure, in the order of the page.
    thumbnails
        Digest of a PNG file -> its thumbnail, of the first page of each figure at least.
    titles
        Language -> title of the page.
    heads
        Language -> what stands over the origins of numbers.
    lang
        The language that stands first.
    """
    items = "".join(_write_item(card, thumbnails, heads, lang) for card in cards)
    title, other = titles[lang], titles[_other(lang)]
    page = (
        f'<!doctype html>\n<html lang="{_code(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="key" content="{index_key(cards, titles, heads)}">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{html.escape(title)}</h1>\n"
        f'<p lang="{_code(_other(lang))}">{html.escape(other)}</p>\n'
        f"<ul>\n{items}</ul>\n</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8", errors="replace")


def make_thumbnail(png: bytes) -> bytes:
    """Shrink a picture to the width of the page's columns; equal bytes for equal pictures."""
    with Image.open(io.BytesIO(png)) as whole:
        small = whole.convert("RGB")
        small.thumbnail((THUMB_PX, 4 * THUMB_PX))
    file = io.BytesIO()
    small.quantize(64).save(file, "png", optimize=True)
    return file.getvalue()


def read_thumbnails(page: bytes) -> dict[str, bytes]:
    """Return the thumbnails of a page that `to_index` wrote, so that none is made twice."""
    return {of.decode(): base64.b64decode(data) for of, data in _THUMB.findall(page)}


def name_first(card: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the PNG file of a figure's first page and its digest."""
    pages = [name for name in card.get("files", {}) if name.endswith(".png")]
    first = min(pages, key=lambda name: (len(name), name), default=None)
    return (first, str(card["files"][first])) if first else None


def _write_item(
    card: Mapping[str, Any],
    thumbnails: Mapping[str, bytes],
    heads: Mapping[str, str],
    lang: str,
) -> str:
    said = {code: html.escape(str(card["caption"][code])) for code in ("zh", "en")}
    alt = html.escape(str(card["alt"][lang]), quote=True)
    first, shown = name_first(card), ""
    if first is not None and first[1] in thumbnails:
        data = base64.b64encode(thumbnails[first[1]]).decode()
        of = html.escape(first[1], quote=True)
        image = f'<img alt="{alt}" data-of="{of}" src="data:image/png;base64,{data}">'
        shown = f'<a href="{_link(first[0])}">{image}</a>\n'
    note = html.escape(str(card.get("note") or ""))
    told = (
        f'<p class="note" lang="{_code(str(card.get("lang", lang)))}">{note}</p>\n' if note else ""
    )
    return (
        f'<li id="{html.escape(str(card["name"]), quote=True)}">\n{shown}'
        f'<h2 lang="{_code(lang)}">{said[lang]}</h2>\n'
        f'<p lang="{_code(_other(lang))}">{said[_other(lang)]}</p>\n'
        f"<p>n = {int(card['n'])} · {' '.join(_list_links(card))}</p>\n{told}"
        f"{_write_origins(card, heads[lang], lang)}</li>\n"
    )


def _write_origins(card: Mapping[str, Any], head: str, lang: str) -> str:
    """Write what gives each number of the words below a figure, folded away."""
    origins = card.get("numbers") or []
    told = dict.fromkeys((str(o["number"]), str(o["from"][lang])) for o in origins)
    if not told:
        return ""
    said = "".join(
        f"<li><b>{html.escape(number)}</b> {html.escape(origin)}</li>" for number, origin in told
    )
    head = f"<summary>{html.escape(head)}</summary>"
    return f'<details lang="{_code(lang)}">{head}<ol>{said}</ol></details>\n'


def _list_links(card: Mapping[str, Any]) -> Iterator[str]:
    files = sorted(card.get("files", {}), key=lambda name: (len(name), name))
    for kind in _KINDS:
        for name in (file for file in files if file.endswith(f".{kind}")):
            place = f"data/{name}" if kind == "csv" else name
            yield f'<a href="{_link(place)}">{html.escape(name)}</a>'


def _link(place: str) -> str:
    """Return an address beside the page, whatever the name holds."""
    return html.escape(f"./{quote(place, errors='replace')}", quote=True)


def _other(lang: str) -> str:
    return "en" if lang == "zh" else "zh"


def _code(lang: str) -> str:
    return "zh-CN" if lang == "zh" else "en"
