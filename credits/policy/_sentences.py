"""Reasons in words, in Chinese and in English, with the document and article that they rest on."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args

from credits.hours import to_decimal
from credits.policy._codes import ReasonCode

REASON_CODES: frozenset[str] = frozenset(get_args(ReasonCode))

Language = Literal["zh", "en"]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# {amount} is what was gained or taken, always positive; {value} the rule's hours, {fact} the person's; {count} and {limit} the same
# two as plain numbers; {share} a share in percent; {text} a code or name; {day} a day.
WORDS: Mapping[str, tuple[str, str]] = {
    "rate": ("按规定标准核算 {amount} 学时", "{amount} hours by the rate of the rulebook"),
    "day_only_rate": (
        "只注明天数、未注明学时，按每天 {value} 学时核算，计 {amount} 学时",
        "Only days are stated: {value} hours a day, {amount} hours",
    ),
    "multiplier": ("按实际学时的 {value} 倍核算，计 {amount} 学时", "The hours count {value} times: {amount} hours"),
    "fixed": ("按规定数额计 {amount} 学时", "{amount} hours, a fixed amount"),
    "per_volume": ("按字数核算，计 {amount} 学时", "{amount} hours by the length of the text"),
    "rank": ("按署名位次或承担角色核算", "The amount follows the place among the authors or the role"),
    "author_share": ("多人合作，按份额核减 {amount} 学时", "Shared among the authors: {amount} hours less"),
    "tier": (
        "按停留时长分档，最多计 {value} 学时，核减 {amount} 学时",
        "A stay of this length counts at most {value} hours: {amount} less",
    ),
    "rounded_down": (
        "按 {value} 学时为一档向下取整，舍去 {amount} 学时",
        "Rounded down to steps of {value}: {amount} hours less",
    ),
    "travel_excluded": (
        "往返路途 {count} 天不计，核减 {amount} 学时",
        "{count} days of travel do not count: {amount} hours less",
    ),
    "rest_excluded": ("休息时间不计，核减 {amount} 学时", "Rest does not count: {amount} hours less"),
    "overlap": (
        "与其他学习时间重叠 {count} 分钟，只计一次，核减 {amount} 学时",
        "{count} minutes overlap with other learning and count once: {amount} hours less",
    ),
    "daily_cap": ("每天最多计 {value} 学时，核减 {amount} 学时", "At most {value} hours of a day count: {amount} less"),
    "item_cap": ("每项最多计 {value} 学时，核减 {amount} 学时", "One item counts at most {value} hours: {amount} less"),
    "activity_cap": (
        "该类活动最多计 {value} 学时，核减 {amount} 学时",
        "This activity counts at most {value} hours: {amount} less",
    ),
    "group_cap": (
        "这几类活动合计最多计 {value} 学时，核减 {amount} 学时",
        "These activities together count at most {value} hours: {amount} less",
    ),
    "category_cap": (
        "该类科目最多计 {value} 学时，核减 {amount} 学时",
        "This category counts at most {value} hours: {amount} less",
    ),
    "spread": (
        "分周期登记，自 {day} 起的周期计 {value} 学时",
        "Registered over several cycles: {value} hours in the one that begins on {day}",
    ),
    "filled_other_category": ("{value} 学时计入另一类科目（{text}）", "{value} hours fill another category ({text})"),
    "attendance_too_low": (
        "实际到课 {count} 分钟，未达到 {share}% 的出勤要求，不计学时",
        "{count} minutes attended: less than the {share}% required, so nothing counts",
    ),
    "absences": (
        "缺勤 {count} 个半天，超过允许的 {limit} 个，不计学时",
        "{count} half-days missed, {limit} allowed: nothing counts",
    ),
    "not_passed": ("考核未通过或未按时通过，不计学时", "The assessment was not passed, or not in time: nothing counts"),
    "provider_not_recognised": (
        "举办机构在学习期间不具备资格，不计学时",
        "The provider was not recognised at the time: nothing counts",
    ),
    "not_approved_in_advance": (
        "项目未在开班前获批，不计学时",
        "The programme was not approved before it began: nothing counts",
    ),
    "repeat": ("同一内容（{text}）重复，不再计学时", "The same content ({text}) again: nothing more counts"),
    "same_item": ("同一成果或项目（{text}）只计一次", "The same item ({text}) counts once"),
    "outside_cycle": ("学习日期 {day} 不在任何计学时的周期内", "The day of learning, {day}, lies in no cycle"),
    "before_duty": ("继续教育义务自 {day} 之后开始", "The duty begins only after {day}"),
    "before_title": (
        "在现职称公布日 {day} 之前取得，不计入",
        "Earned before the present title was published on {day}: not counted",
    ),
    "revoked": ("该登记已于 {day} 撤销，学时归零", "The entry was reversed on {day}: nothing counts"),
    "unverified": ("抽查未能核实，不计学时", "An audit could not verify it: nothing counts"),
    "unknown_category": (
        "本办法没有“{text}”这一科目类别，不计学时",
        "The rulebook knows no category “{text}”: nothing counts",
    ),
    "unknown_activity": (
        "本办法没有这类活动或这种计量的核算标准，不计学时",
        "The rulebook has no rate for this activity as stated: nothing counts",
    ),
    "below_minimum": ("未达到计学时的最低标准", "Less than the least that counts"),
    "no_version": (
        "{day} 没有施行中的规则版本，不计学时",
        "No version of the rulebook was in force on {day}: nothing counts",
    ),
    "too_late": ("超过规定期限，不计学时", "Later than the rules allow: nothing counts"),
    "precondition_missing": (
        "尚未满足前置条件（如信息采集），暂不能确认",
        "A precondition, such as information collection, is not met: it cannot be confirmed",
    ),
    "carried_in": ("上一周期结转 {amount} 学时", "{amount} hours carried in from the cycle before"),
    "expired": ("{amount} 学时已失效或不能结转", "{amount} hours have lapsed or cannot be carried over"),
    "shortfall_first": ("先补上一周期的缺口 {amount} 学时", "{amount} hours fill the earlier shortfall first"),
    "make_up": ("另须补学以前年度欠缺的 {amount} 学时", "{amount} hours of earlier years are to be made up as well"),
    "prorated": ("按应参加的时长折算，少修 {amount} 学时", "Owed for part of the cycle only: {amount} hours less"),
    "exempt": ("符合免修条件，少修 {amount} 学时", "Exempt: {amount} hours less"),
    "deferred": ("{amount} 学时顺延至下一周期", "{amount} hours move to the next cycle"),
    "extra_specialty": (
        "增加 {count} 个注册专业，多修 {amount} 学时",
        "{count} further specialties: {amount} hours more",
    ),
    "audit_shortfall": (
        "上一周期抽查未核实的 {amount} 学时，须在本周期补足",
        "{amount} hours that an audit could not verify are owed in this cycle",
    ),
    "missed_minutes": (
        "缺课 {count} 分钟，超过允许的 {limit} 分钟，不计学时",
        "{count} minutes missed, {limit} allowed: nothing counts",
    ),
    "place_not_recognised": (
        "举办单位所在地的学时不予认可，不计学时",
        "Hours of the place where the provider sits are not recognised: nothing counts",
    ),
    "made_up_late": (
        "该年度学时最迟应于 {day} 前（含当日）补学，此后补学的不计学时",
        "This year could be made up until {day}: what was completed later counts nothing",
    ),
    "made_up_outside": (
        "以前年度学时只在每年 {text} 补学，在此之外补学的不计学时",
        "Earlier years are made up from {text} only: nothing counts",
    ),
    "rolling_hours": (
        "{text}：自 {day} 起须有 {value} 学时，现有 {fact} 学时",
        "{text}: {value} hours are asked since {day}, there are {fact}",
    ),
    "rolling_claims": (
        "{text}：自 {day} 起须有 {value} 项，现有 {fact} 项",
        "{text}: {value} items are asked since {day}, there are {fact}",
    ),
    "share_of_earned": (
        "须占已修学时的 {text}，现应修 {value} 学时，已修 {fact} 学时",
        "{text} of the hours counted are asked: {value} hours now, there are {fact}",
    ),
    "specialty_short": (
        "{count} 个注册专业各须至少 {value} 学时，还差 {amount} 学时",
        "Each of {count} specialties needs at least {value} hours: {amount} are missing",
    ),
    "grace": (
        "学时尚未达标，宽限期至 {day}（含当日）（{text}）",
        "Still short, within the days of grace until and including {day} ({text})",
    ),
}

# What is `too_late` by a day to claim until; other limits state a number.
CLAIMED_LATE = ("申报截止日为 {day}，逾期申报的不计学时", "Claimed after {day}, the last day to claim: nothing counts")


# Between 汉字, and between them and numbers, Chinese has no space; the sentences above have them to be read.
_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[0-9\u3400-\u9fff])|(?<=[0-9%]) (?=[\u3400-\u9fff])")


_NAMED = re.compile(r" ?[（(“]\{text\}[”)）]")


def sentence(reason: Mapping[str, Any], language: Language = "zh") -> str:
    """Return the sentence of `reason` (a row of `Awards.reasons`, or a reason of a standing), with its document and article."""
    words = _words(reason, language).format_map(_facts(reason, language))
    words = _GAP.sub("", words) if language == "zh" else words
    document, article = reason.get("document") or "", reason.get("article") or ""
    if not document:
        return words + ("。" if language == "zh" else ".")
    if language == "zh":
        return f"{words}（依据：{document}{_article_zh(article)}）。"
    return f"{words} ({document}{f', {_article_en(article)}' if article else ''})."


def _words(reason: Mapping[str, Any], language: Language) -> str:
    words = (CLAIMED_LATE if _is_claimed_late(reason) else WORDS[reason["code"]])[0 if language == "zh" else 1]
    # Where nothing is named, no bracket stands for it.
    return words if reason.get("text") else _NAMED.sub("", words)


def _is_claimed_late(reason: Mapping[str, Any]) -> bool:
    return bool(reason["code"] == "too_late" and reason.get("day") and reason.get("value") is None)


def _facts(reason: Mapping[str, Any], language: Language) -> dict[str, str]:
    value, fact = reason.get("value"), reason.get("fact")
    return {
        "amount": _hours(abs(reason.get("amount") or 0)),
        "value": _hours(value),
        "fact": _hours(fact),
        "count": _number(fact),
        "limit": _number(value),
        "share": _hours(value),
        "text": _text(str(reason.get("text") or ""), language),
        "day": _day(reason.get("day"), language),
    }


def _text(text: str, language: Language) -> str:
    # A name that an author gave stands there in both languages, a line each.
    in_chinese, _line, in_english = text.partition("\n")
    return in_english or in_chinese if language == "en" else in_chinese


def _hours(amount: int | None) -> str:
    return "" if amount is None else f"{to_decimal(amount):f}"


def _number(amount: int | None) -> str:
    return "" if amount is None else str(amount)


def _day(day: date | str | None, language: Language) -> str:
    if day is None:
        return ""
    moment = date.fromisoformat(day) if isinstance(day, str) else day
    if language == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _article_zh(article: str) -> str:
    return f"第{article}条" if article.isdigit() else article


def _article_en(article: str) -> str:
    return f"Art. {article}" if article.isdigit() else article
