"""要事与变化: what needs somebody first, then what happened, at most five sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from components.views import words_attention
from components.views.model import View
from components.views.pages import openings, overview_words, parts
from data.attention.model import KIND_LABELS, Signal
from data.attention.rank import AT_MOST, foremost
from data.measures.answers import Answers

LEDGERS_READ = ("volunteer_events", "micro_wishes", "demands")
Total = tuple[str, tuple[str, ...]]
"""A sentence on what happened, with the codes of its measures."""
_KEPT = 24
"""So many signals stay at hand for the places that become free."""


def brief(answers: Answers) -> View:
    """The foremost signals, each with its measures; sentences on the totals fill what is left of five.

    The frame depends on version and scope alone, so that a citation and a meeting show it again as it was.
    ``options["signals"]`` has all that were found, for the screen, which leaves out what was dealt with.
    """
    found = answers.attention()
    totals = overview_words.sentences(answers)
    frame = rows_of(foremost(found), totals)
    codes = ",".join(frame["measures"]).split(",")
    return parts.make(
        answers,
        "brief",
        "要事与变化",
        "text",
        frame,
        (*LEDGERS_READ, *(["issue_reports"] if answers.has_ledger("issue_reports") else [])),
        basis=f"{answers.area_name}，{words_attention.METHOD}",
        measures=tuple(dict.fromkeys(code for code in codes if code)),
        opens=openings.sentences(frame, found),
        labels={"sentence": "要点", "kind": "类别", "measures": "指标"},
        options={
            "signals": tuple(found[:_KEPT]),
            "totals": tuple(totals),
            "method": words_attention.METHOD_IN_FULL,
            "area_name": answers.area_name,
            "people": answers.residents(),
        },
    )


def rows_of(told: Sequence[Signal], totals: Sequence[Total]) -> pd.DataFrame:
    """One row a sentence: sentence, kind, key (empty for a total), measures (codes joined by a comma)."""
    rows = [
        (words_attention.sentence(signal), KIND_LABELS[signal.kind], signal.key, ",".join(signal.measures))
        for signal in told
    ]
    if not rows:
        rows.append((words_attention.NOTHING, "", "", ""))
    rows += [(text, "", "", ",".join(codes)) for text, codes in totals[: AT_MOST - len(rows)]]
    return pd.DataFrame(rows, columns=["sentence", "kind", "key", "measures"])
