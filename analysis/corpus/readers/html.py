"""A web page -> its visible text, with what stands outside the article marked.

Nothing visible is dropped here: `trafilatura` names the article, and lines before and after it
become marks, so that the cleaner removes them with a trace. A table row is one line, its cells
parted by tabs. Scripts, styles and form controls are no text.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

import lxml.html
import trafilatura
from lxml import etree

from analysis.corpus.readers.text import decode_text
from analysis.errors import RefusedDocumentError
from analysis.model import Cut, Received

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|table|tbody|tfoot|thead|title|"
    "tr|ul"
)
_UNSEEN = re.compile("head|script|style|noscript|template|select|button|iframe|object|svg")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_WRAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\uffef])")
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_SHORTEST_ARTICLE = 100
_BLOCKS_IN_CELL = 2


def read_html(raw: bytes, where: str) -> Received:
    """Read a saved web page.

    Raises
    ------
    RefusedDocumentError
        It cannot be decoded, or holds no words.
    """
    page, encoding = decode_text(raw, where, hint=_find_charset(raw))
    page = _XML_HEAD.sub("", page)
    try:
        tree = lxml.html.document_fromstring(page)
        text = _show(tree)
    except (etree.LxmlError, ValueError, AssertionError):
        text = ""
    if not re.search(r"\w", text):
        raise RefusedDocumentError(
            "E-TXT-02", "the web page holds no words", where=where, fix="save the page again"
        )
    article = trafilatura.extract(page, include_comments=False) or ""
    headings = "//title|//h1|//h2|//h3"
    title = "\n".join(node.text_content() for node in tree.xpath(headings))
    marks = _mark_frame(text, article, title)
    notes = []
    if marks is None:
        notes.append(("W-WEB-01", "the article could not be told from the rest of the web page"))
    return Received(text, f"html, {encoding}", marks or (), tuple(notes))


def read_mht(raw: bytes, where: str) -> Received:
    """Read a page saved as one file (.mht): its first HTML part.

    Raises
    ------
    RefusedDocumentError
        It holds no page, or the page cannot be read.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(content, bytes):
                if charset and not _CHARSET.search(content[:2048]):
                    content = f'<meta charset="{charset}">'.encode("ascii", "replace") + content
                return read_html(content, where)
    raise RefusedDocumentError(
        "E-TXT-02", "the saved page holds no text", where=where, fix="save the page again"
    )


def _find_charset(raw: bytes) -> str | None:
    found = _CHARSET.search(raw[:4096])
    return found[1].decode("ascii") if found else None


def _show(tree: etree._Element) -> str:
    """Return the visible text: one block a line, cells parted by tabs."""
    joined = "".join(_pieces(tree))
    lines = (re.sub(r" ?\t ?", "\t", line).strip(" \n") for line in joined.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _pieces(node: etree._Element) -> Iterator[str]:
    if not isinstance(node.tag, str) or _UNSEEN.fullmatch(node.tag) or _is_hidden(node):
        return
    cell = node.tag in ("td", "th") and not _is_layout(node)
    block = bool(_BLOCKS.fullmatch(node.tag)) or (node.tag in ("td", "th") and not cell)
    if node.tag == "br":
        yield "\n"
    if block:
        yield "\n"
    if cell and node.getprevious() is not None:
        yield "\t"
    inner = [_flow(node.text)]
    for child in node:
        inner += [*_pieces(child), _flow(child.tail)]
    words = "".join(inner)
    yield " ".join(words.split()) if cell else words
    if block:
        yield "\n"


def _is_layout(cell: etree._Element) -> bool:
    """Tell a cell that lays out a page, with blocks or tables of its own, from one with a value."""
    inner = cell.xpath(".//table|.//p|.//div|.//h1|.//h2|.//h3|.//ul")
    return len(inner) > _BLOCKS_IN_CELL or any(node.tag == "table" for node in inner)


def _flow(text: str | None) -> str:
    """Blanks of the source become one blank; a line end between Chinese characters none."""
    return _BLANK.sub(" ", _WRAP.sub("", text)) if text else ""


def _is_hidden(node: etree._Element) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    unseen = "display:none" in style or "visibility:hidden" in style
    return unseen or node.get("hidden") is not None


def _mark_frame(text: str, article: str, title: str) -> tuple[Cut, ...] | None:
    """Mark the lines before and after the article; None when no article was told.

    A line before it that is the page's title or a heading of it belongs to the article.
    """
    body, name = _squeeze(article), _squeeze(title)
    if len(body) < _SHORTEST_ARTICLE:
        return None
    lines = [(m.start(), m.end(), _squeeze(m[0])) for m in re.finditer(r"[^\n]*\n", text)]
    inside = [i for i, (_, _, words) in enumerate(lines) if len(words) > 8 and words in body]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    for i in range(first):
        if len(lines[i][2]) >= 6 and lines[i][2] in name:
            first = i
            break
    return tuple(
        Cut(start, end, "outside_article")
        for i, (start, end, words) in enumerate(lines)
        if words and not first <= i <= last
    )


def _squeeze(text: str) -> str:
    return re.sub(r"[\s|\u3000]+", "", text)
