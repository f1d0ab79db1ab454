"""The service's own tables, beside those of the records: order, claims, history and accounts."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from contract.records.types import StringSet, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

change = Table(
    "change",
    metadata,
    Column("kind", String, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Column("scope", String),
    Column("version", BigInteger),
    Column("deleted", Boolean, nullable=False, default=False),
    Column("erased", Boolean, nullable=False, default=False),
    Column("size", Integer, nullable=False, default=0),
    UniqueConstraint("scope", "version"),
    sqlite_with_rowid=False,
)
"""One row a record, for ever: the feed, the lock and the optimistic check in one.

`version` is NULL only inside the transaction that creates the record.
"""

scope = Table(
    "scope",
    metadata,
    Column("name", String, primary_key=True),
    Column("head", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("digest", String(16), nullable=False),
    sqlite_with_rowid=False,
)

claim = Table(
    "claim",
    metadata,
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Index(None, "kind", "record_id"),
)
"""What may be held by one living record only."""

revision = Table(
    "revision",
    metadata,
    Column("kind", String, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("op", String(16), nullable=False),
    Column("account_id", Uuid),
    Column("at", UtcDateTime, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Index(
        "ix_revision_deletion",
        "kind",
        sqlite_where=text("op = 'delete'"),
        postgresql_where=text("op = 'delete'"),
    ),
)
"""Who changed what when. A creation's text lies in the record, or in `before` of the next row."""

applied_mutation = Table(
    "applied_mutation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid),
    Column("outcome", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
"""What each mutation was answered, so that a repeated request is answered the same."""

service_state = Table(
    "service_state",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)
"""The last number given in a series that never repeats."""

account = Table(
    "account",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),
    Column("name", String, nullable=False),
    Column("person_id", Uuid),
    Column("kindergarten_id", Uuid),
    Column("roles", StringSet, nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("totp_secret", String),
    Column("totp_step", BigInteger, nullable=False, default=0),
    Column("last_day", Date),
)
"""`email` is trimmed and casefolded. `totp_step` is the last step of which a code was used.
`last_day` is that of the enrolment in the kindergarten, None where it goes on.
"""

token = Table(
    "token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("device", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("renew_at", UtcDateTime),
)
"""A row for each device that is signed in, with the hash of the token that it uses."""

other_token = Table(
    "other_token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("of", String(64), nullable=False, index=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("spent_at", UtcDateTime),
)
"""Other tokens of a device, whose row in `token` has the hash `of`: offered and not used yet, or
spent.
"""

login_try = Table(
    "login_try",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "key", "at"),
)
"""Failed sign-ins of late. `key` is a hash of an e-mail or of a network address."""

job = Table(
    "job",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("about", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("failure", String),
    Column("given_up", Boolean, nullable=False, default=False),
    Index(None, "given_up", "due_at"),
)
"""What is to be done behind a request, until it is done. `due_at` is also when another process may
take up what one has taken and not finished. `failure` is a stable word, or the mail server's code.
"""

secret_link = Table(
    "secret_link",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("good_until", UtcDateTime, nullable=False),
)
"""Links in mails with which one may choose a new password, once. Only their hash is kept."""

registration = Table(
    "registration",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("language", String(8), nullable=False),
    Column("organisation_number", String(9)),
    Column("hash", String(64), nullable=False, unique=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("rejected_at", UtcDateTime),
    Column("rejected_because", String),
)
"""Who has asked for access and has none yet. `email` is trimmed and casefolded; `hash` is of the
secret in the link that confirms it and shows how far it has come. With a number of an organisation
it is a manager who speaks for a kindergarten that is to join."""

web_session = Table(
    "web_session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("totp_offered", String),
)
"""A browser that is signed in. While `totp_offered` holds a key, it may only set up the
second factor with it.
"""

provider_visit = Table(
    "provider_visit",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("nonce", String, nullable=False),
    Column("verifier", String, nullable=False),
    Column("question", String, nullable=False),
    Column("account_id", Uuid, index=True),
    Column("good_until", UtcDateTime, nullable=False),
)
"""Browsers on their way to an identity provider and back; `hash` is of the state that they carry.

`verifier` is blank once it has been used, and `account_id` there once it is known who it is.
"""

sign_in_code = Table(
    "sign_in_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("challenge", String(43), nullable=False),
    Column("redirect", String, nullable=False),
    Column("state_hash", String(64), nullable=False),
    Column("device", String, nullable=False),
    Column("good_until", UtcDateTime, nullable=False),
)
"""Codes with which a desktop that opened a browser gets its token, once. `challenge` is of its
verifier; `redirect` and `state_hash` are what it told when it opened the browser.
"""

erasure = Table(
    "erasure",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("told", Text, nullable=False),
)
"""Who was erased, by ids alone, as the list of each machine says it that lies outside of here.

By it they get what the others have. `key` is a hash of what is told.
"""

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("account_id", Uuid),
    Column("act", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("record_id", Uuid, index=True),
    Column("reason", Text, nullable=False, default=""),
    Column("waited", Integer),
    Index(None, "act", "at"),
)
"""What the central office has done: who, when, what, and about which record.

Persons stand here by their ids alone: who is erased has no name here either. `waited` is for how
many seconds somebody had waited for what was decided. Without an account it was done at the
command line.
"""

kindergarten_check = Table(
    "kindergarten_check",
    metadata,
    Column("kindergarten_id", Uuid, primary_key=True),
    Column("fits", Boolean, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("account_id", Uuid),
    Column("at", UtcDateTime, nullable=False),
)
"""What the central office found when it looked whether a kindergarten may be a member."""
