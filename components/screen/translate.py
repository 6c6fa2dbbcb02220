"""Streamlit's own English words, put into Chinese in the browser.

Streamlit has no language setting. One small component watches the page and replaces whole texts (never parts of
ours), placeholders, titles and labels for screen readers; it says that the page is Chinese, and how large the
window is.
"""

from __future__ import annotations

import json

import streamlit as st

from components.screen.look import REPORTER, scale

WORDS = {
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Choose a date": "选择日期",
    "Select an option": "请选择",
    "Select options": "请选择",
    "Select...": "请选择",
    "Select all": "全选",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Clear": "清除",
    "Remove": "移除",
    "No results": "没有相符的",
    "No results found": "没有相符的",
    "No options to select": "没有可选的",
    "No options to select.": "没有可选的",
    "empty": "无",
    "Upload": "上传",
    "Browse files": "选择文件",
    "Drag and drop file here": "把文件拖到这里",
    "Drag and drop a file here": "把文件拖到这里",
    "Add files": "再加文件",
    "Add row": "加一行",
    "Delete row(s)": "删去所选行",
    "Close Search": "关闭搜索",
    "No data": "没有数据",
    "No content": "没有内容",
    "Based on sample": "按抽样",
    "Upload failed": "上传失败",
    "Retry upload": "再次上传",
    "Drag and drop files here": "把文件拖到这里",
    "Page not found": "页面不存在",
    "The page that you have requested does not seem to exist. Running the app's main page.": "没有这个地址，已打开首页。",
    "Connection error": "连接中断",
    "Connecting": "正在连接",
    "CONNECTING": "正在连接",
    "Connection failed": "连接失败",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "服务可能已停止。请在运行网览的电脑上重新启动：",
    "Running": "正在计算",
    "Running...": "正在计算…",
    "RUNNING...": "正在计算…",
    "Stop": "停止",
    "Stopping...": "正在停止…",
    "Rerun": "重新计算",
    "Always rerun": "总是重新计算",
    "Source changed": "程序有更新",
    "Deploy": "部署",
    "Settings": "设置",
    "Print": "打印",
    "Record a screencast": "录制屏幕",
    "Record screen": "录制屏幕",
    "Report a bug": "报告问题",
    "Get help": "帮助",
    "About": "关于",
    "Clear cache": "清除缓存",
    "Developer options": "开发选项",
    "Appearance": "外观",
    "App theme, colors and fonts": "主题、颜色与字体",
    "Choose app theme": "选择主题",
    "Choose app theme, colors and fonts": "主题、颜色与字体",
    "Theme": "主题",
    "Light": "浅色",
    "Dark": "深色",
    "System": "跟随系统",
    "Auto": "自动",
    "Light theme": "浅色主题",
    "Dark theme": "深色主题",
    "System theme": "跟随系统",
    "Use system setting": "跟随系统",
    "Custom Theme": "自定主题",
    "Custom Theme Light": "浅色",
    "Custom Theme Dark": "深色",
    "Edit active theme": "编辑主题",
    "Wide mode": "宽屏",
    "Run on save": "保存后运行",
    "Main menu": "主菜单",
    "Close": "关闭",
    "Open": "打开",
    "Download as CSV": "下载 CSV",
    "Download": "下载",
    "Search": "搜索",
    "Type to search": "输入以搜索",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "View fullscreen": "全屏",
    "Exit fullscreen": "退出全屏",
    "Show/hide columns": "显示或隐藏列",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "自动列宽",
    "Pin column": "固定列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏列",
    "Format": "格式",
    "Statistics": "统计",
    "Clear selection": "取消选择",
    "Failed to generate file for download": "文件没有做成，原因已写入运行日志",
    "Copy to clipboard": "复制",
    "Copied": "已复制",
    "Copied to clipboard": "已复制",
    "Copy": "复制",
    "Dismiss": "知道了",
    "View more": "更多",
    "View less": "收起",
    "Show more": "更多",
    "Help": "说明",
    "Loading...": "正在加载…",
    "Loading": "正在加载",
    "Column menu": "列菜单",
    "Scroll left": "向左",
    "Scroll right": "向右",
    "Toggle table view": "切换表格",
    "Show data": "看数据",
    "Show chart": "看图",
    "Skip to content": "跳到正文",
    "Skip to main content": "跳到正文",
    "Press Enter to apply": "按回车键确定",
    "Press Enter to submit": "按回车键提交",
    "Decrement": "减",
    "Increment": "加",
    "Decrease value": "减",
    "Increase value": "加",
}
"""Whole texts as Streamlit 1.67 has them, and ours."""

