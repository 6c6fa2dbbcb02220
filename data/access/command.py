"""``python -m data exports``: what left the house."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from data.settings import store_home


def exports(
    last: Annotated[int, typer.Option(min=0, help="最近多少条；0 为全部。")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON。")] = False,
) -> None:
    """列出导出记录：时间、标题、范围、版本、引用码、文件。"""
    from data.access.export_log import read_exports

    found = read_exports(store_home(), last)
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in found], ensure_ascii=False))
        return
    if not found:
        typer.echo("还没有导出记录")
    for entry in found:
        typer.echo(f"{entry.at}  {entry.code}  第 {entry.version} 版  {entry.title}  {entry.scope}  （{entry.way}）")
        for file in entry.files:
            typer.echo(f"    {file.name}  {file.size:,} 字节  {file.sha256[:16]}…")
