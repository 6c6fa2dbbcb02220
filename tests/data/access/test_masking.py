"""What people type into titles and what leaves."""

from __future__ import annotations

import pandas as pd
import pytest

from data.access.masking import mask, masked_frame


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请致电13812345678", "请致电138****5678"),
        ("电话138 1234 5678，急", "电话138****5678，急"),
        ("手机１３８１２３４５６７８", "手机138****5678"),
        ("座机010-62345678", "座机010-****5678"),
        ("联系电话：62345678", "联系电话：****5678"),
        ("身份证110101199003071234", "身份证110101***********4"),
        ("身份证11010119900307123X办理", "身份证110101***********X办理"),
        ("卡号6222 0212 3456 7894", "卡号6222********7894"),
        ("京A·12345占道", "京A*****占道"),
        ("豫AD12345占道", "豫A*****占道"),
        ("居民王秀英反映漏水", "居民王**反映漏水"),
        ("独居老人李某需要陪护", "独居老人李*需要陪护"),
        ("为张大爷安装扶手", "为张大爷安装扶手"),
        ("帮王建国大爷买药", "帮王*大爷买药"),
        ("邮箱a.b@c.example", "邮箱****"),
    ],
)
def test_personal_data_is_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "春晓社区第01网格",
        "2025年1—6月 共 1,234 件",
        "XYY202501010001",
        "990104001002003",
        "居民楼道照明改造",
        "高龄老人助餐服务",
        "王府井街道文化活动",
        "业主委员会换届",
        "编号 20250101-0001",
        "投入 13,800,001,234 元",
    ],
)
def test_ordinary_words_and_numbers_stay(text):
    assert mask(text) == text


def test_codes_and_numbers_of_a_frame_stay():
    frame = pd.DataFrame({"item_code": ["13812345678"], "title": ["找13812345678"], "n": [13812345678]})
    masked = masked_frame(frame, keep=("item_code",))
    assert masked.iloc[0].tolist() == ["13812345678", "找138****5678", 13812345678]
    assert frame["title"][0] == "找13812345678", "the shared frame was changed"