PATTERNS = (
    (r"^(\d+(?:\.\d+)?)\s?([MGK]B) per file(?: • )?(.*)$", "单个文件不超过 $1$2 $3"),
    (r"^Limit (\d+)([MGK]B) per file(?: • )?(.*)$", "单个文件不超过 $1$2 $3"),
    (r"^File must be (\d+(?:\.\d+)?)\s?([MGK]B) or smaller\.?$", "文件不能超过 $1$2"),
    (r"^(.*) files are not allowed\.?$", "不收 $1 文件"),
    (r"^Network Error$", "网络中断，请再试一次"),
    (r"^Request failed with status code (\d+)$", "上传失败（$1），请再试一次"),
    (r"^(\d+) options? available\b.*$", "有 $1 项可选"),
    (r"^Add: (.*)$", "添加：$1"),
    (r"^Remove (.*)$", "移除 $1"),
    (r"^Clear (.*)$", "清除 $1"),
    (r"^Selected (.*)\. (.*)$", "已选 $1。$2"),
    (r"^No results for (.*)$", "没有与 $1 相符的"),
    (r"^Select all \((\d+)\)$", "全选（$1）"),
)

_SCRIPT = """
const words = new Map(Object.entries(WORDS));
const patterns = PATTERNS.map(([from, to]) => [new RegExp(from), to]);
const attributes = ["placeholder", "aria-label", "title", "alt"];
// What people typed or keep in tables is theirs.
const leave = new Set(["SCRIPT", "STYLE", "TEXTAREA", "CODE", "PRE", "svg"]);

function chinese(text) {
  const bare = text.trim();
  if (!/^[A-Za-z0-9]/.test(bare)) return null;
  // A tool of a named table says "Search: " and then the name, which is ours.
  const [, tool, name] = bare.match(/^([A-Za-z/ ]+)(: .+)?$/s) || [];
  const word = words.get(bare) ?? (name && words.has(tool) ? words.get(tool) + "：" + name.slice(2) : undefined);
  if (word !== undefined) return text.replace(bare, () => word);
  if (bare.length > 160) return null;
  for (const [from, to] of patterns) if (from.test(bare)) return bare.replace(from, to);
  return null;
}
function visit(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = chinese(node.nodeValue || "");
    if (text !== null && text !== node.nodeValue) node.nodeValue = text;
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || leave.has(node.tagName)) return;
  for (const name of attributes) {
    const value = node.getAttribute(name);
    const text = value && chinese(value);
    if (text && text !== value) node.setAttribute(name, text);
  }
  for (const child of node.childNodes) visit(child);
}
function closeFalseAlarm(pages) {
  // The first visit after a start by a deep link opens the page and says at the same time that there is none.
  const asked = location.pathname.replace(/\\/$/, "").split("/").pop();
  if (!pages.includes(asked)) return;
  for (const box of document.querySelectorAll('[role="dialog"]')) {
    const says = box.textContent || "";
    if (says.includes("Page not found") || says.includes(words.get("Page not found")))
      box.querySelector('button[aria-label]')?.click();
  }
}
function fitting() {
  // How often the desk's page (1920 by about 1000) would fit, in quarters.
  return Math.max(1, Math.floor(Math.min(innerWidth / 1920, innerHeight / 1000) * 4) / 4);
}
export default function ({ data, setStateValue }) {
  document.documentElement.lang = "zh-CN";
  closeFalseAlarm(data.pages);
  const report = () => { if (fitting() !== data.scale) setStateValue("scale", fitting()); };
  report();
  clearTimeout(window.wanglanResize);
  window.onresize = () => {
    clearTimeout(window.wanglanResize);
    window.wanglanResize = setTimeout(report, 400);
  };
  if (window.wanglanWords) return;
  window.wanglanWords = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else visit(change.target);
    }
    // On a slow machine the box opens after this component.
    closeFalseAlarm(data.pages);
  });
  visit(document.body);
  window.wanglanWords.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
}
"""


def script() -> str:
    """The component's script with the words in it."""
    return (
        f"const WORDS = {json.dumps(WORDS, ensure_ascii=False)};\n"
        f"const PATTERNS = {json.dumps(PATTERNS, ensure_ascii=False)};\n{_SCRIPT}"
    )


_translator = st.components.v2.component("wanglan_words", html="<i></i>", js=script())


def translate_page(pages: list[str]) -> None:
    """Put the component on the page; once per run, anywhere.

    Args:
        pages: last parts of the addresses there are.
    """
    with st.container(key="wl_words"):
        _translator(
            key=REPORTER,
            data={"pages": pages, "scale": scale()},
            default={"scale": scale()},
            on_scale_change=lambda: None,
        )
