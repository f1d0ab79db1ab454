"""Creating, changing, deleting and restoring, and what other devices hear of it."""

from collections.abc import Callable

import pytest

from contract.ids import new_id
from contract.records import Post, PostForm
from contract.wire import (
    KnownRequest,
    PullRequest,
    PushRequest,
    Result,
    ServiceRefused,
    Status,
)
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
    restoration,
)
from tests.sync_api.device import Device


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def ola(service: Service) -> Manager:
    return service.manager("Ola", municipality="5038")


@pytest.fixture
def post(service: Service, kari: Manager) -> Callable[..., Post]:
    category = service.category()

    def make(title: str = "Hei fra oss", body: str = "Vi har flyttet ut.") -> Post:
        return Post(
            category_id=category,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name=kari.name,
            title=title,
            body=body,
        )

    return make


Make = Callable[..., Post]


def the_only(results: list[Result]) -> Result:
    assert len(results) == 1
    return results[0]


def test_what_one_writes_another_reads(
    service: Service, kari: Manager, ola: Manager, post: Make
) -> None:
    result = the_only(Device(service.api(kari)).push(creation(post("Ærlig talt"))))
    reader = Device(service.api(ola))
    reader.pull()

    assert result.status is Status.APPLIED
    assert [one["title"] for one in reader.of("post")] == ["Ærlig talt"]


def test_the_service_says_when_a_post_came_in(service: Service, kari: Manager, post: Make) -> None:
    device = Device(service.api(kari))
    first, second = device.push(creation(post()), creation(post()))
    device.pull()

    assert first.fields["received_at"] < second.fields["received_at"]
    received = {one["received_at"] for one in device.of("post")}
    assert received == {first.fields["received_at"], second.fields["received_at"]}


def test_a_mutation_sent_again_is_answered_the_same(
    service: Service, kari: Manager, post: Make
) -> None:
    device = Device(service.api(kari))
    mutation = creation(post())

    assert device.push(mutation) == device.push(mutation)
    device.pull()
    assert len(device.of("post")) == 1


def test_an_outcome_whose_answer_was_lost_comes_with_the_next_pull(
    service: Service, kari: Manager, ola: Manager, post: Make
) -> None:
    device, mutation = Device(service.api(kari)), creation(post())
    results = device.push(mutation)

    assert device.pull(unanswered=[mutation.id, new_id()]) == results
    assert Device(service.api(ola)).pull(unanswered=[mutation.id]) == []


def test_a_change_on_an_old_base_is_stale_and_changes_nothing(
    service: Service, kari: Manager, post: Make
) -> None:
    device, mine = Device(service.api(kari)), post()
    created = the_only(device.push(creation(mine)))
    newer = the_only(device.push(change(mine, created.version, title="Nyere")))
    stale = the_only(device.push(change(mine, created.version, title="Eldre")))
    device.pull()

    assert newer.version > created.version
    assert stale.status is Status.STALE
    assert [one["title"] for one in device.of("post")] == ["Nyere"]


def test_a_creation_of_what_lives_already_is_stale(
    service: Service, kari: Manager, post: Make
) -> None:
    device, mine = Device(service.api(kari)), post()
    device.push(creation(mine))

    assert the_only(device.push(creation(mine))).status is Status.STALE


def test_what_never_was_is_gone_whatever_is_asked_of_it_and_never_created(
    service: Service, kari: Manager, post: Make
) -> None:
    device, mine = Device(service.api(kari)), post()
    for asked in (change(mine, 1, title="Borte"), deletion(mine, 1), restoration(mine, 1)):
        result = the_only(device.push(asked))
        assert (result.status, result.code) == (Status.REFUSED, "gone")

    device.pull()
    assert device.of("post") == []


def test_what_is_deleted_leaves_the_devices_and_stays_dead(
    service: Service, kari: Manager, ola: Manager, post: Make
) -> None:
    device, reader, mine = Device(service.api(kari)), Device(service.api(ola)), post()
    created = the_only(device.push(creation(mine)))
    reader.pull()
    deleted = the_only(device.push(deletion(mine, created.version)))
    reader.pull()

    assert reader.of("post") == []
    for later in (change(mine, deleted.version, title="Igjen"), creation(mine)):
        assert the_only(device.push(later)).code == "gone"


