"""The command line of exports: ``python -m components.exports --views monthly --formats pptx --out 目录``."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.__main__ import in_chinese
from data.settings import store_home
from data.store.command import store_for_figures
from data.store.errors import StoreError

if TYPE_CHECKING:
    from components.exports.batch import Outcome
    from components.exports.prepare import Options
    from data.measures.answers import Answers

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(help="把页面和图表导出为 PPT、Word、PDF、Excel、CSV、网页和图片；--each 一次做出各个网格的成套文件。")
def export(
    views: Annotated[str, typer.Option(help="组合、页面或“页面.图表”，用逗号隔开；见 --list。")] = "monthly",
    formats: Annotated[str, typer.Option(help="格式，用逗号隔开：pptx,docx,pdf,xlsx,csv,html,png,svg。")] = "pptx",
    period: Annotated[str, typer.Option(help="期间：2025、2025-06 或 2025-01..2025-06；默认今年至截至日。")] = "",
    grid: Annotated[str, typer.Option(help="网格编码，或 zone:片区编码；默认全区。")] = "",
    each: Annotated[str, typer.Option(help="每个下级网格各做一套：level1、level2 或 level3。")] = "",
    out: Annotated[Path | None, typer.Option(help="写到哪个文件夹；再次运行时，已完成的文件跳过。")] = None,
    template: Annotated[Path | None, typer.Option(help="本单位的 PPT 模板（.pptx）。")] = None,
    title: Annotated[str, typer.Option(help="标题，默认“网格化治理运行通报”。")] = "",
    issuer: Annotated[str, typer.Option(help="红头上的发文机关。")] = "",
    issue_number: Annotated[str, typer.Option(help="文号，如〔2025〕12号。")] = "",
    watermark: Annotated[str, typer.Option(help="水印文字。")] = "",
    meeting: Annotated[str, typer.Option(help="会议编号：写出这次会议的督办单、纪要数据、演示文稿和离线投屏。")] = "",
    notes: Annotated[bool, typer.Option("--notes", help="离线投屏里带上主讲备注（按 N 显示）。")] = False,
    version: Annotated[int | None, typer.Option(help="版本号，默认当前版。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="结果写成 JSON。")] = False,
    listing: Annotated[bool, typer.Option("--list", help="列出可选的组合、页面、图表和格式。")] = False,
) -> None:
    """Make documents of the current version, or list what may be chosen."""
    from components.exports.batch import Job, run
    from components.exports.prepare import Options
    from components.exports.write import checked

    options = Options(title, issuer, issue_number, watermark)
    wanted = [name.strip().lower() for name in re.split("[,，]", formats) if name.strip()]
    if meeting:
        _export_meeting(meeting, wanted, out, options, _template(template), with_notes=notes, as_json=as_json)
        return
    answers = _answers(period, grid, version)
    if listing:
        _list(answers, as_json)
        return
    if out is None:
        raise StoreError("请用 --out 指定写到哪个文件夹。")
    job = Job(
        tuple(name.strip() for name in re.split("[,，]", views) if name.strip()),
        tuple(checked(wanted)),
        options,
        _template(template),
    )
    areas = _areas(answers, each)
    from tqdm import tqdm

    with tqdm(total=len(areas) * len(job.formats), desc="导出", unit="个", disable=None) as bar:

        def advance(name: str) -> None:
            if name:
                bar.set_postfix_str(name)
            else:
                bar.update()

        outcomes = run(answers, job, areas, out, advance)
    _tell(outcomes, out, as_json)
    if any(outcome.errors for outcome in outcomes):
        raise typer.Exit(1)


def _export_meeting(
    code: str,
    formats: list[str],
    out: Path | None,
    options: Options,
    template: Path | None,
    *,
    with_notes: bool,
    as_json: bool,
) -> None:
    """Files of one meeting, over the version it pinned."""
    from components.exports.meeting_files import Wishes, export_meeting, papers_of
    from data.meetings.book import read_meeting

    if out is None:
        raise StoreError("请用 --out 指定写到哪个文件夹。")
    kinds = papers_of(formats)
    found = read_meeting(store_home(), code)
    from tqdm import tqdm

    with tqdm(total=len(kinds), desc="导出", unit="个", disable=None) as bar:

        def advance(label: str) -> None:
            bar.set_postfix_str(label)
            bar.update()

        wishes = Wishes(options, with_notes=with_notes, template=template)
        written = export_meeting(store_home(), found, kinds, out, wishes, advance)
    if as_json:
        typer.echo(json.dumps({"out": str(out), "files": [path.name for path in written]}, ensure_ascii=False))
        return
    typer.echo(f"写出 {len(written)} 个文件，在 {out}")
    for path in written:
        typer.echo(f"  {path.name}")


def _answers(period: str, grid: str, version: int | None) -> Answers:
    from data.measures.answers import Answers
    from data.measures.net import net_of
    from data.measures.periods import preset_period
    from data.measures.scope import Period, Scope

    reader = store_for_figures(version)
    try:
        months = Period.parse(period) if period else preset_period("this_year", reader.as_of)
    except ValueError as error:
        raise StoreError(str(error)) from None
    if grid and grid not in net_of(reader):
        raise StoreError(f"没有编码为“{grid}”的网格或片区。")
    return Answers(reader, Scope(months, grid))


def _areas(answers: Answers, each: str) -> list[str]:
    from components.exports.batch import areas_of

    if not each:
        return [answers.scope.grid_code]
    match = re.fullmatch(r"(?:level)?([123])", each.strip().lower())
    if match is None:
        raise StoreError(f"--each 应写 level1、level2 或 level3，收到的是“{each}”。")
    found = areas_of(answers, int(match[1]))
    if not found:
        raise StoreError(f"{answers.area_name}下面没有第 {match[1]} 级网格。")
    return found


def _template(path: Path | None) -> Path | None:
    if path is not None and (not path.is_file() or path.suffix.lower() != ".pptx"):
        raise StoreError(f"模板 {path} 不是 .pptx 文件，或不存在。")
    return path


def _list(answers: Answers, as_json: bool) -> None:
    """What may be chosen in this version."""
    from components.exports.prepare import BUNDLES
    from components.exports.write import LABELS, known_formats
    from components.views.pages.registry import PAGE_VIEWS, views_of

    pages = {name: {view.id: view.title for view in views_of(name, answers).values()} for name in PAGE_VIEWS}
    if as_json:
        bundles = {bundle.name: list(bundle.views) for bundle in BUNDLES.values()}
        typer.echo(json.dumps({"bundles": bundles, "pages": pages, "formats": known_formats()}, ensure_ascii=False))
        return
    typer.echo("组合")
    for bundle in BUNDLES.values():
        typer.echo(f"  {bundle.name:<12}{bundle.title}：{'、'.join(bundle.views)}")
    for name, views in pages.items():
        typer.echo(f"{name}  {PAGE_VIEWS[name].title}")
        for view_id, title in views.items():
            typer.echo(f"  {name}.{view_id:<20}{title}")
    typer.echo("格式  " + "，".join(f"{name} {LABELS[name]}" for name in known_formats()))


def _tell(outcomes: list[Outcome], out: Path, as_json: bool) -> None:
    if as_json:
        said: dict[str, Any] = {"out": str(out), "areas": [asdict(outcome) for outcome in outcomes]}
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    written = sum(len(outcome.files) - outcome.skipped for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    typer.echo(f"写出 {written} 个文件，跳过已完成的 {skipped} 个，在 {out}")
    for outcome in outcomes:
        for error in outcome.errors:
            typer.echo(f"失败：{error}", err=True)


def main() -> None:
    """Run the command line; what a person can mend is told in one sentence, without a trace."""
    try:
        in_chinese(app)(prog_name="python -m components.exports")
    except StoreError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
