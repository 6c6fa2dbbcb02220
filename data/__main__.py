"""The command line: ``python -m data import|versions|undo|check|…``.

Commands import what they need when they run, so that ``--help`` stays fast.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.access.command import exports
from data.figures.command import figures
from data.intake.command import import_files
from data.measures.command import describe, measure
from data.meetings.command import meetings
from data.quality.command import quality
from data.settings import demo_profile, store_home
from data.store.errors import StoreError

if TYPE_CHECKING:
    from data.store.maintenance import VersionLine

app = typer.Typer(
    help="网览数据仓：导入台账与边界、查看与撤销版本、核对、按口径取数。数据仓的位置由环境变量 WANGLAN_HOME 指定。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("import")(import_files)
app.command("describe")(describe)
app.command("measure")(measure)
app.command("figures")(figures)
app.command("exports")(exports)
app.command("meetings")(meetings)
app.command("quality")(quality)


@app.command()
def versions() -> None:
    """列出数据仓的各个版本。"""
    from data.ledgers import LEDGERS
    from data.store.maintenance import list_versions

    lines = list_versions(store_home())
    if not lines:
        typer.echo(f"数据仓 {store_home()} 还没有数据")
    for line in lines:
        manifest = line.manifest
        mark = "*" if line.is_current else " "
        tags = "".join(f" [{word}]" for word, on in _tags(line) if on)
        typer.echo(
            f"{mark} 第 {manifest.version} 版  {manifest.created_at}  截至 {manifest.as_of}  {manifest.note}{tags}"
        )
        rows = "，".join(f"{LEDGERS[name].label} {summary.rows:,} 行" for name, summary in manifest.ledgers.items())
        typer.echo(f"    {rows or '没有台账'}")


def _tags(line: VersionLine) -> tuple[tuple[str, bool], ...]:
    return (("已固定", line.is_pinned), ("已引用", line.is_cited), ("已撤销", line.is_undone))


@app.command()
def undo() -> None:
    """撤销最近一次导入，退回上一版。"""
    from data.store.maintenance import undo as undo_current

    typer.echo(f"已退回第 {undo_current(store_home())} 版")


@app.command()
def check() -> None:
    """核对当前版本的每个文件是否齐全、完好、行数相符；有损坏时退出码为 1。"""
    from tqdm import tqdm

    from data.store.check import check as check_store
    from data.store.pointer import current_version

    home = store_home()
    with tqdm(desc="核对文件", unit="个", leave=False, disable=None) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        problems = check_store(home, advance)
    for problem in problems:
        typer.echo(("损坏：" if problem.is_damage else "提示：") + problem.message)
    if any(problem.is_damage for problem in problems):
        raise typer.Exit(1)
    version = current_version(home)
    typer.echo(f"数据仓 {home} 还没有数据" if version is None else f"第 {version} 版完好")


@app.command()
def prune(keep: Annotated[int, typer.Option(min=1, help="保留最近多少个版本。")] = 20) -> None:
    """清理较早的版本；当前版、它的上一版、固定的和被引用的版本始终保留。"""
    from data.store.maintenance import prune as prune_store

    removed = prune_store(store_home(), keep)
    typer.echo(f"已清理 {len(removed)} 个版本" if removed else "没有需要清理的版本")


@app.command()
def pin(
    version: Annotated[int, typer.Argument(help="版本号。")],
    release: Annotated[bool, typer.Option("--release", help="取消固定。")] = False,
) -> None:
    """固定一个版本，使它不被清理。"""
    from data.store.maintenance import pin as pin_version

    pin_version(store_home(), version, not release)
    typer.echo(f"第 {version} 版已{'取消' if release else ''}固定")


_PROFILE_HELP = "哪个示例区县：guancheng（默认）、lukou、fengtai、fengyang、aksai。"


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Option("--out", "--folder", help="写到哪个文件夹，默认 build/demo（其他区县为 build/demo-区县）。"),
    ] = None,
    profile: Annotated[str, typer.Option(help=_PROFILE_HELP)] = "",
) -> None:
    """生成示例文件：一个虚构的区县，边界和台账与真实文件同样写法。"""
    from data.demo.generate import write_demo
    from data.demo.profile import DEFAULT_PROFILE, load_profile
    from data.store.build import DEMO_FOLDER

    chosen = load_profile(profile or demo_profile() or DEFAULT_PROFILE)
    own = DEMO_FOLDER if chosen.code == DEFAULT_PROFILE else DEMO_FOLDER.with_name(f"demo-{chosen.code}")
    for path in write_demo(folder or own, profile=chosen):
        typer.echo(str(path))


@app.command()
def build(profile: Annotated[str, typer.Option(help=_PROFILE_HELP)] = "") -> None:
    """数据仓为空时建立示例数据；已有数据则什么也不做。"""
    from tqdm import tqdm

    from data.store.build import ensure_demo

    with tqdm(total=100, desc="建立示例数据", bar_format="{desc} |{bar}| {percentage:3.0f}% {postfix}") as bar:

        def advance(share: float, words: str) -> None:
            bar.set_postfix_str(words)
            bar.update(round(share * 100) - bar.n)

        version = ensure_demo(store_home(), advance, profile)
    typer.echo(f"数据仓 {store_home()} 当前为第 {version} 版")


def in_chinese(commands: typer.Typer = app) -> Callable[..., Any]:
    """A command line with the library's own English words replaced."""
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.ERRORS_PANEL_TITLE = "错误"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
    rich_utils.DEFAULT_STRING = "[默认：{}]"
    group = typer.main.get_command(commands)
    for command in (group, *getattr(group, "commands", {}).values()):
        option = command.get_help_option(command.context_class(command))
        if option is not None:
            option.help = "显示这份说明。"
    return group


def main() -> None:
    """Run the command line; what a person can mend is told in one sentence, without a trace."""
    try:
        in_chinese()(prog_name="python -m data")
    except StoreError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
