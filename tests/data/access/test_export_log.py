"""Every export leaves a line."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from data.access.export_log import ExportedFile, log_export, made, read_exports
from data.measures.scope import Period, Scope
from data.store.layout import Layout
from tests.cli import run_cli


def test_the_log_tells_what_left_newest_first(tmp_path):
    file = tmp_path / "通报.xlsx"
    file.write_bytes(b"content")
    scope = Scope(Period("2025-01", "2025-06"), "01")
    entry = made("通报", "ABCDEFGH", 3, scope, "鼓台街道", [("overview", "cards")], "命令行")
    entry = replace(entry, files=(ExportedFile.of(file),))
    log_export(tmp_path, replace(entry, title="较早"))
    log_export(tmp_path, entry)
    newest, _ = read_exports(tmp_path)
    assert newest == entry
    assert newest.formats == ("xlsx",)
    assert newest.files[0].sha256 == hashlib.sha256(b"content").hexdigest()
    assert [one.title for one in read_exports(tmp_path, last=1)] == ["通报"]


def test_a_damaged_line_is_passed_over_and_the_command_reads_the_rest(tmp_path):
    entry = made("通报", "ABCDEFGH", 3, Scope(Period("2025-01", "2025-06")), "示范区", [], "页面")
    log_export(tmp_path, entry)
    with Layout(tmp_path).export_log.open("ab") as log:
        log.write('{"title": "半'.encode())
    log_export(tmp_path, entry)
    assert len(read_exports(tmp_path)) == 2
    shown = run_cli(tmp_path, "exports", "--json")
    assert [line["code"] for line in json.loads(shown.stdout)] == ["ABCDEFGH"] * 2
