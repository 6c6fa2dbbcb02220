"""Which files take longest: with several workers they begin first, so that none is left running alone at the end."""

from __future__ import annotations

LONGEST = (
    "tests/browser/test_districts.py",
    "tests/browser/test_slides_legible.py",
    "tests/data/measures/test_against_pandas.py",
    "tests/browser/test_map.py",
    "tests/browser/test_pages.py",
    "tests/browser/test_shell.py",
    "tests/browser/test_pictures.py",
    "tests/browser/test_wall.py",
    "tests/components/views/test_house_style.py",
    "tests/data/measures/test_demo.py",
    "tests/districts/test_districts.py",
    "tests/pages/test_four_pages.py",
    "tests/data/store/test_marts.py",
    "tests/browser/test_player_windows.py",
    "tests/browser/test_player.py",
    "tests/browser/test_import.py",
    "tests/browser/test_meeting_desk.py",
    "tests/browser/test_citation.py",
    "tests/browser/test_cross_filter.py",
    "tests/components/slides/test_deck.py",
    "tests/components/exports/test_command.py",
    "tests/components/exports/test_meeting_files.py",
    "tests/components/exports/test_pptx_numbers.py",
    "tests/components/exports/test_report_docx.py",
    "tests/components/exports/test_report_pdf.py",
    "tests/components/views/pages/test_page_views.py",
    "tests/data/store/test_command_line.py",
    "tests/data/store/test_crash.py",
    "tests/data/demo/test_demo_bytes.py",
    "tests/data/intake/test_ledger_files.py",
    "tests/data/intake/test_questions.py",
    "tests/data/grids/test_outlines.py",
)
"""The longest first. A file that is not named takes its turn after them; one that is gone does no harm."""

_PLACE = {name: place for place, name in enumerate(LONGEST)}


def turn(file: str) -> int:
    """When a file's turn comes."""
    return _PLACE.get(file, len(LONGEST))
