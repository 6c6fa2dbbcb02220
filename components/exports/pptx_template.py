"""The master, the three layouts and the theme of our own deck, written into python-pptx's blank presentation."""

from __future__ import annotations

import re

from lxml import etree
from pptx import Presentation
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from components.exports.pptx_shapes import NAMESPACES, Area, emu
from components.views.tokens import LIGHT

WIDTH, HEIGHT = 960.0, 540.0
"""Points: 16 to 9."""
FONT = "Noto Sans SC"
"""An open font that current Windows brings along; where it is missing, Office takes another sans serif by its traits."""
_TRAITS = 'panose="020B0500000000000000" pitchFamily="34" charset="-122"'

COVER, CONTENTS, BODY = "封面", "目录", "正文"
TITLE_AREA = Area(48, 20, 864, 58)
CAPTION_AREA = Area(48, 84, 864, 20)
CHART_AREA = Area(48, 112, 864, 352)
NOTE_AREA = Area(48, 470, 864, 30)
STANDING_AREA = Area(48, 511, 700, 16)
NUMBER_AREA = Area(812, 511, 100, 16)
COVER_TITLE = Area(72, 150, 720, 120)
COVER_SCOPE = Area(72, 288, 720, 32)
COVER_NOTE = Area(72, 470, 816, 24)
COVER_ISSUER = Area(72, 60, 816, 56)
CONTENTS_AREA = Area(48, 104, 864, 384)


def new_deck() -> Deck:
    """A blank deck with our master: layouts 封面, 目录, 正文, their placeholders named as in an office's template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    master = deck.slide_masters[0]
    kept = [deck.slide_layouts[0], deck.slide_layouts[1], deck.slide_layouts[5]]
    for layout in list(deck.slide_layouts):
        if layout not in kept:
            deck.slide_layouts.remove(layout)
    _replace_shapes(master._element, _master_shapes())
    _style_master(master._element)
    for layout, name, shapes in zip(kept, (COVER, CONTENTS, BODY), _layout_shapes(), strict=True):
        layout._element.cSld.set("name", name)
        for attribute in ("type", "preserve"):
            layout._element.attrib.pop(attribute, None)
        _replace_shapes(layout._element, shapes)
    for part in deck.part.package.iter_parts():
        if str(part.partname).startswith("/ppt/theme/"):
            patch_theme(part)
    return deck


def patch_theme(part: Part) -> None:
    """Write our fonts and colours into a theme part: every word and chart that names none takes them."""
    parsed = part._element if isinstance(part, XmlPart) else None  # the theme of notes pages is kept parsed
    theme = etree.fromstring(part.blob) if parsed is None else parsed
    theme.set("name", "网览")
    for fonts in theme.iter(qn("a:majorFont"), qn("a:minorFont")):
        for old in list(fonts):
            fonts.remove(old)
        for tag in ("latin", "ea"):
            fonts.append(_element(f'<a:{tag} typeface="{FONT}" {_TRAITS}/>'))
        fonts.append(_element('<a:cs typeface=""/>'))
        fonts.append(_element(f'<a:font script="Hans" typeface="{FONT}"/>'))
    colours = {"dk1": LIGHT.ink, "lt1": LIGHT.card, "dk2": LIGHT.ink2, "lt2": LIGHT.control}
    colours |= {f"accent{i}": colour for i, colour in enumerate(LIGHT.cat[:6], 1)}
    colours |= {"hlink": LIGHT.good, "folHlink": LIGHT.mute}
    scheme = next(theme.iter(qn("a:clrScheme")))
    scheme.set("name", "网览")
    for name, colour in colours.items():
        slot = scheme.find(qn(f"a:{name}"))
        for old in list(slot):
            slot.remove(old)
        slot.append(_element(f'<a:srgbClr val="{colour[1:]}"/>'))
    etree.cleanup_namespaces(theme)
    if parsed is None:
        part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _element(xml: str) -> etree._Element:
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {NAMESPACES}", xml, count=1))


def _replace_shapes(element: etree._Element, shapes: str) -> None:
    """Everything drawn on a master or layout anew."""
    tree = element.cSld.spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    holder = parse_xml(f"<p:spTree {NAMESPACES}>{shapes}</p:spTree>")
    for shape in list(holder):
        tree.append(shape)


def _style_master(master: etree._Element) -> None:
    """Text styles of titles and text, without bullets."""
    levels = "".join(
        f'<a:lvl{level}pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="1400" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    title = (
        '<a:lvl1pPr algn="l"><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/><a:defRPr sz="2400" b="1" kern="1200">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
        '<a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
    )
    styles = master.find(qn("p:txStyles"))
    new = _element(
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f"<p:otherStyle>{levels.replace('1400', '1200')}</p:otherStyle></p:txStyles>"
    )
    styles.getparent().replace(styles, new)


def _placeholder(
    number: int,
    name: str,
    kind: str,
    index: int,
    area: Area,
    prompt: str,
    *,
    size: float,
    colour: str = "tx1",
    is_bold: bool = False,
    anchor: str = "t",
    align: str = "l",
) -> str:
    """A named placeholder of a layout."""
    bold = ' b="1"' if is_bold else ' b="0"'
    field = kind == "sldNum"
    words = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld>'
        if field
        else f'<a:r><a:rPr lang="zh-CN"/><a:t>{prompt}</a:t></a:r>'
    )
    at = f' idx="{index}"' if index else ""
    kinds = f' type="{kind}"' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{kinds}{at}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>"
        f'<a:off x="{emu(area.x)}" y="{emu(area.y)}"/><a:ext cx="{emu(area.width)}" cy="{emu(area.height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>'
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{round(size * 100)}"{bold}>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
        f"<a:p>{words}</a:p></p:txBody></p:sp>"
    )


def _strip(number: int, name: str, area: Area, colour: str) -> str:
    """A coloured bar that is only there for the look."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{emu(area.x)}" y="{emu(area.y)}"/><a:ext cx="{emu(area.width)}" cy="{emu(area.height)}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour[1:]}"/>'
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _master_shapes() -> str:
    return (
        _placeholder(2, "结论", "title", 0, TITLE_AREA, "结论", size=24, is_bold=True, anchor="ctr")
        + _placeholder(3, "图表区", "body", 1, CHART_AREA, "图表区", size=14)
        + _placeholder(4, "常设行", "ftr", 3, STANDING_AREA, "常设行", size=10, colour="folHlink")
        + _placeholder(5, "页码", "sldNum", 4, NUMBER_AREA, "", size=10, colour="folHlink", align="r")
    )


