"""What a web site gives instead of a plan: it is not there, or asks for a login or for consent."""

from __future__ import annotations

import re

from analysis.errors import RefusedDocumentError

LONGEST_MESSAGE = 300
"""Characters; such a page has a few lines, a plan that is worth reading has more."""
_MOST_SENTENCES = 2
_SAID_BY_SITES = re.compile(
    r"\b(?:40[0134]|50[0234])\b.{0,3}(?:not found|forbidden|unauthorized|error)"
    r"|(?:bad gateway|gateway time-?out|internal server error)"
    r"|page not found|access denied|service unavailable|just a moment|(?:enable|启用) ?javascript"
    r"|accept (?:all )?cookies|(?:使用|接受|同意).{0,4}cookies?|verify you are human|captcha"
    r"|(?:页面|网页|文件|文章|内容|链接|资源).{0,6}(?:不存在|找不到|没有找到|未找到|已删除|被删除|已失效|已过期|走丢)"
    r"|找不到.{0,6}(?:页面|网页|文件)|(?:请|需).{0,4}登[录陆]|登[录陆]后.{0,4}(?:下载|查看|阅读|浏览)"
    r"|(?:扫码|账号|密码)登[录陆]|验证码|(?:安全|滑动|人机)验证|访问(?:受限|过于频繁|被拒绝)|无权访问",
    re.IGNORECASE,
)


def refuse_message(text: str, where: str) -> None:
    """Refuse a text that is only what a site says; a short plan that speaks of a login is none.

    Raises
    ------
    RefusedDocumentError
        It is a message of a web site.
    """
    words = " ".join(text.split())
    if len(words) > LONGEST_MESSAGE or words.count("。") > _MOST_SENTENCES:
        return
    if found := _SAID_BY_SITES.search(words):
        raise RefusedDocumentError(
            "E-TXT-03",
            f"it holds what a web site said in place of the plan ({found[0]})",
            where=where,
            fix="open the plan's page in a browser and save or copy it from there",
        )
