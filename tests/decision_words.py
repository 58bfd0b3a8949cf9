"""Words by which an authority decides, where they would stand as the panel's own act.

The panel proposes (建议通过验收); an authority decides. What a source says stands in 「」, what
somebody typed into a field is not ours; all else that the program says is looked through.
"""

import re
from typing import Final

QUOTED: Final = re.compile("「[^「」]*」")
DECISIONS: Final = re.compile(
    "认定|批准|核准|摘牌|授牌|授予|评定为|立项|不予通过|通过验收|通过评审"
    "|(?:取消|撤销|终止)[^，。；、]{0,8}(?:资格|称号|中心)|审定|予以(?:奖励|补助|整改|收回|拨付)"
)
BEFORE: Final = re.compile(
    # The panel proposes, an authority is named, or the words name a date or a state of affairs.
    "(?:建议(?:不|暂不|予以)?|由[^，。；]{0,12}(?:部门|政府|单位|机关|办公室)|谁|重新)$"
)
ENGLISH: Final = re.compile(
    r"\b(?:accredit\w*|certifi(?:es|ed)|delist\w*|disqualif\w*|confer(?:s|red)"
    r"|awards? (?:the|it|its|a)\b|awarded|approves|(?:is|are|be) approved"
    r"|(?:pass(?:es)?|passed) (?:the )?(?:acceptance|appraisal|evaluation|review)"
    r"|(?:is|are|be) recogni[sz]ed as|(?:strips?|stripped) of"
    r"|(?:cancel|revoke|withdraw|terminate)\w* (?:the|its|their) (?:status|title|qualification))",
    re.IGNORECASE,
)
ADVISED: Final = re.compile(
    r"(?:propos(?:es?|ed|al)|recommend(?:s|ed)?|advises?)[^.;]{0,40}$", re.IGNORECASE
)


def decisions(text: str) -> list[str]:
    """The decision words in our own part of a text, with what stands around them."""
    own = QUOTED.sub("", text)
    return [
        own[max(0, found.start() - 12) : found.end() + 6]
        for words, advised in ((DECISIONS, BEFORE), (ENGLISH, ADVISED))
        for found in words.finditer(own)
        if not advised.search(own[: found.start()])
    ]
