"""联席会议报送台账: which unit was to report to which meeting, by when, and whether it did."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

CADENCES = ("季度联席会议", "乡镇月度例会")
"""The county's quarterly meeting and the monthly one below it; a district may call them otherwise, in this order."""

EXPECTED_REPORTS = Ledger(
    name="expected_reports",
    label="联席会议报送台账",
    unit="次",
    id_field="report_code",
    title_field="report_title",
    category_field="cadence_kind",
    actor_field="unit_name",
    stages=(
        Stage("expected", "应报", "expected_from", "应报"),
        Stage("reported", "报送", "report_sent_on", "报送"),
    ),
    due_field="due_on",
    aliases=("联席会议", "例会报送", "应报台账", "会议报送"),
    fields=(
        Field("report_code", "报送编号", "text", ("编号", "id"), required=True),
        Field("report_title", "报送事项", "text", ("事项", "title")),
        Field("unit_name", "报送单位", "text", ("成员单位", "单位名称", "单位"), required=True),
        Field("cadence_kind", "会议类型", "code", ("会议", "类型", "kind"), required=True, codes=CADENCES),
        Field(
            "report_period",
            "报送期",
            "text",
            ("期间", "period"),
            required=True,
            description="如 2025-06、2025年二季度",
        ),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "grid"), description="乡镇街道填自己的编码"),
        Field("expected_from", "报送期起始", "date", ("起始日期",), required=True),
        Field("due_on", "应报日期", "date", ("截止日期", "due"), required=True),
        Field("report_sent_on", "报送日期", "date", ("实报日期", "报送时间", "reported")),
    ),
)
