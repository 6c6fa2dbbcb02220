"""What 自助分析 may be asked: a measure, a breakdown, a form; and the id by which the answer is found again.

The id says everything (``event_count-category-bars-by_month``), so that an agenda, a citation or a command re-makes
the very same view from page, id and scope alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.views.pages.grid_map import OF_GRIDS_BELOW
from components.views.pages.parts import level_name
from data.measures.answers import Answers
from data.measures.model import Measure
from data.measures.registry import MEASURES, breakdowns

PAGE = "explore"
"""Last part of the page's address."""
AUTO, LINE, BARS, MAP, TABLE, HEAT, CARD = "auto", "line", "bars", "map", "table", "heat", "card"
FORM_LABELS: Mapping[str, str] = {
    AUTO: "自动",
    LINE: "线",
    BARS: "柱",
    MAP: "地图",
    TABLE: "表",
    HEAT: "格子",
    CARD: "数",
}
"""Form → its word on the button."""
TOTAL = "total"
"""The breakdown that is none: the figure by itself."""
MOST_BARS = 40
"""More areas than this are a map or a table, not bars."""
MOST_ROWS = 24
"""More rows than this do not fit into a field of cells."""
_ACROSS = "by_"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked.

    Attributes:
        measure: code of the measure.
        by: breakdown, as ``Answers.rows``; "total" for the bare figure.
        form: how it is drawn; "auto" leaves it to the breakdown.
        across: second breakdown of a field of cells (month or category); empty = none.
    """

    measure: str
    by: str = "month"
    form: str = AUTO
    across: str = ""

    @property
    def id(self) -> str:
        """The view's id; :func:`parse` reads it."""
        return "-".join((self.measure, self.by, self.form, *([_ACROSS + self.across] if self.across else [])))


def parse(text: str) -> Choice | None:
    """The inverse of ``Choice.id``; None for what is none of ours."""
    measure, *rest = text.split("-")
    if measure not in MEASURES or not 2 <= len(rest) <= 3 or not all(rest):
        return None
    by, form, *more = rest
    if form not in FORM_LABELS or any(not each.startswith(_ACROSS) for each in more):
        return None
    return Choice(measure, by, form, more[0].removeprefix(_ACROSS) if more else "")


def parameters(page: str, view_id: str) -> dict[str, str]:
    """What the address of 自助分析 says to show a view; nothing for other pages' views."""
    choice = parse(view_id) if page == PAGE else None
    if choice is None:
        return {}
    is_bare = choice.by == TOTAL
    return {
        "measure": choice.measure,
        "by": "" if is_bare else choice.by,
        "form": "" if is_bare or choice.form == AUTO else choice.form,
        "across": choice.across,
    }


def measures(answers: Answers) -> tuple[str, ...]:
    """Measures that can be explored: those of ledgers the version holds, in the order of the registry."""
    return tuple(
        code
        for code, declared in MEASURES.items()
        if declared.kind != "quality" and breakdowns(code) and answers.has_ledger(declared.ledger)
    )


def ways(answers: Answers, code: str) -> dict[str, str]:
    """Breakdown → its words, those that say something in the scope's area: 按月, 按街道, 按活动类型."""
    measure = answers.measure(code)
    found: dict[str, str] = {}
    for by in breakdowns(code):
        if by.startswith("grid"):
            if level := _level(answers, by, measure):
                found[by] = f"按{level_name(answers, level)}"
        else:
            found[by] = "按月" if by == "month" else f"按{heading(answers, measure, by)}"
    return found


def _level(answers: Answers, by: str, measure: Measure) -> int:
    """The level a breakdown by grids means; 0 where it would say nothing, or what another one says."""
    lowest = len(answers.district.level_names)
    children = answers.area_level + 1
    # below the last level there is nothing: an area there stands among its neighbours
    level = min(children, lowest) if by == "grid" else int(by.removeprefix("grid"))
    is_offered = level <= lowest and (by == "grid" or level > children)
    return level if is_offered and not (level == lowest and measure.code in OF_GRIDS_BELOW) else 0


