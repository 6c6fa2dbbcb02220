"""指标口径: every measure, how it is counted, since when, and who answers for it."""

from components.screen.definitions import draw_definitions
from components.screen.page import page_answers

draw_definitions(page_answers())
