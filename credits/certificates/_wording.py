"""Wording: what a certificate says, frozen on the day of issue. The file is drawn from this and nothing else."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from credits.enums import Activity
from credits.models import CertificateOrder
from learning.accounts import people
from learning.errors import Refusal

# The words of the paper itself: Chinese by law, whatever language the screen speaks.
KIND_NAMES = {
    Activity.SEMINAR: "高级研修班",
    Activity.CLASS: "培训班",
    Activity.PUBLIC_COURSE: "公需科目课程",
    Activity.ONLINE_COURSE: "网络课程",
}
OTHER_KIND = "继续教育活动"
CATEGORY_NAMES = {"public": "公需科目", "professional": "专业科目", "elective": "选修"}

# 人社部函〔2022〕25号 forbids a certificate to borrow the authority of the state, of a national body or of a qualification that it does
# not give. A programme may well be about the nation (国家安全教育, 中国制造) or about qualifications: only what pretends to issue is refused.
PRETENDING = tuple(
    re.compile(pattern)
    for pattern in (
        # 国家级证书, 全国通用结业证书, 中国注册咨询师认证证书
        r"(?:国家|全国|中国)[^，。；、：\s]{0,10}?(?:证书|资格证|合格证|上岗证|执业证)(?!制度|管理|政策|目录|办法|规定|法)",
        r"国家级?(?:认证|认可)(?!认可|制度|管理|政策|目录|办法|规定|标准|监督)",
        r"(?:职业|执业|从业)资格证(?!书?(?:制度|管理|政策|目录|办法|规定))书?",
        r"(?:国家|全国|中国)(?:级|高级)?注册[^，。；、：\s]{0,12}?[师员]",
        r"岗位合格(?:证书?|培训)",
        r"中华人民共和国",
    )
)
# A law is called by its whole name: 《中华人民共和国安全生产法》 claims nothing.
_QUOTED = re.compile(r"《[^《》]*》")


class BannedWords(Refusal):
    """The wording borrows an authority that it does not have."""

    sentence = _(
        "“%(text)s” contains %(words)s, which a certificate may not say (人社部函〔2022〕25号). Change the title and order it again."
    )


def frozen(order: CertificateOrder, *, number: str, token: str, issued_on: date) -> dict[str, Any]:
    """
    Return what the certificate of `order` says.

    :raises BannedWords: if a text that somebody wrote contains a banned word
    """
    facts = order.facts
    wording = {
        "layout": 1,
        "number": number,
        "url": f"{settings.PUBLIC_URL}/verify/{token}/",
        "is_specimen": settings.DEMO,
        "holder": people.current_names([order.person_id])[order.person_id],
        "document": "证件号码" + people.masked_numbers([order.person_id])[order.person_id],
        "programme": facts["title"],
        "run_number": facts["run_number"],
        "kind": KIND_NAMES.get(Activity(facts["activity"]), OTHER_KIND),
        "approval_number": facts["approval_number"],
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "hours": [[CATEGORY_NAMES.get(code, code), _plain(hours)] for code, hours in sorted(facts["hours"].items())],
        "host": facts["host"],
        "organiser": facts["organiser"],
        "issuer": facts["issuer"],
        "issued_on": issued_on.isoformat(),
    }
    _lint(wording)

    return wording


def banned_words(text: str, *, names: tuple[str, ...] = ()) -> list[str]:
    """
    Return the words of `text` that pretend to an authority that the certificate does not have.

    Proper `names` of organisations in it (中国药科大学) and names of laws in 《》 claim nothing.
    """
    # A mark stands where a name stood, so that what was parted does not become one phrase.
    text = _QUOTED.sub("，", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "，")
    return list(dict.fromkeys(found.group() for pattern in PRETENDING for found in pattern.finditer(text)))


def _lint(wording: dict[str, Any]) -> None:
    # Names of people and registered organisations are theirs; what somebody wrote for this programme is looked at.
    names = (wording["host"], wording["organiser"], wording["issuer"])
    for text in (wording["programme"], wording["kind"], *(label for label, _hours in wording["hours"])):
        if words := banned_words(text, names=names):
            raise BannedWords(text=text, words="、".join(f"“{word}”" for word in words))


def _plain(hours: str) -> str:
    text = f"{Decimal(hours):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
