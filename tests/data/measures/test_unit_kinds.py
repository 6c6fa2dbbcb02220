"""Units that handle items are compared with their like: bureaus with bureaus, offices with offices."""

from __future__ import annotations

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.intervals import wilson_pct
from data.measures.peers import FEW_PEERS
from data.measures.scope import Period, Scope
from data.measures.unit_kinds import BUREAUS, COMMUNITIES, INSTITUTIONS, OFFICES, OTHERS, unit_kind
from data.store.reader import open_store


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区城市管理局", BUREAUS),
        ("县卫生健康委", BUREAUS),
        ("安澜街道办事处", OFFICES),
        ("石坪乡人民政府", OFFICES),
        ("安澜街道综合执法队", OFFICES),
        ("琴台社区居委会", COMMUNITIES),
        ("琴台社区党群服务中心", COMMUNITIES),
        ("城建投资集团", INSTITUTIONS),
        ("区人民医院", INSTITUTIONS),
        ("志愿者联盟", OTHERS),
    ],
)
def test_a_unit_is_what_its_name_says(name, kind):
    assert unit_kind(name, ["安澜街道"], ["琴台社区"]) == kind


def test_units_are_ranked_inside_their_kind(demo_home):
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    code = "report_on_time_rate_pct"
    rows = answers.fair.peers(code, "actor").set_index("key")
    plain = answers.rows(code, "actor").set_index("key")
    pd.testing.assert_series_equal(rows["denominator"].sort_index(), plain["denominator"].sort_index())
    assert set(rows["group"]) == {BUREAUS, OFFICES}
    for kind, own in rows.groupby("group"):
        sound = own[own["denominator"] >= 10]
        assert len(sound) >= FEW_PEERS
        expected = sound["value"].round(1).rank(method="min", ascending=False)
        assert own["rank"].dropna().sort_index().tolist() == expected.sort_index().tolist()
        assert own.loc[own["denominator"] < 10, "rank"].isna().all()
        together = sound["numerator"].sum() * 100 / sound["denominator"].sum()
        low, high = wilson_pct(sound["numerator"], sound["denominator"])
        said = [
            "above" if a > together else "below" if b < together else "same" for a, b in zip(low, high, strict=True)
        ]
        assert sound["verdict"].tolist() == said, kind
