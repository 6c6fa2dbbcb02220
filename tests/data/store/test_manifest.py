from __future__ import annotations

from datetime import date

import pytest

from data.store.manifest import DistrictInfo, LedgerSummary, Manifest, Source, TableFile, district_from


def test_a_manifest_survives_its_own_text() -> None:
    manifest = Manifest(
        version=3,
        parent=2,
        created_at="2025-07-01T08:00:00+08:00",
        note="七月台账",
        as_of=date(2025, 6, 30),
        district=DistrictInfo("示范区", ("街道", "社区", "网格"), True, date(2025, 6, 30)),
        tables={"grids": (TableFile("files/grids/a.parquet", 4, None, "ff", 10),), "demands": ()},
        sources=(Source("000003-x", "表.xlsx", "一", "demands", "aa", 5, 4, 1, 0, "2025-07-01T08:00:00+08:00"),),
        ledgers={"grids": LedgerSummary(4), "demands": LedgerSummary(4, date(2025, 1, 1), date(2025, 6, 1))},
    )
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_a_district_keeps_defaults_for_what_it_does_not_say() -> None:
    district = district_from({"name": "示范区"})
    assert (district.name, district.level_names, district.is_demo, district.as_of) == (
        "示范区",
        DistrictInfo().level_names,
        False,
        None,
    )


def test_a_date_may_be_written_bare_or_in_quotes() -> None:
    assert district_from({"as_of": date(2025, 6, 30)}) == district_from({"as_of": "2025-06-30"})


@pytest.mark.parametrize(
    ("values", "said"), [({"level_names": ["街道", "社区"]}, "三级名称"), ({"as_of": "去年底"}, "2025-06-30 的样子")]
)
def test_a_district_that_makes_no_sense_is_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        district_from(values)
