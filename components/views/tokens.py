"""网览视觉标准：颜色与尺寸的唯一出处。"""

FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif'
LIGHT = dict(
    paper="#F4F5F7",
    card="#FFFFFF",
    line="#D9DEE5",
    grid="#E8EBF0",
    ink="#1A1F26",
    ink2="#454D59",
    mute="#505966",
    accent="#9B1C1F",
    good="#14507F",
    watch="#7C4106",
    ref="#8B95A3",
    seq=["#E3ECF4", "#BBD2E5", "#8CB4D2", "#5A92BC", "#2F6B9C", "#10426F"],
    div=["#7C4106", "#C27E32", "#E6C08D", "#F1F0EC", "#A9CBDD", "#5592B7", "#16517F"],
    cat=["#045D86", "#A6906D", "#5E9E9A", "#9279C8", "#6B721D", "#652D19", "#925F64", "#383E45"],
)
DARK = dict(
    paper="#0E1116",
    card="#171C24",
    line="#343C49",
    grid="#343C49",
    ink="#F2F4F7",
    ink2="#C3CAD4",
    mute="#A4ADBA",
    accent="#FF8A80",
    good="#8CC6EE",
    watch="#F2B263",
    ref="#8B95A3",
    seq=["#1F405C", "#33668F", "#5893BF", "#93C1E2", "#E2F1FB"],
    div=["#F2B263", "#B97A2C", "#6B4A22", "#2A313C", "#2C5878", "#4E92C0", "#A9D6F5"],
    cat=["#79BEE9", "#A0824B", "#299685", "#9279C8", "#BCC169", "#FECCBA", "#E97FA9", "#D6DEE6"],
)
SPACE = dict(xs=4, s=8, m=12, l=16, xl=24)
RADIUS = 4


def map_theme(t, size=13, dark=False):
    """地图主题：随状态传给网格图层。w = 网格线、社区线、街道线、选中线的粗细。"""
    base = dict(
        bg=t["card"] if not dark else t["paper"],
        panel=t["card"],
        line=t["line"],
        ink=t["ink"],
        mute=t["mute"],
        font=FONT,
        size=size,
        top=t["ink2"],
        mid=t["mute"],
        pick=t["accent"],
        name=t["ink"],
        w=[0.7, 1.1, 1.8, 3],
    )
    if dark:
        base.update(
            edge="#4A5463",
            cell="#0E1116",
            ghost="#151A21",
            halo="#0E1116",
            pickhalo="#0E1116",
            zero="#2A313C",
            none_bg="#1B2028",
            none_fg="#6B7583",
            wait_bg="#1B2028",
            wait_fg="#98A2B0",
            hide_bg="#2A313C",
            hide_fg="#7C8694",
            w=[1, 1.6, 2.6, 4],
            top="#F2F4F7",
            mid="#8B95A3",
        )
    else:
        base.update(
            edge="#B6BEC9",
            cell="#FFFFFF",
            ghost="#EEF0F3",
            halo="#FFFFFF",
            pickhalo="#FFFFFF",
            zero="#F7F7F5",
            none_bg="#ECEEF1",
            none_fg="#A3ABB7",
            wait_bg="#F4F5F7",
            wait_fg="#7D8794",
            hide_bg="#DDE1E6",
            hide_fg="#9AA3AF",
        )
    return base
