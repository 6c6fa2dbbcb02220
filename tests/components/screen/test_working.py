"""Work beside the page: its progress, its faults in words, and giving it up."""

from __future__ import annotations

import threading

from components.screen.working import Work
from data.store.errors import StoreBusyError


def test_it_tells_how_far_it_is_and_hands_over_what_it_made():
    told, go = threading.Event(), threading.Event()

    def task(tell):
        tell(0.5, "读到一半")
        told.set()
        go.wait(10)
        return 42

    work = Work(task, "没有做成")
    assert told.wait(10)
    assert (work.share, work.words, work.is_running, work.result) == (0.5, "读到一半", True, None)
    go.set()
    work.wait(10)
    assert (work.is_running, work.result, work.error) == (False, 42, "")


def test_faults_for_people_are_told_and_others_stay_in_the_log():
    def busy(tell):
        raise StoreBusyError("另一个导入未完成")

    def broken(tell):
        raise ZeroDivisionError("secret")

    for task, says in ((busy, "另一个导入未完成"), (broken, "没有做成")):
        work = Work(task, "没有做成")
        work.wait(10)
        assert (work.error, work.result) == (says, None)


def test_given_up_it_ends_at_its_next_word():
    started, go = threading.Event(), threading.Event()
    reached = []

    def task(tell):
        started.set()
        go.wait(10)
        tell(0.9, "再来")
        reached.append("end")

    work = Work(task, "没有做成")
    assert started.wait(10)
    work.stop()
    go.set()
    work.wait(10)
    assert (work.is_running, work.error, reached) == (False, "", [])
