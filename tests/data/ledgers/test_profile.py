"""A district's own words: read, refused when wrong, and used from import to figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.run import import_files
from data.ledgers import LEDGERS
from data.ledgers.profile import PLAIN, profile_from
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.manifest import Manifest
from data.store.reader import Reader, open_store

WORDS = {
    "profile": "test",
    "pages": ["overview", "micro_wishes"],
    "chain": ["县委", "镇党委"],
    "measures": {"wish_fulfilled_count": {"label": "心愿圆梦数"}},
    "modes": [{"code": "calm", "label": "平时", "cards": ["event_count"]}],
    "ledgers": {
        "micro_wishes": {
            "label": "圆梦台账",
            "unit": "个",
            "stages": {"claimed": "接单"},
            "limits": {"fulfilled": 5},
            "codes": {"wish_category": ["甲类", "乙类"]},
        }
    },
}
TOML = """
name = "试验县"
level_names = ["镇", "村", "网格"]
as_of = "2025-03-31"
profile = "test"
pages = ["overview", "micro_wishes"]
[measures.wish_fulfilled_count]
label = "心愿圆梦数"
[ledgers.micro_wishes]
label = "圆梦台账"
unit = "个"
stages = { claimed = "接单" }
limits = { fulfilled = LIMIT }
codes = { wish_category = ["甲类", "乙类"] }
"""


def test_words_replace_words_and_nothing_else() -> None:
    wishes = profile_from(WORDS).ledger("micro_wishes")
    assert (wishes.label, wishes.unit) == ("圆梦台账", "个")
    assert [(stage.label, stage.verb, stage.limit_days) for stage in wishes.stages] == [
        ("提出", "提出", None),
        ("接单", "接单", 10),
        ("实现", "实现", 5),
    ]
    assert wishes.field("wish_category").codes == ("甲类", "乙类")
    assert [field.name for field in wishes.fields] == [field.name for field in LEDGERS["micro_wishes"].fields]
    assert "微心愿台账" in wishes.aliases
    assert profile_from(WORDS).ledger("demands") is LEDGERS["demands"]


def test_a_profile_is_written_as_it_is_read() -> None:
    profile = profile_from(WORDS)
    assert profile_from(profile.to_dict()) == profile
    assert profile.to_dict() == WORDS
    assert profile_from({}) == PLAIN


def test_pages_are_all_shown_unless_named() -> None:
    assert PLAIN.shows("anything")
    assert profile_from(WORDS).shows("micro_wishes")
    assert not profile_from(WORDS).shows("grid_map")
    assert all(profile_from(WORDS).shows(page) for page in ("overview", "data_quality", "import_files"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"ledgers": {"wishes": {}}}, "没有这本台账"),
        ({"ledgers": {"demands": {"colour": "红"}}}, "不认识 colour"),
        ({"ledgers": {"demands": {"stages": {"done": "完成"}}}}, "没有 done"),
        ({"ledgers": {"demands": {"codes": {"demand_title": ["甲"]}}}}, "没有 demand_title"),
        ({"ledgers": {"demands": {"codes": {"urgency": []}}}}, "至少要有一个值"),
        ({"ledgers": {"demands": {"limits": {"completed": "三天"}}}}, "应是天数"),
        ({"ledgers": {"demands": {"limits": {"submitted": 3}}}}, "没有 submitted"),
        ({"pages": "overview"}, "pages 应写成"),
        ({"pages": ["a", "a"]}, "重复"),
        ({"modes": [{"code": "calm", "label": "平时"}]}, "cards"),
        ({"measures": {"event_count": {}}}, "label"),
    ],
)
def test_a_wrong_word_is_told(values: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        profile_from(values)


def _home(folder: Path, limit: int) -> Reader:
    district = folder / "district.toml"
    district.write_text(TOML.replace("LIMIT", str(limit)), encoding="utf-8")
    wishes = folder / "圆梦台账.csv"
    wishes.write_text(
        "心愿编号,网格编码,心愿类别,提出日期,实现日期\n"
        "1,990104001,甲类,2025-03-01,2025-03-04\n2,990104001,乙类,2025-03-20,\n3,990104001,便民服务,2025-03-02,\n",
        encoding="utf-8",
    )
    # the ledger comes first: its words still count
    report = import_files([wishes, district], folder / "store")
    assert report.version is not None
    return open_store(folder / "store")


def test_an_import_reads_with_the_words_of_its_own_district_file(tmp_path: Path) -> None:
    store = _home(tmp_path, 5)
    answers = Answers(store, Scope(Period("2025-01", "2025-03")))
    assert answers.figure("wish_submitted_count").value == 2
    refused = store.query("SELECT row_number, reasons FROM quarantine")
    assert refused["row_number"].tolist() == [4]
    assert "甲类、乙类" in refused["reasons"][0][0]
    done = answers.figure("wish_fulfilled_count")
    assert (done.measure.label, done.measure.unit, done.value) == ("心愿圆梦数", "个", 1)
    assert answers.rows("wish_submitted_count", "category")["key"].tolist() == ["甲类", "乙类"]
    assert answers.ledger("micro_wishes").label == "圆梦台账"
    assert answers.figure("wish_overdue_count").value == 1


def test_new_limits_rebuild_what_is_overdue(tmp_path: Path) -> None:
    _home(tmp_path, 5)
    district = tmp_path / "district.toml"
    district.write_text(TOML.replace("LIMIT", "60").replace("claimed =", "submitted ="), encoding="utf-8")
    import_files([district], tmp_path / "store")
    # claiming keeps its own limit of ten days; raise it too
    district.write_text(TOML.replace("LIMIT", "60, claimed = 60"), encoding="utf-8")
    import_files([district], tmp_path / "store")
    answers = Answers(open_store(tmp_path / "store"), Scope(Period("2025-03", "2025-03")))
    assert answers.figure("wish_overdue_count").value == 0


def test_a_version_keeps_its_words(tmp_path: Path) -> None:
    store = _home(tmp_path, 5)
    again = Manifest.from_json(store.manifest.to_json())
    assert again.district == store.district
    assert again.district.profile.ledger("micro_wishes").unit == "个"


def test_a_card_of_no_measure_is_refused(tmp_path: Path) -> None:
    district = tmp_path / "district.toml"
    text = 'name = "县"\n[[modes]]\ncode = "calm"\nlabel = "平时"\ncards = ["no_such_count"]\n'
    district.write_text(text, encoding="utf-8")
    report = import_files([district], tmp_path / "store")
    assert report.version is None
    assert "没有名为“no_such_count”的指标" in report.files[0].findings[0].message
