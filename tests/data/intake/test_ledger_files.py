"""Templates and exports: what goes out comes back as the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner

from data.__main__ import app
from data.access.export_log import read_exports
from data.intake.ledger_files import export_boundaries, export_ledger
from data.intake.run import import_files
from data.intake.sheets_out import GUIDE_SHEET
from data.intake.templates import write_template
from data.ledgers import LEDGERS, Field, Ledger
from data.store.reader import open_store
from data.store.schema import SOURCE_COLUMNS
from tests.data.intake.conftest import Store, event, feature, square

TRIED = ("volunteer_events", "micro_wishes", "projects", "points", "teams")
_TEXT = st.text(st.sampled_from("甲乙丙党群 ,，\"'=+-@\n0123;|\t余_x"), max_size=12).map(str.strip)
_WHOLE = st.one_of(st.integers(0, 90).map(str), st.sampled_from(["10余", "近百", "15—20", "1,200", "0"]))
_PART = st.one_of(st.floats(0, 90).map(repr), st.sampled_from(["0.30000000000000004", "98多", "12.5"]))
_DAY = st.integers(0, 300).map(lambda days: (date(2024, 1, 1) + timedelta(days)).isoformat())


def _cell(field: Field, number: int, ledger: Ledger) -> st.SearchStrategy[str]:
    if field.name == ledger.id_field:
        return st.sampled_from([f"00{number}", f"=A{number}", f"号-{number}"])
    value = {
        "text": _TEXT,
        "code": st.sampled_from(field.codes) if field.codes else _TEXT,
        "integer": _WHOLE,
        "decimal": _PART,
        "date": _DAY,
        "grid_code": st.sampled_from(["010101", "010102"]),
    }[field.type]
    if field.name == ledger.groups_only or (field.required and field.type == "text"):
        return st.just("春晓楼组")
    return value if field.required else st.one_of(st.just(""), value)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Ledger, list[dict[str, str]]]:
    """Rows of some ledger, as a person might type them."""
    ledger = LEDGERS[draw(st.sampled_from(TRIED))]
    count = draw(st.integers(1, 4))
    rows = [{field.label: draw(_cell(field, n, ledger)) for field in ledger.fields} for n in range(count)]
    return ledger, rows


def _stored(home: Path, ledger: Ledger) -> pd.DataFrame:
    frame = open_store(home).query(f"SELECT * FROM {ledger.name}").drop(columns=list(SOURCE_COLUMNS))
    return frame.sort_values(ledger.id_field).reset_index(drop=True)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=tables())
def test_export_and_import_is_identity(
    made: tuple[Ledger, list[Mapping[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ledger, rows = made
    folder = tmp_path_factory.mktemp("round")
    typed = folder / "原表.csv"
    pd.DataFrame(rows).to_csv(typed, index=False)
    import_files([typed], folder / "first", ledger=ledger.name)
    if not (folder / "first" / "CURRENT").exists() or not open_store(folder / "first").has_rows(ledger.name):
        return
    before = _stored(folder / "first", ledger)
    for ending in ("csv", "xlsx"):
        out = export_ledger(open_store(folder / "first"), ledger, folder / f"导出.{ending}")
        other = folder / f"other_{ending}"
        report = import_files([out], other)
        assert report.files[0].rows_quarantined == 0, report.files[0].findings
        pd.testing.assert_frame_equal(_stored(other, ledger), before)
        assert import_files([out], folder / "first").version is None


@pytest.mark.parametrize("name", LEDGERS)
def test_every_template_is_understood_empty(name: str, store: Store) -> None:
    path = write_template(LEDGERS[name], store.folder / f"{LEDGERS[name].label}模板.xlsx")
    report = store.bring_one(path)
    assert (report.verdict, report.ledger, report.questions) == ("accept-empty", name, [])
    assert [finding.code for finding in report.findings] == []


def test_a_template_with_rows_typed_in_is_taken(store: Store) -> None:
    ledger = LEDGERS["volunteer_events"]
    path = write_template(ledger, store.folder / "模板.xlsx")
    book = load_workbook(path)
    sheet = book[ledger.label]
    cells = {
        "活动编号": "007",
        "网格编码": "010101",
        "活动类型": "环境整治",
        "活动日期": date(2025, 6, 1),
        "参与人次": 12,
    }
    for place, heading in enumerate(sheet[1], start=1):
        sheet.cell(2, place).value = cells.get(str(heading.value).strip("*"))
    assert sheet.column_dimensions["A"].number_format == "@"
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"D2:D5001", "F2:F5001"}
    guide = [[cell.value for cell in row] for row in book[GUIDE_SHEET].iter_rows(max_col=6)]
    assert {row[0] for row in guide[1:]} == {field.label for field in ledger.fields}
    book.save(path)
    report = store.bring_one(path)
    assert (report.verdict, report.rows_accepted) == ("accept", 1), report.findings
    assert store.rows("volunteer_events")["event_code"].tolist() == ["007"]


def test_boundaries_go_out_and_come_back(store: Store) -> None:
    shapes = [
        feature(square(113.6 + n / 100, 34.7, 0.01), 网格编码=f"0{n}", 网格名称=f"第{n}网格", 网格层级=1)
        for n in (1, 2)
    ]
    store.bring(store.geojson("边界.geojson", shapes), crs="EPSG:4490")
    out = export_boundaries(open_store(store.home), 1, store.folder / "导出.geojson")
    report = store.bring(out)
    assert (report.is_accepted, report.version) == (True, None), report.to_json()


def test_what_is_exported_is_logged_and_runs_nowhere(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.bring(store.csv("志愿.csv", [event("A", 活动名称="=cmd|' /C calc'!A0"), event("B", 活动类型="打牌")]))
    monkeypatch.setenv("WANGLAN_HOME", str(store.home))
    run = CliRunner()
    out = store.folder / "导出.xlsx"
    told = run.invoke(app, ["export-ledger", "志愿服务台账", "--out", str(out)])
    assert told.exit_code == 0, told.output
    sheet = load_workbook(out).active
    (row,) = list(sheet.iter_rows(min_row=2, values_only=True))
    assert sheet.column_dimensions["B"].width >= len(row[1])
    assert row[1] == "'=cmd|' /C calc'!A0"
    (entry,) = read_exports(store.home)
    assert (entry.title, entry.way, [file.name for file in entry.files]) == ("志愿服务台账", "command", ["导出.xlsx"])
    aside = run.invoke(app, ["quarantine", "--out", str(store.folder / "待核.csv")])
    assert (aside.exit_code, len(read_exports(store.home))) == (0, 2), aside.output
    listed = run.invoke(app, ["quarantine", "--list"]).output
    number = listed.splitlines()[1].split()[0]
    assert "形成第 2 版" in run.invoke(app, ["quarantine", "--discard", number]).output
    assert "没有待核的行" in run.invoke(app, ["quarantine"]).output


def test_the_command_writes_templates(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(store.home))
    told = CliRunner().invoke(app, ["template", "--all", "--out", str(store.folder / "模板")])
    assert told.exit_code == 0, told.output
    assert len(list((store.folder / "模板").iterdir())) == len(LEDGERS)
