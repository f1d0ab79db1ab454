"""Schedules that the machine once found, in their shortest form: each ends well."""

import pytest

from tests.sync.machine_play import play, read

SCHEDULES = {
    "a creation is offered again to a backup after its scope was lost": """
        add_item(device=0, which=2)
        back_up()
        revoke(device=0)
        sync(device=0)
        restore()
        lose(calls=2, device=0)
    """,
    "a copied creation is sent when its scope can be read no more": """
        add_item(device=0, which=0)
        copy(device=0)
        revoke(device=0)
    """,
    "a group is refused that wrote on in what has yet to be created": """
        write(device=0)
        group(device=0, which=4, other=3, place=0)
        revoke(device=0)
    """,
    "a change is offered again to a backup after its scope was lost": """
        write(device=0, closed=True)
        sync(device=0)
        back_up()
        edit(device=0, which=4, place=0)
        edit(device=0, which=5, place=0)
        sync(device=0)
        edit(device=0, which=4, place=0)
        revoke(device=0)
        sync(device=0)
        restore()
        lose(calls=2, device=0)
    """,
    "a change is offered again where its scope is still not to be read": """
        write(device=0, closed=True)
        sync(device=0)
        revoke(device=0)
        back_up()
        grant(device=0)
        edit(device=0, which=5, place=0)
        sync(device=0)
        revoke(device=0)
        sync(device=0)
        restore()
        sync(device=0)
    """,
    "a group writes in a field that is in conflict": """
        delete(device=0, which=0)
        sync(device=0)
        sync(device=1)
        edit(device=0, which=5, place=5)
        plan(device=0)
        group(device=1, which=1, other=2, place=1)
        sync(device=1)
        sync(device=0)
        group(device=0, which=2, other=3, place=2)
        sync(device=0)
    """,
    "answers to a post are held while it is refused": """
        revoke(device=0)
        write(device=0, closed=True)
        comment(device=0, which=2)
        comment(device=0, which=2)
        group(device=0, which=5, other=0, place=0)
        sync(device=0)
    """,
    "a group stands behind an answer that is held and deleted": """
        revoke(device=0)
        write(device=0, closed=True)
        comment(device=0, which=2)
        comment(device=0, which=2)
        group(device=0, which=5, other=0, place=0)
        delete(device=0, which=5)
        edit(device=0, which=0, place=0)
        sync(device=0)
    """,
    "a record with a text in conflict is deleted": """
        group(device=0, which=0, other=1, place=0)
        edit(device=1, which=0, place=0)
        sync(device=0)
        sync(device=1)
        delete(device=1, which=0)
        sync(device=1)
    """,
    "what was written on top of a group is disputed when the group is refused": """
        group(device=1, which=2, other=3, place=0)
        edit(device=2, which=3, place=0)
        delete(device=2, which=2)
        edit(device=1, which=3, place=4)
        sync(device=2)
        sync(device=1)
    """,
    "a second group writes in a field in which the first is in conflict": """
        group(device=1, which=2, other=3, place=2)
        group(device=2, which=2, other=3, place=5)
        sync(device=1)
        sync(device=2)
        back_up()
        group(device=2, which=1, other=2, place=1)
        restore()
        sync(device=2)
    """,
    "a backup lacks what a desktop was told, and the line breaks as it looks": """
        add_item(device=2, which=5)
        back_up()
        restore()
        sync(device=2)
        sync(device=0)
        restore()
        lose(calls=2, device=0, loses_replies=True)
    """,
    "a creation meets its copy, in which nobody has written yet": """
        enrol(device=1)
        write(device=1)
        copy(device=1)
        edit(device=3, which=5, place=5)
    """,
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_that_once_failed_ends_well(name: str) -> None:
    play(read(SCHEDULES[name]))
