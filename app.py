"""网览: page config, shared filters, navigation, the page. Start with ``streamlit run app.py``."""

from __future__ import annotations

from components.screen import shell
from pages import PAGES

shell.configure()
page, spec = shell.navigation(PAGES)
if shell.is_projecting():
    shell.project()
else:
    with shell.frame():
        if shell.store_is_ready(spec) and not shell.is_citing():
            shell.filters(spec)
            shell.run(page, spec)
