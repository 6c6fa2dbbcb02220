"""What all figures have in common: one Plotly template a theme, and the Chinese words of Plotly itself."""

from __future__ import annotations

from functools import cache
from typing import Any

from components.views.tokens import FONT, Theme


@cache
def template(theme: Theme) -> dict[str, Any]:
    """The Plotly template of a theme; shared, so never change it."""
    size = theme.size
    words = {"family": FONT, "size": size, "color": theme.ink}
    axis, across = _axes(theme)
    return {
        "layout": {
            "font": words,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(theme.cat),
            "margin": {"l": 4, "r": 8, "t": 8, "b": 4, "pad": 4},
            "showlegend": False,
            "hovermode": "closest",
            "separators": ".,",
            "xaxis": axis,
            "yaxis": across,
            "hoverlabel": {"bgcolor": theme.card, "bordercolor": theme.line, "font": words},
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "font": {"color": theme.ink2, "size": size},
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "bargap": 0.34,
            "dragmode": False,
        },
        "data": {
            "bar": [
                {
                    "type": "bar",
                    "marker": {"line": {"width": 0}},
                    "textfont": {"size": size, "color": theme.ink},
                    "cliponaxis": False,
                    "constraintext": "none",
                }
            ],
            "sankey": [
                {"type": "sankey", "textfont": {"size": size, "color": theme.ink, "family": FONT, "shadow": "none"}}
            ],
        },
    }


def _axes(theme: Theme) -> tuple[dict[str, Any], dict[str, Any]]:
    """The axis along the names, and the one the numbers stand on."""
    axis: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": theme.ref,
        "linewidth": 1,
        "ticks": "",
        "title": {"text": ""},
        "tickfont": {"color": theme.ink2, "size": theme.size},
        "automargin": True,
        "fixedrange": True,
    }
    across = {
        **axis,
        "showgrid": True,
        "gridcolor": theme.grid,
        "showline": False,
        "rangemode": "tozero",
        "nticks": 5,
        "tickformat": ",",
    }
    return axis, across


MONTHS = [f"{number}月" for number in range(1, 13)]
_WEEKDAYS = "日一二三四五六"
_LOCALE: dict[str, Any] = {
    "dictionary": {
        "Autoscale": "自动缩放",
        "Download plot": "下载图片",
        "Download plot as a PNG": "下载图片",
        "Pan": "平移",
        "Reset": "还原",
        "Reset axes": "还原",
        "Zoom": "缩放",
        "Zoom in": "放大",
        "Zoom out": "缩小",
        "close:": "收：",
        "incoming flow count:": "流入：",
        "outgoing flow count:": "流出：",
        "max:": "最大：",
        "mean:": "平均：",
        "median:": "中位：",
        "min:": "最小：",
        "source:": "来自：",
        "target:": "去向：",
        "trace": "系列",
    },
    "format": {
        "days": [f"星期{day}" for day in _WEEKDAYS],
        "shortDays": [f"周{day}" for day in _WEEKDAYS],
        "months": MONTHS,
        "shortMonths": MONTHS,
        "date": "%Y年%-m月%-d日",
        "dateTime": "%Y年%-m月%-d日 %H:%M",
        "decimal": ".",
        "thousands": ",",
        "grouping": [3],
    },
}
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "locale": "zh-CN",
    "locales": {"zh-CN": _LOCALE},
}
"""Plotly's settings for every figure; its own toolbar is off, the card has one."""


def figure(theme: Theme, data: list[dict[str, Any]], **layout: Any) -> dict[str, Any]:
    """A figure dictionary on the theme's template."""
    return {"data": data, "layout": {"template": template(theme), **layout}}
