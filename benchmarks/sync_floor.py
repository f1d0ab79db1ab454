"""The least that moving records can cost: one packed JSON body, one plain table, no rules.

python -m benchmarks.sync_floor serve DATABASE_URL
python -m benchmarks.sync_floor client ADDRESS
"""

import gzip
import http.client
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
import psycopg
from sqlalchemy import make_url

from benchmarks.children import obey, say
from benchmarks.sync_texts import Posts, manager, row
from contract.codec import shape

Rows = list[list[Any]]

_COLUMNS = ("id", *shape("post").names)
_TABLE = f"CREATE TABLE post ({', '.join(_COLUMNS)}, PRIMARY KEY (id))"
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL")


class Table(Protocol):
    """The plain table on the server's side."""

    def clear(self) -> None: ...
    def put(self, rows: Rows) -> None: ...
    def after(self, id_: str) -> Rows: ...


class SqliteTable:
    """As the standard library has it, with the durability that the program asks for."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path)
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self.clear()

    def clear(self) -> None:
        with self._connection as connection:
            connection.execute("DROP TABLE IF EXISTS post")
            connection.execute(_TABLE)

    def put(self, rows: Rows) -> None:
        with self._connection as connection:
            connection.executemany(_upsert("?"), rows)

    def after(self, id_: str) -> Rows:
        found = self._connection.execute("SELECT * FROM post WHERE id > ? ORDER BY id", [id_])
        return found.fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class PostgresTable:
    """As psycopg has it."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql")
        self._connection = psycopg.connect(address.render_as_string(hide_password=False))
        self.clear()

    def clear(self) -> None:
        numbers = ("approved_places", "participants")
        columns = (f"{name} {'integer' if name in numbers else 'text'}" for name in _COLUMNS)
        with self._connection.transaction():
            self._connection.execute("DROP TABLE IF EXISTS post")
            self._connection.execute(f"CREATE TABLE post ({', '.join(columns)}, PRIMARY KEY (id))")

    def put(self, rows: Rows) -> None:
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(_upsert("%s"), rows)

    def after(self, id_: str) -> Rows:
        with self._connection.transaction():
            query = "SELECT * FROM post WHERE id > %s ORDER BY id"
            return [list(row) for row in self._connection.execute(query, [id_])]


def _upsert(mark: str) -> str:
    marks = ", ".join([mark] * len(_COLUMNS))
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    return f"INSERT INTO post VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changes}"


class Client:
    """What a program would do at least: read and write bodies, and keep rows in a table."""

    def __init__(self, address: str, folder: Path) -> None:
        self._http = http.client.HTTPConnection(urlsplit(address).netloc)
        self._folder = folder
        self._rows: Rows = []
        self._posts = Posts(*manager())

    def make(self, count: int) -> None:
        """Have so many rows to send."""
        self._rows = [_flat(row(self._posts.make())) for _ in range(count)]

    def push(self, count: int | None = None) -> float:
        """Send the last so many rows, or all to an empty table; the seconds."""
        if count is None:
            self._ask("/clear")
        rows = self._rows if count is None else self._rows[-count:]
        begin = time.perf_counter()
        self._ask("/put", gzip.compress(msgspec.json.encode(rows), 1))
        return time.perf_counter() - begin

    def pull(self, count: int | None = None) -> float:
        """Fetch the last so many rows, or all, into a table of one's own; the seconds."""
        after = "" if count is None else self._rows[-count - 1][0]
        table = SqliteTable(str(self._folder / "client.sqlite3"))
        begin = time.perf_counter()
        rows = msgspec.json.decode(gzip.decompress(self._ask(f"/after/{after}")), type=Rows)
        if rows:
            table.put(rows)
        seconds = time.perf_counter() - begin
        table.close()
        return seconds

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _ask(self, path: str, body: bytes = b"") -> bytes:
        self._http.request("POST", path, body)
        return self._http.getresponse().read()


def _flat(values: list[Any]) -> list[Any]:
    return ["[]" if value == [] else value for value in values]


def _handler(table: Table) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = b"{}"
            if self.path == "/clear":
                table.clear()
            elif self.path == "/put":
                table.put(msgspec.json.decode(gzip.decompress(body), type=Rows))
            else:
                rows = table.after(self.path.removeprefix("/after/"))
                answer = gzip.compress(msgspec.json.encode(rows), 1)
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
            """Nobody reads it."""

    return Handler


def _serve(url: str) -> None:
    address = make_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    table: Table = SqliteTable(address.database or "") if sqlite else PostgresTable(url)
    with HTTPServer(("127.0.0.1", 0), _handler(table)) as server:
        say(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=_stop_with_parent, args=[server]).start()
        server.serve_forever()


def _stop_with_parent(server: HTTPServer) -> None:
    sys.stdin.read()
    server.shutdown()


def main() -> None:
    """Be one of the two."""
    role, where = sys.argv[1:]
    if role == "serve":
        _serve(where)
        return
    with tempfile.TemporaryDirectory(prefix="bench-sync-floor-") as folder:
        client = Client(where, Path(folder))
        with closing(client):
            obey({"make": client.make, "push": client.push, "pull": client.pull})


if __name__ == "__main__":
    main()
