"""Template filters for the devices that somebody is signed in on: what they are and when they were seen, in words."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from learning.tags import clock, moment

register = template.Library()

# The first mark found says what it is: browsers call themselves by the names of those they descend from.
BROWSERS = (
    ("wxwork", gettext_noop("WeCom")),
    ("MicroMessenger", gettext_noop("WeChat")),
    ("DingTalk", gettext_noop("DingTalk")),
    ("AlipayClient", gettext_noop("Alipay")),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("HuaweiBrowser", gettext_noop("Huawei Browser")),
    ("MiuiBrowser", gettext_noop("Xiaomi Browser")),
    ("HeyTapBrowser", gettext_noop("OPPO Browser")),
    ("VivoBrowser", gettext_noop("vivo Browser")),
    ("QQBrowser", gettext_noop("QQ Browser")),
    ("UCBrowser", gettext_noop("UC Browser")),
    ("SamsungBrowser", gettext_noop("Samsung Browser")),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("MSIE", "Internet Explorer"),
    ("Trident", "Internet Explorer"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", gettext_noop("HarmonyOS")),
    ("OpenHarmony", gettext_noop("HarmonyOS")),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
A_MOMENT = timedelta(minutes=5)


@register.filter
def device(user_agent: str) -> str:
    """Return browser and system of a `User-Agent` header: Chrome · Linux."""
    browser = _named(BROWSERS, user_agent) or gettext("Unknown browser")
    system = _named(SYSTEMS, user_agent)
    return f"{browser} · {system}" if system else browser


@register.filter
def since_words(seen: datetime) -> str:
    """Return when something was last seen: just now, today 14:05, yesterday 14:05, or the day."""
    now = timezone.now()
    if now - seen < A_MOMENT:
        return gettext("just now")
    days = (timezone.localdate(now) - timezone.localdate(seen)).days
    if days == 0:
        return gettext("today at %(clock)s") % {"clock": clock(seen)}
    if days == 1:
        return gettext("yesterday at %(clock)s") % {"clock": clock(seen)}
    return gettext("on %(moment)s") % {"moment": moment(seen)}


def _named(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    found = next((name for mark, name in names if mark.casefold() in user_agent.casefold()), "")
    return gettext(found) if found else ""
