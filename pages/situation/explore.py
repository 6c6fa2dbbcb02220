"""自助分析: any measure by any breakdown, drawn as suits it."""

from components.screen.explore import draw_explore
from components.screen.page import page_answers

draw_explore(page_answers())
