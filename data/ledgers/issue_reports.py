"""民呼我应台账: something wrong in a place, reported by anyone; dispatched, accepted, resolved, reviewed."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage
from data.ledgers.rules import DueRule, Flag

REPORT_KINDS = (
    "露天垃圾",
    "乱堆乱放",
    "违规建设",
    "店外经营",
    "飞线充电",
    "矛盾纠纷",
    "设施损坏",
    "噪声扰民",
    "其他事项",
)
REPORT_CHANNELS = ("随手拍", "电话", "微信", "频道留言", "网格员巡查", "其他渠道")
SATISFACTIONS = ("满意", "基本满意", "不满意")
REPORT_EXITS = ("不属受理范围", "重复上报", "撤回")

ISSUE_REPORTS = Ledger(
    name="issue_reports",
    label="民呼我应台账",
    unit="件",
    id_field="report_code",
    title_field="report_title",
    category_field="report_kind",
    dimensions=("channel",),
    actor_field="handling_unit",
    stages=(
        Stage("reported", "上报", "reported_on", "受理"),
        Stage("dispatched", "派单", "dispatched_on", "派单"),
        Stage("accepted", "接单", "accepted_on", "接单"),
        Stage("resolved", "办结", "resolved_on", "办结"),
        Stage("reviewed", "回访", "reviewed_on", "回访"),
    ),
    done_stage="resolved",
    status_field="stated_status",
    exit_field="exit_reason",
    exit_date_field="exited_on",
    due_field="due_on",
    due_rule=DueRule(
        start=("filed_on", "reported_on"),
        limits=(
            ("露天垃圾", 2),
            ("乱堆乱放", 3),
            ("违规建设", 15),
            ("店外经营", 2),
            ("飞线充电", 2),
            ("矛盾纠纷", 10),
            ("设施损坏", 7),
            ("噪声扰民", 3),
        ),
        otherwise=5,
        limit_field="limit_workdays",
        extension_field="extension_workdays",
        suspended_from="suspended_on",
        suspended_to="resumed_on",
    ),
    flags=(
        Flag("filed_reports", "filed_on"),
        Flag("extended_reports", "extension_workdays", is_number=True),
        Flag("reopened_reports", "reopen_count", is_number=True),
        Flag("asked_reports", "satisfaction"),
        Flag("satisfied_reports", "satisfaction", ("满意",)),
        Flag("fairly_satisfied_reports", "satisfaction", ("基本满意",)),
        Flag("dissatisfied_reports", "satisfaction", ("不满意",)),
        Flag("content_reports", "satisfaction", ("满意", "基本满意")),
    ),
    aliases=("民呼我应", "随手拍", "事项上报", "诉求台账", "issue", "311"),
    fields=(
        Field("report_code", "上报编号", "text", ("编号", "工单编号", "事项编号", "report_id", "id"), required=True),
        Field("report_title", "上报内容", "text", ("问题描述", "事项", "内容", "事项描述", "描述", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid")),
        Field(
            "report_kind",
            "问题类别",
            "code",
            ("类别", "事项类别", "问题类型", "事项类型", "category"),
            required=True,
            codes=REPORT_KINDS,
            is_open=True,
        ),
        Field("channel", "上报渠道", "code", ("渠道", "来源渠道", "来源"), codes=REPORT_CHANNELS),
        Field("reported_on", "上报日期", "date", ("受理日期", "上报时间", "登记日期", "reported"), required=True),
        Field("filed_on", "立案日期", "date", ("立案时间", "filed"), description="没有立案日期的，时限从上报日期起算"),
        Field("dispatched_on", "派单日期", "date", ("派单时间", "派遣日期", "dispatched")),
        Field("accepted_on", "接单日期", "date", ("接单时间", "accepted")),
        Field("handling_unit", "办理单位", "text", ("承办单位", "处置单位", "接单单位", "unit")),
        Field(
            "limit_workdays",
            "办理时限",
            "integer",
            ("时限",),
            unit="工作日",
            minimum=1,
            maximum=365,
            description="本件另有时限时填写；不填按问题类别的时限",
        ),
        Field(
            "extension_workdays",
            "延期",
            "integer",
            ("延期天数",),
            unit="工作日",
            minimum=0,
            maximum=365,
            description="批准延长的工作日",
        ),
        Field("suspended_on", "缓办日期", "date", ("挂起日期",), description="从这天起停止计时"),
        Field("resumed_on", "恢复办理日期", "date", ("恢复日期",), description="恢复计时的日期；不填为仍在缓办"),
        Field(
            "due_on", "应结日期", "date", ("到期日期", "应办结日期", "截止日期"), description="不填则按时限用工作日推算"
        ),
        Field("resolved_on", "办结日期", "date", ("办结时间", "结案日期", "完成日期", "resolved")),
        Field(
            "stated_status",
            "办理状态",
            "text",
            ("状态", "事项状态", "当前状态", "status"),
            description="文件里写的状态，只用来与办结日期核对",
        ),
        Field("service_hours", "服务时长", "decimal", ("办理工时", "用时"), unit="小时", minimum=0),
        Field("reopen_count", "退回重办次数", "integer", ("重办次数", "返工次数"), unit="次", minimum=0, maximum=99),
        Field("reviewed_on", "回访日期", "date", ("回访时间", "晒单日期", "reviewed")),
        Field("satisfaction", "满意度", "code", ("满意情况", "评价"), codes=SATISFACTIONS),
        Field("exit_reason", "不办原因", "code", ("终止原因", "作废原因"), codes=REPORT_EXITS),
        Field("exited_on", "终止日期", "date", ("作废日期",)),
    ),
)
