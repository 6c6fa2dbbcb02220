"""Personal data in free text made unreadable: numbers of phones, papers, cards and cars, and names of residents.

People type into titles what belongs into no report. What is recognised keeps its shape (138****5678), so that a
reader sees that something was there.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

_DASH = r"[ \-－—]?"
_MOBILE = re.compile(rf"(?<![\dA-Za-z])((?:\+?86{_DASH})?1[3-9]\d){_DASH}\d{{4}}{_DASH}(\d{{4}})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[ \-－—）)]{0,2}[2-8]\d{2,3}[ \-]?(\d{4})(?!\d)")
_NEAR_PHONE = re.compile(r"((?:电话|座机|致电|联系方式|来电)[号码是为:： ]{0,3})[2-8]\d{2,3}[ \-]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<![\dA-Za-z])(\d{6})((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}([\dXx])(?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z])([1-8]\d{5})([2-9]\d)(\d{2})(\d{2})\d{3}(?![\dA-Za-z])")
_CARD = re.compile(r"(?<![\dA-Za-z])\d(?:[ \-]?\d){14,18}(?![\dA-Za-z])")
_NEAR_CARD = re.compile(r"((?:银行卡|卡号|账号|账户)[号码是为:： ]{0,3}\d{4})[\d \-]{7,18}(\d{4})(?!\d)")
_DOOR = re.compile(r"((?:单元|号楼|栋|幢|座)[ \-—]?)\d{3,4}(?!\d)(?=室|号|户|房|[，,。；;、）)\s的]|$)")
_WECHAT = re.compile(r"(微信号?[是为:： ]{0,3})[A-Za-z][A-Za-z0-9_\-]{5,19}")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·• ]?[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]"
)
_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
"""The most common ones; what begins so may be a person's name."""
_WHO = "居民|住户|业主|户主|租户|独居老人|高龄老人|老人|村民|群众|当事人|联系人|申请人|报修人|求助人|残疾人|低保户"
_NAMED = re.compile(
    rf"({_WHO})([:： ]?)([{SURNAMES}])([\u4e00-\u9fff]{{1,2}})(?=[，,。；;、:：（(\s的家称反申住因需希]|$)"
)
_TITLES = "先生|女士|大爷|大妈|大娘|奶奶|爷爷|阿姨|叔叔|老师傅|老太太|小姐"
_TITLED = re.compile(
    rf"(?<![\u4e00-\u9fff])([{SURNAMES}])([\u4e00-\u9fff]{{0,2}})({_TITLES})|(?<=[为帮给找访])([{SURNAMES}])([\u4e00-\u9fff]{{0,2}})({_TITLES})"
)
_WIDE = {ord("０") + digit: str(digit) for digit in range(10)}
HINT = f"'[0-9０-９][0-9０-９ ()）\\-－—]{{5,}}|@|微信|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]|(单元|号楼|栋|幢|座).?[0-9]|{_WHO}|{_TITLES}'"
"""What :func:`mask` could mask, as a pattern of SQL: most texts have none of it and need not be looked at closely."""

MASK = "*"


def mask(text: str) -> str:
    """The text without what would identify a person."""
    plain = text.translate(_WIDE)
    plain = _IDENTITY.sub(_identity, plain)
    plain = _CARD.sub(_card, plain)
    plain = _NEAR_CARD.sub(r"\1****\2", plain)
    plain = _OLD_IDENTITY.sub(_old_identity, plain)
    plain = _MOBILE.sub(r"\1****\2", plain)
    plain = _LANDLINE.sub(r"\1-****\2", plain)
    plain = _NEAR_PHONE.sub(r"\1****\2", plain)
    plain = _PLATE.sub(r"\1*****", plain)
    plain = _MAIL.sub("****", plain)
    plain = _WECHAT.sub(r"\1****", plain)
    plain = _DOOR.sub(r"\1***", plain)
    plain = _NAMED.sub(lambda found: f"{found[1]}{found[2]}{found[3]}{MASK * len(found[4])}", plain)
    return _TITLED.sub(_titled, plain)


def masked_frame(frame: pd.DataFrame, keep: tuple[str, ...] = ()) -> pd.DataFrame:
    """The frame with its texts masked; the same frame where there is nothing to mask.

    Args:
        frame: any frame.
        keep: columns of codes and keys, which are no free text.
    """
    changed = {}
    for name in frame.columns:
        if name in keep or not (frame[name].dtype == "object" or pd.api.types.is_string_dtype(frame[name])):
            continue
        texts = [mask(value) if isinstance(value, str) else value for value in frame[name]]
        if any(new is not old and new != old for new, old in zip(texts, frame[name], strict=True)):
            changed[name] = texts
    return frame.assign(**changed) if changed else frame


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _identity(found: re.Match[str]) -> str:
    """An identity number holds a date of birth; eighteen other digits do not."""
    return f"{found[1]}{MASK * 11}{found[5]}" if _is_day(found[2], found[3], found[4]) else found[0]


def _old_identity(found: re.Match[str]) -> str:
    return f"{found[1]}{MASK * 9}" if _is_day(f"19{found[2]}", found[3], found[4]) else found[0]


def _card(found: re.Match[str]) -> str:
    """Numbers of bank cards check themselves (Luhn); item numbers of the same length seldom do."""
    digits = [int(sign) for sign in found[0] if sign.isdigit()]
    if len(digits) < 16:
        return found[0]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    if sum(doubled) % 10:
        return found[0]
    return "".join(map(str, digits[:4])) + MASK * (len(digits) - 8) + "".join(map(str, digits[-4:]))


def _titled(found: re.Match[str]) -> str:
    surname, title = found[1] or found[4], found[3] or found[6]
    return f"{surname}{MASK if (found[2] or found[5]) else ''}{title}"
