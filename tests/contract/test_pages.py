"""The page registry is complete, and no page can run without app.py."""

from __future__ import annotations

import re

from data.ledgers import LEDGERS
from data.settings import PROJECT_ROOT
from pages import PAGES


def test_every_registered_page_exists_and_every_page_is_registered() -> None:
    there = {
        path.relative_to(PROJECT_ROOT).as_posix()
        for path in (PROJECT_ROOT / "pages").rglob("*.py")
        if path.name != "__init__.py"
    }
    assert {page.path for page in PAGES} == there


def test_no_script_lies_directly_in_pages() -> None:
    """Streamlit would run it without app.py after a restart: no filters, no login."""
    loose = [path.name for path in (PROJECT_ROOT / "pages").glob("*.py") if path.name != "__init__.py"]
    assert loose == []


def test_addresses_and_titles_are_unique_and_clean() -> None:
    addresses = [page.url_path for page in PAGES]
    titles = [page.title for page in PAGES]
    assert len(set(addresses)) == len(addresses)
    assert len(set(titles)) == len(titles)
    assert [address for address in addresses if not re.fullmatch(r"[a-z][a-z_]*", address)] == []
    assert [
        page.title for page in PAGES if not (page.help and page.section and page.icon.startswith(":material/"))
    ] == []


def test_pages_name_ledgers_that_are_declared() -> None:
    assert {ledger for page in PAGES for ledger in page.ledgers} <= set(LEDGERS)
