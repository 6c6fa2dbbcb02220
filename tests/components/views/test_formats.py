"""How numbers are printed."""

from __future__ import annotations

import pytest

from components.views import formats


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (1286, "场", ("1,286", "场")),
        (46213, "人次", ("4.62", "万人次")),
        (91.74, "%", ("91.7", "%")),
        (None, "场", ("—", "场")),
    ],
)
def test_amount(value: float | None, unit: str, printed: tuple[str, str]) -> None:
    assert formats.amount(value, unit) == printed


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [(1286, "场", "1,286"), (46213, "人次", "4.62万"), (91.74, "%", "91.7%"), (None, "", "—"), (float("nan"), "", "—")],
)
def test_short(value: float | None, unit: str, printed: str) -> None:
    assert formats.short(value, unit) == printed


def test_whole_gives_the_full_number() -> None:
    assert formats.whole(46213, "人次") == "46,213 人次"
    assert formats.whole(91.74, "%") == "91.7%"


@pytest.mark.parametrize(
    ("above", "below", "printed"), [(22, 22, "100.0%"), (7, 7, "7/7"), (0, 0, "—"), (None, 5, "—"), (9, 9, "9/9")]
)
def test_a_rate_on_fewer_than_ten_is_a_fraction(above: float | None, below: float, printed: str) -> None:
    assert formats.rate(above, below) == printed


def test_months_on_an_axis_carry_their_year_where_there_are_several() -> None:
    assert formats.month_axis(["2025-05", "2025-06"]) == ["5月", "6月"]
    assert formats.month_axis(["2024-12", "2025-01", "2025-02"]) == ["12月<br>2024年", "1月<br>2025年", "2月"]
    assert formats.month_axis(["甲", "乙"]) == ["甲", "乙"]


def test_long_names_are_cut_to_a_width() -> None:
    assert formats.shortened("文昌", 100, 13) == "文昌"
    cut = formats.shortened("望江街道城市管理综合行政执法大队", 130, 13)
    assert cut.endswith("…")
    assert formats.text_width(cut, 13) <= 130


def test_plain_has_no_stars() -> None:
    assert formats.plain("**3 月 318 场**为最高") == "3 月 318 场为最高"
