"""What the address says, read into a scope: good, partly wrong, nonsense."""

from __future__ import annotations

from datetime import date

import pytest

from components.screen.address import DEFAULTS, Choices, category_ledgers, read_scope
from components.screen.cache import AreaList
from data.measures.district import District
from data.measures.scope import Period

DISTRICT = District(
    name="示范区",
    level_names=("街道", "社区", "网格"),
    is_demo=True,
    as_of=date(2025, 6, 30),
    version=1,
    first_month="2023-07",
    last_month="2025-06",
    imported_at="2025-07-01T00:00:00",
)
CHOICES = Choices(DISTRICT, AreaList({"01": "望江街道"}, {"01": "望江街道"}, {"01": ""}), ("micro_wishes",))


def asked(**values: str) -> dict[str, str]:
    """An address with these parameters and nothing else."""
    bare = {**DEFAULTS, **{f"cat_{ledger}": "" for ledger in category_ledgers()}}
    return bare | {name.rstrip("_"): value for name, value in values.items()}


def test_a_bare_address_is_this_year_of_the_district() -> None:
    scope, wrong = read_scope(asked(), CHOICES)
    assert (scope.period, scope.grid_code, scope.categories, scope.compare) == (
        Period("2025-01", "2025-06"),
        "",
        (),
        "previous",
    )
    assert wrong == []


def test_a_full_address_is_read() -> None:
    scope, wrong = read_scope(
        asked(
            period="custom",
            from_="2024-03",
            to="2024-05",
            area="01",
            compare="year_ago",
            cat_micro_wishes="困难帮扶,便民服务",
        ),
        CHOICES,
    )
    assert wrong == []
    assert scope.period == Period("2024-03", "2024-05")
    assert scope.grid_code == "01"
    assert scope.compare == "year_ago"
    assert scope.categories == (("micro_wishes", "便民服务"), ("micro_wishes", "困难帮扶"))


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ({"period": "someday"}, "period"),
        ({"period": "custom", "from_": "9999"}, "period"),
        ({"period": "custom", "from_": "2025-06", "to": "2025-01"}, "period"),
        ({"area": "<script>"}, "area"),
        ({"compare": "x"}, "compare"),
        ({"compare": "custom"}, "compare"),
        ({"compare": "custom", "against": "2024-13"}, "compare"),
        ({"compare": "custom", "against": "2021-01..2021-03"}, "compare"),
        ({"compare": "custom", "against": "2025-05..2025-07"}, "compare"),
        ({"per": "dog"}, "per"),
        ({"cat_micro_wishes": "无此类别"}, "cat_micro_wishes"),
    ],
)
def test_nonsense_falls_back_and_is_named(bad: dict[str, str], named: str) -> None:
    scope, wrong = read_scope(asked(**bad), CHOICES)
    assert named in wrong
    assert scope == read_scope(asked(), CHOICES)[0]


def test_an_open_custom_period_reaches_as_far_as_the_data() -> None:
    scope, _ = read_scope(asked(period="custom"), CHOICES)
    assert scope.period == Period("2023-07", "2025-06")


def test_categories_of_other_pages_do_not_narrow_this_one() -> None:
    scope, wrong = read_scope(asked(cat_volunteer_events="政策宣传"), CHOICES)
    assert scope.categories == ()
    assert wrong == []


def test_any_other_period_may_be_compared_with_and_counts_divided() -> None:
    scope, wrong = read_scope(asked(compare="custom", against="2023-08..2023-10", per="staff"), CHOICES)
    assert wrong == []
    assert (scope.against, scope.per, scope.compare_label) == (
        Period("2023-08", "2023-10"),
        "staff",
        "与2023年8—10月比",
    )


def test_the_year_so_far_is_compared_from_january_on() -> None:
    scope, wrong = read_scope(asked(period="this_month", compare="cumulative"), CHOICES)
    assert wrong == []
    assert scope.period == Period("2025-01", "2025-06") and scope.base is not None
    assert scope.base.period == Period("2024-01", "2024-06") and scope.compare_label == "累计同比"
