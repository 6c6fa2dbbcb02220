from __future__ import annotations

from tests.data.intake.conftest import Store

HEADERS = ["调整日期", "调整类型", "调整前网格编码", "调整后网格编码", "划入占比"]
NET = [["1", "街道", "1", ""], ["11", "社区", "2", "1"], *([f"11{n}", f"网格{n}", "3", "11"] for n in range(1, 6))]


def bring_net(store: Store) -> None:
    store.bring(store.csv("网格台账.csv", NET, ["网格编码", "网格名称", "网格层级", "上级网格编码"]))


def bring(store: Store, *rows: list[str], name: str = "网格调整记录.csv") -> dict[int, str]:
    store.bring(store.csv(name, rows, HEADERS))
    return store.reasons() if store.rows("quarantine").shape[0] else {}


def test_changes_are_stored_like_any_ledger(store: Store) -> None:
    bring_net(store)
    assert bring(store, ["2025-01-01", "合并", "111", "113", ""], ["2025-02-01", "拆分", "112", "114", "40"]) == {}
    rows = store.rows("grid_changes")
    assert rows["to_code"].tolist() == ["113", "114"]
    assert rows["share_pct"].fillna(-1).tolist() == [-1, 40]
    assert rows["source_row"].tolist() == [2, 3]


def test_codes_must_be_known_and_filled_in(store: Store) -> None:
    bring_net(store)
    reasons = bring(
        store,
        ["2025-01-01", "合并", "999", "113", ""],
        ["2025-01-01", "合并", "111", "", ""],
        ["2025-01-01", "撤销", "111", "", ""],
        ["2025-01-01", "设立", "", "112", ""],
        ["2025-01-01", "设立", "111", "", ""],
        ["2025-01-01", "搬家", "111", "112", ""],
        ["2025-01-01", "拆分", "111", "112", "140"],
    )
    assert "“调整前网格编码”列：没有编码为“999”的网格" in reasons[2]
    assert "“调整后网格编码”列：“调整类型”为合并时必须填写，这里是空的" in reasons[3]
    assert "“调整类型”为设立时必须填写" in reasons[6]
    assert "“搬家”不在可填的值里" in reasons[7]
    assert "大于最大值 100" in reasons[8]
    assert sorted(reasons) == [2, 3, 6, 7, 8]


def test_a_circle_is_refused(store: Store) -> None:
    bring_net(store)
    reasons = bring(
        store,
        ["2025-01-01", "合并", "111", "112", ""],
        ["2025-02-01", "更名", "112", "113", ""],
        ["2025-03-01", "更名", "113", "111", ""],
        ["2025-03-01", "合并", "114", "115", ""],
    )
    assert sorted(reasons) == [2, 3, 4]
    assert "111 → 112 → 113 → 111 首尾相接成了一圈" in reasons[2]
    assert reasons[2].startswith("网格调整记录.csv")
    assert store.rows("quarantine")["raw"].str.contains("调整前网格编码").all()
    assert store.rows("grid_changes")["from_code"].tolist() == ["114"]


def test_a_circle_with_what_is_stored_is_refused(store: Store) -> None:
    bring_net(store)
    assert bring(store, ["2025-01-01", "合并", "111", "112", ""]) == {}
    reasons = bring(store, ["2025-05-01", "更名", "112", "111", ""], name="网格调整记录2.csv")
    assert "112 → 111 → 112" in reasons[2]
    # a grid that goes on says so: 111 and 112 become 111
    assert len(bring(store, ["2025-06-01", "合并", "113", "113", ""], name="网格调整记录3.csv")) == 1
    assert len(store.rows("grid_changes")) == 2
