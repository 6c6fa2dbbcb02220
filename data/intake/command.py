"""``python -m data import``: files in, one sentence a file out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.settings import store_home

if TYPE_CHECKING:
    from data.intake.report import FileReport

_VERDICTS = {
    "accept": "已导入",
    "accept-with-warning": "已导入，有问题待核",
    "accept-empty": "没有数据行",
    "ask": "有问题要先回答",
    "reject": "不能导入",
}


def import_files(
    files: Annotated[list[Path], typer.Argument(help="台账、边界或 district.toml，可一次给多个，合成一个新版本。")],
    ledger: Annotated[str | None, typer.Option(help="指定台账（名称或代码），不再按列名判断。")] = None,
    crs: Annotated[str | None, typer.Option(help="边界的坐标系：EPSG:4490、gcj02（高德）、bd09（百度）等。")] = None,
    level: Annotated[int | None, typer.Option(min=1, max=3, help="边界属于第几级网格。")] = None,
    answers: Annotated[
        Path | None, typer.Option(help="答案文件（JSON）：把问题后面列出的答案写在里面，或列名、日期、取值的对照。")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不写入数据仓。")] = False,
    report: Annotated[Path | None, typer.Option(help="把导入结果写成 JSON。")] = None,
) -> None:
    """导入台账和边界：合格的行入仓，不合格的行连同原因留待核对；一次导入形成一个新版本。

    退出码：0 已导入，2 不能导入，3 有问题要先回答；后两种情况数据仓不变。
    """
    from tqdm import tqdm

    from data.intake.report import EXIT_QUESTION, EXIT_REFUSED, IntakeError, QuestionError
    from data.intake.sandbox import import_safely

    with tqdm(total=100, desc="导入", bar_format="{desc} |{bar}| {percentage:3.0f}% {postfix}", disable=None) as bar:

        def advance(share: float, words: str) -> None:
            bar.set_postfix_str(words)
            bar.update(round(share * 100) - bar.n)

        try:
            told = _answers_body(answers) if answers else None
            result = import_safely(
                files,
                store_home(),
                ledger=ledger,
                crs=crs,
                level=level,
                answers=told,
                progress=advance,
                dry_run=dry_run,
            )
        except IntakeError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(EXIT_QUESTION if isinstance(error, QuestionError) else EXIT_REFUSED) from error
    if report is not None:
        result.write(report)
    for file in result.files:
        _tell(file)
    if dry_run and result.is_accepted:
        typer.echo("只作核对，没有写入：以上是正式导入时的结果")
    stored = f"已形成第 {result.version} 版" if result.version is not None else "数据仓没有变化"
    typer.echo(stored)
    raise typer.Exit(result.exit_code)


def _answers_body(path: Path) -> dict[str, Any]:
    """What an answers file says, as it stands there.

    Raises:
        RefusedError: it cannot be read.
    """
    from data.intake.report import RefusedError

    try:
        body = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RefusedError(f"答案文件“{path.name}”读不了：{error}。", "answers_file") from error
    if not isinstance(body, dict):
        raise RefusedError(f"答案文件“{path.name}”写法有误：应是 {{名称: 值}}。", "answers_file")
    return body


def _tell(file: FileReport) -> None:
    counts = ""
    if not file.is_open and file.rows_read:
        counts = f"：读到 {file.rows_read:,} 行，采用 {file.rows_accepted:,} 行"
        counts += f"，待核 {file.rows_quarantined:,} 行" if file.rows_quarantined else ""
        counts += f"，重复 {file.rows_duplicate:,} 行" if file.rows_duplicate else ""
    typer.echo(f"{file.file}（{file.ledger or '未识别'}）{_VERDICTS[file.verdict]}{counts}")
    for question in file.questions:
        typer.echo(f"  问：{question.message}")
        several = "（可选几个，合写在一个答案文件里）" if question.several else ""
        for number, choice in enumerate(question.choices, start=1):
            typer.echo(f"    {number}. {choice.label}  {json.dumps(choice.answers, ensure_ascii=False)}{several}")
            several = ""
    for finding in file.findings:
        times = f"（共 {finding.count:,} 处）" if finding.count > 1 else ""
        typer.echo(f"  {finding.message}{times}")


def memory(
    forget: Annotated[str, typer.Option("--forget", help="忘掉这个编号的一条。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON。")] = False,
) -> None:
    """列出导入时记住的回答：哪张表是什么台账、哪一列是什么、区域名称是哪个网格；也可忘掉一条。"""
    from data.intake.memory import forget as forget_one
    from data.intake.memory import listed

    if forget:
        if not forget_one(store_home(), forget):
            typer.echo(f"没有编号为“{forget}”的回答", err=True)
            raise typer.Exit(1)
        typer.echo(f"已忘掉 {forget}")
        return
    kept = listed(store_home())
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in kept], ensure_ascii=False, indent=1))
        return
    for one in kept:
        kind = "区域名称" if one.kind == "area" else "表"
        typer.echo(f"{one.code}  {one.at[:10]}  {kind}  {json.dumps(one.answers, ensure_ascii=False)}")
    if not kept:
        typer.echo("还没有记住任何回答")
