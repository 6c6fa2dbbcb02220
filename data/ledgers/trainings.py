"""培训台账: which batch of whom was trained when; attendance by count only."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

TRAINING_KINDS = ("党组织书记", "网格员", "网格指导员", "志愿服务队骨干")

TRAININGS = Ledger(
    name="trainings",
    label="培训台账",
    unit="批次",
    id_field="training_code",
    title_field="training_title",
    category_field="training_kind",
    sum_fields=("attendance_count",),
    stages=(Stage("trained", "培训", "trained_on", "培训"),),
    aliases=("培训", "培训记录"),
    fields=(
        Field("training_code", "培训编号", "text", ("编号",), required=True),
        Field("training_title", "培训名称", "text", ("培训班", "班次名称")),
        Field("training_kind", "培训对象", "code", ("对象", "培训类型"), required=True, codes=TRAINING_KINDS),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码")),
        Field("trained_on", "培训日期", "date", ("开班日期", "培训时间"), required=True),
        Field(
            "attendance_count",
            "参训人次",
            "integer",
            ("参加人次", "参训人数"),
            unit="人次",
            minimum=0,
            maximum=100_000,
            description="同一人参加两批计 2 人次",
        ),
    ),
)
