"""Invented names of communities and villages. Each is used once a district."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMMUNITY_STEMS = _words("""
棠巷 梧桐里 桂苑 兰亭里 竹影 听松 映荷 荷塘 莲池 柏林苑 枫林 槐荫 榆荫 樱桥 桃源里 杏林 梅坞 菊圃 芳草地 春晓
夏荫 秋实 冬青里 东篱 西圃 南池 北苑 银杏里 玉带桥 翠屏 青萍 碧波 丹霞 朝晖 晨光里 晚晴 星河湾 月牙塘 明德里 崇文里
尚礼 至善 敦信 仁和里 义安里 礼贤 智远 信达里 惠民里 利民里 康宁里 福泽 寿康 喜乐 吉庆里 祥和里 瑞丰 永宁里 永泰里 长乐坊
平康 太和里 新声 新苑 迎晖 向荣 曙光里 和煦 暖春 知行 求索 博雅 书香里 墨香 砚池 笔架 琴台 棋盘 画桥 诗巷
织锦 染坊 木作 窑场 茶市 米市 粮库 邮亭 驿前 角楼 水门 闸口 渡口 板桥 双桥 三眼井 四方井 古槐 老榆 柳浪
柳荫 河湾 河沿 滨河里 堤湾 沙汀 芦荡 苇岸 鸥渚 鹭洲 机务里 铁新里 站前里 站东里 道口 货场 纺织里 轻工里 建材里 科创里
云谷 数智里 未来里 和风 清和里 锦华 安居里 乐居 宜和 嘉禾 金穗 麦香 蔷薇里 石榴园 海棠里 丁香里 紫藤里 玉兰里
""")

VILLAGE_STEMS = _words("""
上杏坞 下杏坞 杜庄 柳沟 大槐树 小营 后岗 泽口 北泽湾 苇塘 上河 下河 芦花荡 大石坪 小石坪 石匠沟 羊坡 枣林 土门 磨盘
梨园 桃峪 泉眼 双井 碾子 牛角湾 马蹄洼 燕窝 凤尾岭 瓦窑 郝寨 东坡 西坡 前岗 南坪 杨树屯
""")


def is_park(name: str) -> bool:
    """Whether a dedicated grid is a park, drawn green in the background."""
    return "公园" in name
