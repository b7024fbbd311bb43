"""Chinese names of the tracker's places, and the place that a Chinese address names."""

from __future__ import annotations

import re

import pandas as pd

_CHINESE = {
    "China": "中国",
    "Beijing": "北京市", "Tianjin": "天津市", "Hebei": "河北省", "Shanxi": "山西省",
    "Inner Mongolia": "内蒙古自治区", "Liaoning": "辽宁省", "Jilin": "吉林省",
    "Heilongjiang": "黑龙江省", "Shanghai": "上海市", "Jiangsu": "江苏省", "Zhejiang": "浙江省",
    "Anhui": "安徽省", "Fujian": "福建省", "Jiangxi": "江西省", "Shandong": "山东省",
    "Henan": "河南省", "Hubei": "湖北省", "Hunan": "湖南省", "Guangdong": "广东省",
    "Guangxi": "广西壮族自治区", "Hainan": "海南省", "Chongqing": "重庆市", "Sichuan": "四川省",
    "Guizhou": "贵州省", "Yunnan": "云南省", "Tibet": "西藏自治区", "Shaanxi": "陕西省",
    "Gansu": "甘肃省", "Qinghai": "青海省", "Ningxia": "宁夏回族自治区",
    "Xinjiang": "新疆维吾尔自治区",
}  # fmt: skip
_KIND = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
_SHORT = {_KIND.sub("", full): english for english, full in _CHINESE.items()}
_ENGLISH = _SHORT | {full: english for english, full in _CHINESE.items()}

# The short name may begin a prefecture's own name (吉林市, 海南藏族自治州), which must stay whole.
_PROVINCE = (
    rf"^(?:{'|'.join(_CHINESE.values())})*"
    rf"(?:(?:{'|'.join(_SHORT)})(?!市|[^市州]{{1,8}}自治州))?"
)
_CITY = r"[^市区县旗]{1,10}?(?:市|盟|地区|(?<=..)州)"
# A zone ends in 区 as a district does, but is no division of the administration.
_DISTRICT = r"(?<!开发|工业|集聚|集中|高新|经济)(?<!园)区"
_COUNTY = rf"[^市区县旗]{{1,10}}?(?:县|市(?!区)|(?<!红)旗|{_DISTRICT})"
_ZONE = r"[^市区县旗]{1,12}?(?:开发区|园区)"
_PLACE = rf"^({_CITY}(?:{_COUNTY})?|{_COUNTY}|{_ZONE})"


def chinese(name: str) -> str:
    """Return the Chinese name of China or a province of it; any other name as it is."""
    return _CHINESE.get(name, name)


def english(name: str) -> str:
    """Return the tracker's spelling of a Chinese name, full or short; any other name as it is.

    Examples
    --------
    >>> english("江西"), english("江西省"), english("Lower Saxony")
    ('Jiangxi', 'Jiangxi', 'Lower Saxony')

    """
    return _ENGLISH.get(name, name)


def in_addresses(addresses: pd.Series) -> pd.Series:
    """Return prefecture and county, or a zone without either, from addresses in Chinese.

    Examples
    --------
    >>> in_addresses(pd.Series(["江西省九江市湖口县高新技术产业园区"])).iloc[0]
    '九江市湖口县'

    """
    within = addresses.str.replace(_PROVINCE, "", n=1, regex=True)
    return within.str.extract(_PLACE, expand=False)
