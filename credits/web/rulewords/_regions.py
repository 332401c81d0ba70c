"""How the regions that rulebooks name by code are called: the provinces, and the cities of Jiangsu."""

from django.utils.translation import pgettext_lazy

from learning import places

_PROVINCES = {
    "110000": pgettext_lazy("region", "Beijing"),
    "120000": pgettext_lazy("region", "Tianjin"),
    "130000": pgettext_lazy("region", "Hebei"),
    "140000": pgettext_lazy("region", "Shanxi"),
    "150000": pgettext_lazy("region", "Inner Mongolia"),
    "210000": pgettext_lazy("region", "Liaoning"),
    "220000": pgettext_lazy("region", "Jilin"),
    "230000": pgettext_lazy("region", "Heilongjiang"),
    "310000": pgettext_lazy("region", "Shanghai"),
    "320000": pgettext_lazy("region", "Jiangsu"),
    "330000": pgettext_lazy("region", "Zhejiang"),
    "340000": pgettext_lazy("region", "Anhui"),
    "350000": pgettext_lazy("region", "Fujian"),
    "360000": pgettext_lazy("region", "Jiangxi"),
    "370000": pgettext_lazy("region", "Shandong"),
    "410000": pgettext_lazy("region", "Henan"),
    "420000": pgettext_lazy("region", "Hubei"),
    "430000": pgettext_lazy("region", "Hunan"),
    "440000": pgettext_lazy("region", "Guangdong"),
    "450000": pgettext_lazy("region", "Guangxi"),
    "460000": pgettext_lazy("region", "Hainan"),
    "500000": pgettext_lazy("region", "Chongqing"),
    "510000": pgettext_lazy("region", "Sichuan"),
    "520000": pgettext_lazy("region", "Guizhou"),
    "530000": pgettext_lazy("region", "Yunnan"),
    "540000": pgettext_lazy("region", "Tibet"),
    "610000": pgettext_lazy("region", "Shaanxi"),
    "620000": pgettext_lazy("region", "Gansu"),
    "630000": pgettext_lazy("region", "Qinghai"),
    "640000": pgettext_lazy("region", "Ningxia"),
    "650000": pgettext_lazy("region", "Xinjiang"),
    "710000": pgettext_lazy("region", "Taiwan"),
    "810000": pgettext_lazy("region", "Hong Kong"),
    "820000": pgettext_lazy("region", "Macao"),
}
_CITIES = dict(
    zip(
        (f"32{number:02}00" for number in range(1, 14)),
        [
            "南京市",
            "无锡市",
            "徐州市",
            "常州市",
            "苏州市",
            "南通市",
            "连云港市",
            "淮安市",
            "盐城市",
            "扬州市",
            "镇江市",
            "泰州市",
            "宿迁市",
        ],
        strict=True,
    )
)


def region(code: str) -> str:
    """Return how a region is called; a code that is none of these stays as it is."""
    if code in _CITIES:
        return places.said(_CITIES[code])
    return str(_PROVINCES.get(code, code))


def place(code: str) -> str:
    """Return the city in which the place of this code lies, or its province: what recognition hangs on."""
    known = (f"{code[:4]}00", f"{code[:2]}0000")
    return next((region(one) for one in known if region(one) != one), code)
