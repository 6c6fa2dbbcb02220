"""``python -m data template|export-ledger|quarantine``: forms, ledgers and rows kept aside, out into files and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.settings import store_home


def template(
    ledger: Annotated[str, typer.Argument(help="台账（名称或代码）。")] = "",
    every: Annotated[bool, typer.Option("--all", help="全部台账，一本一个文件。")] = False,
    out: Annotated[Path, typer.Option(help="写到哪个文件夹。")] = Path(),
) -> None:
    """写出台账的空白模板：列名、填写说明和可选的值，填好后直接导入。"""
    from data.intake.headers import named_ledger
    from data.intake.report import IntakeError
    from data.intake.templates import write_template
    from data.ledgers.profile import PLAIN, ledgers_of
    from data.store.pointer import current_version
    from data.store.reader import open_store

    home = store_home()
    ledgers = ledgers_of(PLAIN if current_version(home) is None else open_store(home).district.profile)
    if not (every or ledger):
        raise typer.BadParameter("请写明台账，或用 --all")
    try:
        chosen = list(ledgers.values()) if every else [named_ledger(ledger, ledgers)]
    except IntakeError as error:
        raise typer.BadParameter(str(error)) from error
    out.mkdir(parents=True, exist_ok=True)
    for one in chosen:
        typer.echo(str(write_template(one, out / f"{one.label}模板.xlsx")))


def export_ledger(
    ledger: Annotated[str, typer.Argument(help="台账（名称或代码）；边界写 boundaries。")],
    out: Annotated[Path, typer.Option(help="写到哪个文件：.xlsx、.csv，边界为 .geojson。")],
    level: Annotated[int, typer.Option(min=1, max=3, help="边界的第几级网格。")] = 3,
) -> None:
    """导出一本台账的全部行，或一级网格的边界；文件可以原样再导入。"""
    from data.intake.headers import named_ledger
    from data.intake.ledger_files import export_boundaries, log_ledger_export
    from data.intake.ledger_files import export_ledger as write_ledger
    from data.intake.report import IntakeError
    from data.ledgers.profile import ledgers_of
    from data.store.reader import open_store

    reader = open_store(store_home())
    if ledger == "boundaries":
        title = f"{reader.district.level_names[level - 1]}边界"
        export_boundaries(reader, level, out)
    else:
        try:
            chosen = named_ledger(ledger, ledgers_of(reader.district.profile))
        except IntakeError as error:
            raise typer.BadParameter(str(error)) from error
        title = chosen.label
        write_ledger(reader, chosen, out)
    log_ledger_export(reader, title, [out], "command")
    typer.echo(str(out))


def quarantine(
    listed: Annotated[bool, typer.Option("--list", help="列出待核的行。")] = False,
    out: Annotated[Path | None, typer.Option(help="写成 .xlsx 或 .csv，改好后可再导入。")] = None,
    ledger: Annotated[str, typer.Option(help="只要这本台账（代码）。")] = "",
    discard: Annotated[list[str] | None, typer.Option(help="不再核对的待核编号，可写多次。")] = None,
) -> None:
    """列出、取出或放弃待核的行；放弃形成一个新版本，可以撤销。"""
    from data.intake.ledger_files import log_ledger_export
    from data.intake.quarantine import REASONS_HEADER, pending_rows, write_pending
    from data.intake.quarantine import discard as discard_rows
    from data.store.reader import open_store

    home = store_home()
    if discard:
        typer.echo(f"已放弃 {len(discard)} 行待核，形成第 {discard_rows(home, discard)} 版")
        return
    reader = open_store(home)
    if out is not None:
        written = write_pending(reader, out, ledger)
        log_ledger_export(reader, "待核清单", written, "command")
        typer.echo("\n".join(map(str, written)))
        return
    frames = pending_rows(reader, ledger)
    if not frames:
        typer.echo("没有待核的行")
    for name, frame in frames.items():
        typer.echo(f"{reader.ledger(name).label}：待核 {len(frame):,} 行")
        if listed:
            for number, reasons in zip(frame.iloc[:, 0], frame[REASONS_HEADER], strict=True):
                typer.echo(f"  {number}  {reasons}")
