"""The parts of a Word file that do not depend on its content: styles, fonts, theme, settings."""

from __future__ import annotations

from components.views.tokens import LIGHT

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
RED = "C8102E"
_FALLBACKS = {
    SERIF: ("Noto Serif SC,Source Han Serif SC,仿宋_GB2312,仿宋,FangSong,宋体", "roman"),
    SANS: ("Noto Sans SC,Source Han Sans SC,黑体,SimHei", "swiss"),
}
"""Our faces, and what Word takes for them where they are not installed: names only, nothing of theirs is shipped."""


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _run(size: float, *, font: str = "", is_bold: bool = False, colour: str = "", spacing: int = 0) -> str:
    """Properties of a run, in the order the schema wants."""
    bold = "<w:b/><w:bCs/>" if is_bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    tint = f'<w:color w:val="{colour.lstrip("#")}"/>' if colour else ""
    apart = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
    points = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    return f"<w:rPr>{_fonts(font) if font else ''}{bold}{tint}{apart}{points}</w:rPr>"


def _style(
    name: str,
    shown: str,
    run: str,
    *,
    keep: bool = False,
    line: str = "",
    before: float = 0,
    after: float = 0,
    indent: str = "0",
    align: str = "both",
    level: int | None = None,
    extra: str = "",
    is_quick: bool = False,
) -> str:
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" {line or _AUTO}/>'
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>'
        f"{'<w:next w:val=' + chr(34) + 'Normal' + chr(34) + '/>' if level is not None else ''}"
        f'<w:uiPriority w:val="1"/>{"<w:qFormat/>" if is_quick else ""}'
        f"<w:pPr>{'<w:keepNext/><w:keepLines/>' if keep else ''}{extra}{spacing}"
        f'<w:ind w:firstLineChars="{indent}" w:firstLine="{round(int(indent) * 3.2)}"/>'
        f'<w:jc w:val="{align}"/>{outline}</w:pPr>{run}</w:style>'
    )


_AUTO = 'w:line="240" w:lineRule="auto"'
_EXACT = 'w:line="580" w:lineRule="exact"'
"""22 lines on 225 mm."""


def styles_xml() -> str:
    """Named styles: real headings, captions and contents, so that everything can be changed in one place."""
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="6" w:color="{RED}"/></w:pBdr>'
    short = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="8" w:color="{LIGHT.accent[1:]}"/></w:pBdr>'
    grey = LIGHT.mute
    styles = (
        _style("Heading1", "heading 1", _run(16, font=SANS, is_bold=True), keep=True, line=_EXACT, indent="200",
               align="left", level=0, is_quick=True),
        _style("Heading2", "heading 2", _run(16, font=SERIF, is_bold=True), keep=True, line=_EXACT, indent="200",
               align="left", level=1, is_quick=True),
        _style("Title", "Title", _run(22, font=SERIF, is_bold=True), align="center", before=36, after=8, is_quick=True),
        _style("Issuer", "发文机关标志", _run(44, font=SERIF, is_bold=True, colour=RED, spacing=60), align="center",
               before=10, after=22, is_quick=True),
        _style("IssueNumber", "发文字号", _run(16), align="center", extra=rule, after=6, is_quick=True),
        _style("District", "眉首地区", _run(12, font=SANS, colour=grey, spacing=30), align="center", before=16),
        _style("Facts", "范围与期间", _run(10.5, font=SANS, colour=grey), align="center", after=14),
        _style("FactsRuled", "范围与期间（无红头）", _run(10.5, font=SANS, colour=grey), align="center", extra=short,
               after=14),
        _style("TOCHeading", "TOC Heading", _run(14, font=SANS, is_bold=True, spacing=200), align="center", before=20,
               after=6),
        _style("TOC1", "toc 1", _run(11, font=SANS), align="left", before=4, after=1),
        _style("TOC2", "toc 2", _run(10.5, colour=LIGHT.ink2), align="left", after=1).replace(
            '<w:ind w:firstLineChars="0" w:firstLine="0"/>', '<w:ind w:left="440" w:firstLine="0"/>'
        ),
        _style("Figure", "图", _run(9), keep=True, align="center", before=10),
        _style("Caption", "caption", _run(10.5, font=SANS), keep=True, align="center", before=6, after=4,
               is_quick=True),
        _style("Source", "图表来源", _run(8.5, font=SANS, colour=grey), align="left", before=4, after=12),
        _style("TableText", "表格文字", _run(9, font=SANS), align="left", line='w:line="252" w:lineRule="auto"'),
        _style("ShapeText", "图中文字", _run(9, font=SANS), align="left"),
        _style("FootnoteText", "footnote text", _run(8.5, font=SANS, colour=LIGHT.ink2), align="left", after=2),
        _style("SignOff", "落款", _run(16), align="right", line=_EXACT, keep=True),
        _style("Footer", "footer", _run(14), align="center"),
        _style("Header", "header", _run(9), align="center"),
    )  # fmt: skip
    return (
        f"{HEAD}<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(SERIF)}"
        f'<w:color w:val="{LIGHT.ink[1:]}"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:spacing w:before="0" w:after="0" {_EXACT}/><w:ind w:firstLineChars="200" w:firstLine="640"/>'
        '<w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{_FOOTNOTE_MARK}{_TABLE_NORMAL}{''.join(styles)}{_table_style()}</w:styles>"
    )


_FOOTNOTE_MARK = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _table_style() -> str:
    """Three rules: thick above and below, thin under the headings; pale lines between rows."""
    ink, pale = LIGHT.ink[1:], LIGHT.line[1:]
    return (
        '<w:style w:type="table" w:styleId="ReportTable"><w:name w:val="三线表"/><w:basedOn w:val="TableNormal"/>'
        "<w:qFormat/><w:tblPr><w:tblBorders>"
        f'<w:top w:val="single" w:sz="10" w:space="0" w:color="{ink}"/>'
        f'<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{ink}"/>'
        f'<w:insideH w:val="single" w:sz="2" w:space="0" w:color="{pale}"/></w:tblBorders><w:tblCellMar>'
        '<w:top w:w="30" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{ink}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
    )


def font_table_xml() -> str:
    """Our faces and their stand-ins."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, family) in _FALLBACKS.items()
    )
    return f"{HEAD}<w:fonts {WORD}>{fonts}</w:fonts>"


def settings_xml() -> str:
    """Chinese, current compatibility; nothing is updated or asked on opening."""
    return (
        f'{HEAD}<w:settings {WORD}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:footnotePr><w:footnote w:id="-1"/>'
        '<w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def theme_xml() -> str:
    """Our colours and the sans face for charts; fills and lines as plain as they can be."""
    names = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
    accents = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>' for name, colour in zip(names, LIGHT.cat, strict=False)
    )
    face = f'<a:latin typeface="{SANS}"/><a:ea typeface="{SANS}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    plain = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="网览"><a:themeElements>'
        f'<a:clrScheme name="网览"><a:dk1><a:srgbClr val="{LIGHT.ink[1:]}"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>'
        f'<a:dk2><a:srgbClr val="{LIGHT.ink2[1:]}"/></a:dk2><a:lt2><a:srgbClr val="{LIGHT.control[1:]}"/></a:lt2>{accents}'
        f'<a:hlink><a:srgbClr val="{LIGHT.good[1:]}"/></a:hlink><a:folHlink><a:srgbClr val="{LIGHT.mute[1:]}"/></a:folHlink>'
        f'</a:clrScheme><a:fontScheme name="网览"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="网览"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}'
        f"</a:lnStyleLst><a:effectStyleLst>{plain * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
