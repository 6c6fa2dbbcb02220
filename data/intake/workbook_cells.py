"""What the reader of workbooks does not tell: cells with errors, formulas never calculated, sheets of absurd size."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from data.intake.limits import ZIP_ERRORS, check_archive, check_xml_parts
from data.intake.report import RefusedError

_MOST_CELLS = 30_000_000
_ERROR = re.compile(rb'<c\s[^>]*?\br="([A-Z]+\d+)"[^>]*\bt="e"')
_NOT_CALCULATED = re.compile(rb'<c\s[^>]*?\br="([A-Z]+\d+)"[^>]*><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>')
_DECLARED = re.compile(rb'<dimension\s[^>]*?ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
_CELL = re.compile(rb'<c\s[^>]*?\br="([A-Z]+)(\d+)"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetFaults:
    """Cells of a sheet that hold no value though they look as if they did."""

    cells: tuple[str, ...] = ()


def faults_of(path: Path) -> Mapping[str, SheetFaults]:
    """Sheet → its faulty cells; empty for anything but XLSX.

    Raises:
        RefusedError: the workbook is not harmless to unpack, or a lone cell makes a sheet absurdly large.
    """
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            check_xml_parts(archive, check_archive(archive, path.name), path.name)
            return {name: _faults(path, name, archive.read(part)) for name, part in _parts(archive).items()}
    except (*ZIP_ERRORS, etree.XMLSyntaxError, KeyError):
        # The reader itself says what is wrong with the file.
        return {}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet → its part in the package."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return {}
    targets = {
        relation.get("Id", ""): relation.get("Target", "") for relation in _xml(archive, "xl/_rels/workbook.xml.rels")
    }
    found = {}
    for sheet in _xml(archive, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[sheet.get("name", "")] = part
    return found


def _xml(archive: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(part), parser)


def _faults(path: Path, name: str, body: bytes) -> SheetFaults:
    declared = _DECLARED.search(body, 0, 4096)
    if declared is None or _area(declared[1], int(declared[2])) > _MOST_CELLS:
        widest, lowest, last = 0, 0, b""
        for cell in _CELL.finditer(body):
            row, column = int(cell[2]), _column(cell[1])
            if row > lowest or column > widest:
                widest, lowest, last = max(widest, column), max(lowest, row), cell[1] + cell[2]
        if widest * lowest > _MOST_CELLS:
            raise RefusedError(
                f"“{path.name}”工作表“{name}”远处的 {last.decode()} 有一格，整张表因此有 {widest * lowest:,} 格；"
                "请删去这些多余的格子再导入。",
                "sheet_too_large",
            )
    # Looking for a word first is cheap; most sheets hold neither errors nor formulas.
    patterns = [pattern for mark, pattern in ((b't="e"', _ERROR), (b"<f", _NOT_CALCULATED)) if mark in body]
    found = [cell.decode() for pattern in patterns for cell in pattern.findall(body)]
    return SheetFaults(tuple(found))


def _area(column: bytes, row: int) -> int:
    return _column(column) * row


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