def _layout_shapes() -> tuple[str, str, str]:
    """What is on 封面, 目录 and 正文."""
    foot = _placeholder(8, "常设行", "ftr", 11, STANDING_AREA, "常设行", size=10, colour="folHlink") + _placeholder(
        9, "页码", "sldNum", 12, NUMBER_AREA, "", size=10, colour="folHlink", align="r"
    )
    frame = _strip(20, "标识", Area(24, 32, 5, 36), LIGHT.accent) + _strip(
        21, "底线", Area(48, 505, 864, 0.75), LIGHT.line
    )
    cover = (
        _strip(20, "标识", Area(0, 0, 18, HEIGHT), LIGHT.accent)
        + "".join(_cover_tiles())
        + _strip(70, "短线", Area(72, 136, 56, 4), LIGHT.accent)
        + _strip(71, "底线", Area(72, 456, 816, 0.75), LIGHT.line)
        + _placeholder(2, "标题", "ctrTitle", 0, COVER_TITLE, "标题", size=40, is_bold=True, anchor="ctr")
        + _placeholder(3, "范围", "subTitle", 1, COVER_SCOPE, "范围 · 期间", size=20, colour="tx2")
        + _placeholder(4, "说明", "body", 13, COVER_NOTE, "截至 · 引用码", size=13, colour="folHlink")
        + _placeholder(5, "发文机关", "body", 14, COVER_ISSUER, "发文机关", size=28, is_bold=True, anchor="ctr")
    )
    contents = (
        frame
        + _placeholder(2, "结论", "title", 0, TITLE_AREA, "目录", size=26, is_bold=True, anchor="ctr")
        + _placeholder(3, "目录", "body", 13, CONTENTS_AREA, "目录", size=14)
        + foot
    )
    body = (
        frame
        + _placeholder(2, "结论", "title", 0, TITLE_AREA, "结论", size=24, is_bold=True, anchor="ctr")
        + _placeholder(3, "题注", "body", 13, CAPTION_AREA, "题注", size=13, colour="tx2", anchor="ctr")
        + _placeholder(4, "图表区", "", 14, CHART_AREA, "图表区", size=14)
        + _placeholder(5, "注脚", "body", 15, NOTE_AREA, "口径与来源", size=10, colour="folHlink", anchor="b")
        + foot
    )
    return cover, contents, body


def _cover_tiles() -> list[str]:
    """A quiet net of tiles at the right edge, as the sign of the app; it stands for no number."""
    side, gap = 30.0, 4.0
    shades = (0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 2, 0, 1)
    return [
        _strip(
            30 + i,
            "纹样",
            Area(WIDTH - 72 - (3 - i % 4) * (side + gap) - side, 150 + (i // 4) * (side + gap), side, side),
            LIGHT.seq[shade],
        )
        for i, shade in enumerate(shades)
    ]