def level_of(answers: Answers, by: str) -> int:
    """The level of the grids a breakdown lists."""
    if by != "grid":
        return int(by.removeprefix("grid"))
    return min(answers.area_level + 1, len(answers.district.level_names))


def heading(answers: Answers, measure: Measure, by: str) -> str:
    """What one row of the breakdown is: 月份, 街道, 活动类型, 服务队名称."""
    if by == "month":
        return "月份"
    if by.startswith("grid"):
        return level_name(answers, level_of(answers, by))
    ledger = answers.ledger(measure.ledger)
    field = {"category": ledger.category_field, "actor": ledger.actor_field}.get(by, by)
    return ledger.field(field).label if field else "类别"


def seconds(answers: Answers, code: str, by: str) -> dict[str, str]:
    """Second breakdowns a field of cells may have beside the first, in words."""
    known = ways(answers, code)
    if by not in known or by in ("month", "actor") or not _fits(answers, by):
        return {}
    found = {"month": known["month"]} if "month" in known else {}
    if by.startswith("grid") and "category" in known and answers.ledger(MEASURES[code].ledger).category_field:
        found["category"] = known["category"]
    return found


def forms(answers: Answers, code: str, by: str) -> tuple[str, ...]:
    """The forms a breakdown may take without a second one, the automatic one first."""
    if by == "month":
        return (LINE, BARS, TABLE)
    if by.startswith("grid"):
        few = len(answers.grids(level_of(answers, by), answers.scope.grid_code)) <= MOST_BARS
        return (MAP, BARS, TABLE) if few else (MAP, TABLE)
    if by == "actor" and not MEASURES[code].is_share:
        # a list of who did how much, not a ranking of it
        return (TABLE,)
    return (CARD,) if by == TOTAL else (BARS, TABLE)


def _fits(answers: Answers, by: str) -> bool:
    if not by.startswith("grid"):
        return True
    return len(answers.grids(level_of(answers, by), answers.scope.grid_code)) <= MOST_ROWS


def is_offered(answers: Answers, choice: Choice) -> bool:
    """Whether the choice can be drawn in the scope; what cannot is never on a button."""
    if choice.measure not in measures(answers):
        return False
    if choice.by == TOTAL:
        return not choice.across and choice.form in (AUTO, CARD)
    if choice.by not in ways(answers, choice.measure):
        return False
    if choice.across:
        return choice.form in (AUTO, HEAT, TABLE) and choice.across in seconds(answers, choice.measure, choice.by)
    return choice.form == AUTO or choice.form in forms(answers, choice.measure, choice.by)


def form_of(answers: Answers, choice: Choice) -> str:
    """The form a choice is drawn in."""
    if choice.form != AUTO:
        return choice.form
    return HEAT if choice.across else forms(answers, choice.measure, choice.by)[0]


def usual(answers: Answers) -> Choice | None:
    """What the page opens with; None where nothing can be explored."""
    known = measures(answers)
    return Choice(known[0], next(iter(ways(answers, known[0])))) if known else None


def nearest(answers: Answers, measure: str, by: str, form: str, across: str) -> tuple[Choice | None, list[str]]:
    """The choice an address asks for, as far as it can be drawn, and the parts of it that cannot.

    Args:
        answers: version and scope.
        measure: code; empty = the first.
        by: breakdown; empty = the measure's first.
        form: how it is drawn; empty = automatic.
        across: second breakdown; empty = none.
    """
    first = usual(answers)
    if first is None:
        return None, []
    wrong: list[str] = []
    if measure and measure not in measures(answers):
        wrong.append("指标")
        measure = ""
    code = measure or first.measure
    known = ways(answers, code)
    if by and by not in known:
        wrong.append("分组")
        by = ""
    chosen = Choice(code, by or next(iter(known)))
    if across and across not in seconds(answers, code, chosen.by):
        wrong.append("再分")
        across = ""
    asked = Choice(code, chosen.by, form or AUTO, across)
    if not is_offered(answers, asked):
        wrong.append("图形")
        asked = Choice(code, chosen.by, AUTO, across)
    return asked, wrong
