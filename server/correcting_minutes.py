"""The new versions of submitted minutes that corrections make."""

from datetime import datetime

from contract import minutes
from contract.access import reach_of, scope_of
from contract.codec import size_of
from contract.ids import derived_id
from contract.minutes import Content
from contract.records import Minutes, MinutesCorrection, Network
from contract.wire import Op
from server.judge import Write
from server.world import Key, World


def write_versions(world: World, writes: dict[Key, Write], now: datetime) -> None:
    """Make the next version of minutes of each accepted correction."""
    for write in list(writes.values()):
        wanted = write.after
        if write.op is not Op.CREATE or not isinstance(wanted, MinutesCorrection):
            continue
        network = world.find(Network.__tablename__, wanted.network_id)
        assert isinstance(network, Network)
        content: Content = minutes.read(wanted.content)
        text = minutes.canonical(content)
        version = wanted.version + 1
        record = Minutes(
            id=derived_id("minutes", wanted.meeting_id, version),
            meeting_id=wanted.meeting_id,
            network_id=wanted.network_id,
            version=version,
            content=text,
            fingerprint=minutes.fingerprint(text),
            submitted_at=now,
            reach=reach_of(network),
            reason=wanted.reason,
        )
        key = (Minutes.__tablename__, record.id)
        writes[key] = Write(key, Op.CREATE, None, record, scope_of(record), size=size_of(record))
