"""Paragraphs say what the frame says, each number bound to a registered measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from components.exports.prose import draft
from components.exports.prose_numbers import ROWS, bound
from components.views.model import View
from data.measures.registry import MEASURES


def test_every_number_is_bound_to_a_registered_measure_or_counts_rows(items):
    bound_numbers = [number for item in items for words in draft(item) for number in words.numbers]
    assert len(bound_numbers) > 300
    unknown = {number.measure_code for number in bound_numbers} - set(MEASURES) - {ROWS}
    assert not unknown
    to_measures = sum(number.measure_code != ROWS for number in bound_numbers)
    assert to_measures > len(bound_numbers) * 0.75


def test_every_number_is_printed_as_it_stands_in_the_sentence(items):
    for item in items:
        for words in draft(item):
            for number in words.numbers:
                assert number.printed in words.text
                digits = number.printed.lstrip("+-").rstrip("%").partition("/")[0].replace(",", "")
                scale = 10_000 if "万" in words.text and number.value >= 10_000 and float(digits) < 10_000 else 1
                assert abs(abs(number.value) - float(digits) * scale) <= max(abs(number.value) * 0.006, 0.051)


def test_cards_tell_the_frame_s_values(items):
    for item in items:
        if item.view.kind != "cards":
            continue
        told = {(n.measure_code, round(n.value, 3)) for words in draft(item) for n in words.numbers}
        for row in item.view.frame.itertuples():
            if pd.isna(row.value) or "/" in row.display:
                continue
            assert (row.code, round(row.value, 3)) in told, row.label


def test_the_trend_s_sum_and_difference_are_those_of_the_frame(items):
    item = next(
        i for i in items if i.view.kind == "trend" and i.view.measures == ("event_count",) and "compare" in i.view.frame
    )
    total, change, relative = draft(item)[0].numbers[:3]
    values, base = item.view.frame["value"].sum(), item.view.frame["compare"].sum()
    assert total.value == values
    assert change.value == abs(values - base)
    assert relative.value == pytest.approx(100 * (values - base) / base)


def test_a_trend_of_a_rate_or_a_stock_is_never_added_up(items):
    item = next(i for i in items if i.view.kind == "trend" and i.view.measures == ("compound_unmanaged_count",))
    assert "合计" not in draft(item)[0].text


def test_a_hidden_month_leaves_no_sum(items):
    item = next(i for i in items if i.view.kind == "trend" and i.view.measures == ("event_count",))
    frame = item.view.frame.copy()
    frame["value"] = frame["value"].astype(float)
    frame.loc[frame.index[1], "value"] = np.nan
    hidden = replace(item, view=replace(item.view, frame=frame, finding=""))
    assert "合计" not in "".join(words.text for words in draft(hidden))


def test_small_or_hidden_values_are_never_ranked(items):
    item = next(i for i in items if i.view.kind == "bars" and "最多" in i.view.finding and len(i.view.frame) >= 5)
    assert "其后为" in draft(item)[0].text
    small = item.view.frame.assign(value=range(1, len(item.view.frame) + 1))
    hidden = item.view.frame.assign(value=item.view.frame["value"].astype(float).mask(item.view.frame.index == 2))
    for frame in (small, hidden):
        assert "其后为" not in draft(replace(item, view=replace(item.view, frame=frame)))[0].text


def test_small_rates_stay_fractions(items):
    item = next(i for i in items if i.view.kind == "share_bars" and i.view.frame["is_small"].any())
    row = item.view.frame[item.view.frame["is_small"]].iloc[0]
    assert str(row["label"]) not in draft(item)[0].text


def test_dates_names_and_quoted_words_are_no_numbers(items):
    item = items[0]
    text = "3月5日最多，**42 场**；“91天及以上”有 27 件，第12次，12号楼 3 件。"
    printed = [run.printed for run in bound(text, item) if not isinstance(run, str)]
    assert printed == ["42", "27", "3"]


def test_a_change_belongs_to_what_changed(items):
    brief = next(i for i in items if i.view.id == "brief" and "totals" in i.view.options)
    sentence, codes = brief.view.options["totals"][0]
    measures = tuple(MEASURES[code] for code in codes)
    item = replace(brief, view=replace(brief.view, frame=pd.DataFrame({"sentence": [sentence]})), measures=measures)
    codes = [number.measure_code for number in draft(item)[0].numbers]
    assert codes == ["event_count", "participation_count", "event_count", "event_count"]


def test_the_numbers_of_a_signal_belong_to_its_own_measure(items):
    item = next(i for i in items if i.view.id == "brief" and "totals" in i.view.options)
    signals = item.view.frame[item.view.frame["key"] != ""]
    assert len(signals)
    for codes, words in zip(signals["measures"], draft(item), strict=False):
        assert {number.measure_code for number in words.numbers} == {codes.split(",")[0]}


def test_an_empty_view_says_why(empty_document):
    for item in empty_document.items:
        assert [words.text for words in draft(item)] == [item.view.empty]


def test_sentences_of_a_brief_are_paragraphs_of_their_own(items):
    item = next(i for i in items if i.view.kind == "text")
    assert len(draft(item)) == len(item.view.frame)
    assert not any("**" in words.text for words in draft(item))


def test_a_view_without_a_finding_claims_nothing(items):
    item = next(i for i in items if i.view.kind == "table" and not i.view.finding)
    assert isinstance(item.view, View)
    assert "".join(words.text for words in draft(item)) == ""
