"""Take the README's pictures from the running app: ``python -m tools.screenshots``.

Needs requirements-dev.txt and Chromium. The demo district is built in a temporary store.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from data.settings import PROJECT_ROOT
from pages import PAGES
from tests.browser.support import CHROMIUM_ARGUMENTS, chromium_path, running, visit, window
from tests.cli import run_cli

PICTURES = PROJECT_ROOT / "docs" / "pictures"
WIDTH, HEIGHT, COLOURS = 1920, 1080, 256
FLIGHT_MS = 1_500
"""The map flies to its place and then writes its names."""


def take(page: Page, url_path: str) -> Path:
    """One page of the app, as a picture with a small palette."""
    visit(page, url_path)
    page.wait_for_timeout(FLIGHT_MS)
    picture = Image.open(io.BytesIO(page.screenshot()))
    target = PICTURES / f"{url_path}.png"
    # Maximum coverage keeps small areas of a colour, such as the red of the sign.
    small = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(target, optimize=True)
    return target


def main() -> None:
    """Take every registered page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        home = Path(scratch) / "store"
        built = run_cli(home, "build")
        if built.returncode:
            raise SystemExit(built.stderr)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        with running(home, Path(scratch)) as server, window(browser, server.url, WIDTH, HEIGHT) as (page, _):
            for spec in PAGES:
                print(take(page, spec.url_path).relative_to(PROJECT_ROOT))
        browser.close()


if __name__ == "__main__":
    main()