def test_what_was_deleted_can_be_brought_back_with_all_its_fields(
    service: Service, kari: Manager, ola: Manager, post: Make
) -> None:
    device, reader, mine = Device(service.api(kari)), Device(service.api(ola)), post()
    created = the_only(device.push(creation(mine)))
    deleted = the_only(device.push(deletion(mine, created.version)))
    restored = the_only(device.push(restoration(mine, deleted.version)))
    reader.pull()

    assert restored.version > deleted.version
    assert [one["body"] for one in reader.of("post")] == [mine.body]
    assert reader.of("post")[0]["received_at"] == created.fields["received_at"]


def test_fields_of_a_newer_program_come_back_as_they_were(
    service: Service, kari: Manager, post: Make
) -> None:
    device, mine = Device(service.api(kari)), post()
    mutation = creation(mine)
    mutation.fields["hearts"] = {"red": [1, 2]}
    created = the_only(device.push(mutation))
    device.push(change(mine, created.version, title="Ny tittel", stars=3))
    device.pull()

    assert device.of("post")[0]["extra"] == {"hearts": {"red": [1, 2]}, "stars": 3}


def test_an_answer_says_how_far_each_scope_moved(
    service: Service, kari: Manager, post: Make
) -> None:
    device = Device(service.api(kari))
    device.pull()
    answer = device.answer(creation(post()), creation(post()))

    scope = answer.results[0].scope
    assert answer.heads == {scope: (0, 2)}
    assert [result.version for result in answer.results] == [1, 2]


def test_an_idle_pull_brings_nothing(service: Service, kari: Manager, post: Make) -> None:
    device = Device(service.api(kari))
    device.push(creation(post()))
    device.pull()
    answer = device.page()

    assert (answer.rows, answer.gone, answer.cursors, answer.more) == ([], [], {}, False)


def test_a_long_feed_comes_in_pages_that_join_without_a_gap(
    service: Service, kari: Manager, post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contract.wire.MAX_PAGE_ROWS", 7)
    writer = Device(service.api(kari))
    for _ in range(5):
        assert_applied(writer.push(*(creation(post(body="x" * 100)) for _ in range(5))))
    reader = Device(service.api(kari))
    reader.pull()

    assert len(reader.of("post")) == 25
    assert reader.last is not None
    assert reader.heads() == reader.last.heads


def test_a_page_ends_where_its_bytes_end(
    service: Service, kari: Manager, post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contract.wire.MAX_PAGE_BYTES", 20_000)
    writer, reader = Device(service.api(kari)), Device(service.api(kari))
    reader.pull()
    assert_applied(writer.push(*(creation(post(body="x" * 9_000)) for _ in range(5))))

    sizes = []
    while (answer := reader.page()).more:
        sizes.append(len(answer.rows[0].rows))
    assert sizes == [2, 2]
    assert len(reader.of("post")) == 5


def test_another_generation_is_refused_whole(service: Service, kari: Manager, post: Make) -> None:
    device = Device(service.api(kari))
    device.pull()
    mutation = creation(post())
    for ask in (
        lambda: device.api.push(PushRequest(1, "another", [mutation])),
        lambda: device.api.pull(PullRequest(1, "another", {})),
        lambda: device.api.known(KnownRequest(1, "another", (mutation.id,))),
    ):
        with pytest.raises(ServiceRefused) as refused:
            ask()
        assert refused.value.code == "generation"
        assert refused.value.about == {"generation": device.generation}
    device.pull()
    assert device.of("post") == []


def test_a_cursor_where_the_service_never_was_is_another_generation(
    service: Service, kari: Manager
) -> None:
    device = Device(service.api(kari))
    device.pull()
    device.cursors["directory"] += 1

    with pytest.raises(ServiceRefused) as refused:
        device.pull()
    assert refused.value.code == "generation"


def test_a_device_may_ask_which_of_its_mutations_are_decided(
    service: Service, kari: Manager, ola: Manager, post: Make
) -> None:
    device = Device(service.api(kari))
    applied, refused, unknown = creation(post()), creation(post(title=" ")), new_id()
    device.push(applied, refused)

    def known(who: Device) -> set[object]:
        asked = (applied.id, refused.id, unknown)
        return set(who.api.known(KnownRequest(1, device.generation, asked)).mutations)

    assert known(device) == {applied.id, refused.id}
    assert known(Device(service.api(ola))) == set()


def test_an_introduction_needs_its_facts(service: Service, kari: Manager, post: Make) -> None:
    introduction = post()
    introduction.form = PostForm.INTRODUCTION
    result = the_only(Device(service.api(kari)).push(creation(introduction)))

    assert (result.status, result.code, result.field, result.about) == (
        Status.REFUSED,
        "invalid",
        "approved_places",
        {"problem": "required"},
    )
