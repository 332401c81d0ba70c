"""The regions of Jiangsu in English, as maps and road signs romanise them; in Chinese, and where none is known, a name stays as it is."""

import re

from django.utils import translation

_ROMANISED = """
江苏 Jiangsu
南京 Nanjing 玄武 Xuanwu 秦淮 Qinhuai 建邺 Jianye 鼓楼 Gulou 浦口 Pukou 栖霞 Qixia 雨花台 Yuhuatai 江宁 Jiangning 六合 Luhe 溧水 Lishui 高淳 Gaochun
无锡 Wuxi 锡山 Xishan 惠山 Huishan 滨湖 Binhu 梁溪 Liangxi 新吴 Xinwu 江阴 Jiangyin 宜兴 Yixing
徐州 Xuzhou 云龙 Yunlong 贾汪 Jiawang 泉山 Quanshan 铜山 Tongshan 丰 Feng 沛 Pei 睢宁 Suining 新沂 Xinyi 邳州 Pizhou
常州 Changzhou 天宁 Tianning 钟楼 Zhonglou 新北 Xinbei 武进 Wujin 金坛 Jintan 溧阳 Liyang
苏州 Suzhou 虎丘 Huqiu 吴中 Wuzhong 相城 Xiangcheng 姑苏 Gusu 吴江 Wujiang 常熟 Changshu 张家港 Zhangjiagang 昆山 Kunshan 太仓 Taicang
南通 Nantong 通州 Tongzhou 崇川 Chongchuan 海门 Haimen 如东 Rudong 启东 Qidong 如皋 Rugao 海安 Hai’an
连云港 Lianyungang 连云 Lianyun 海州 Haizhou 赣榆 Ganyu 东海 Donghai 灌云 Guanyun 灌南 Guannan
淮安 Huai’an 淮阴 Huaiyin 清江浦 Qingjiangpu 洪泽 Hongze 涟水 Lianshui 盱眙 Xuyi 金湖 Jinhu
盐城 Yancheng 亭湖 Tinghu 盐都 Yandu 大丰 Dafeng 响水 Xiangshui 滨海 Binhai 阜宁 Funing 射阳 Sheyang 建湖 Jianhu 东台 Dongtai
扬州 Yangzhou 广陵 Guangling 邗江 Hanjiang 江都 Jiangdu 宝应 Baoying 仪征 Yizheng 高邮 Gaoyou
镇江 Zhenjiang 京口 Jingkou 润州 Runzhou 丹徒 Dantu 丹阳 Danyang 扬中 Yangzhong 句容 Jurong
泰州 Taizhou 海陵 Hailing 高港 Gaogang 姜堰 Jiangyan 兴化 Xinghua 靖江 Jingjiang 泰兴 Taixing
宿迁 Suqian 宿城 Sucheng 宿豫 Suyu 沭阳 Shuyang 泗阳 Siyang 泗洪 Sihong
"""
_WORDS = _ROMANISED.split()
_NAMES = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_KINDS = {"省": " Province", "市": "", "区": " District", "县": " County"}
_ZONES = {
    "南京江北新区": "Nanjing Jiangbei New Area",
    "苏州工业园区": "Suzhou Industrial Park",
    "镇江新区": "Zhenjiang New District",
}
_ZONE = re.compile(r"(?P<city>.+?)(?P<kind>经济技术开发区|经济开发区)")
_ZONE_KINDS = {
    "经济技术开发区": "Economic and Technological Development Zone",
    "经济开发区": "Economic Development Zone",
}
# "南京市江宁区": a county after the city that it lies in.
_WITHIN = re.compile(r"(?P<city>.+?市)(?P<county>.+)")


def said(name: str) -> str:
    """Return the name of a region in the reader's language: Nanjing, Jiangning District."""
    return name if (translation.get_language() or "").startswith("zh") else _english(name)


def _english(name: str) -> str:
    if known := _ZONES.get(name) or _plain(name):
        return known
    if (zone := _ZONE.fullmatch(name)) and zone["city"] in _NAMES:
        return f"{_NAMES[zone['city']]} {_ZONE_KINDS[zone['kind']]}"
    if both := _WITHIN.fullmatch(name):
        return f"{_english(both['county'])}, {_english(both['city'])}"
    return name


def _plain(name: str) -> str:
    bare, kind = name[:-1], name[-1:]
    return _NAMES[bare] + _KINDS[kind] if bare in _NAMES and kind in _KINDS else ""
