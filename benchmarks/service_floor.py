"""The least that an answer of the same framework can cost: a constant, and one indexed SELECT.

python -m benchmarks.service_floor DATABASE_URL
"""

import sys

from fastapi import FastAPI
from sqlalchemy import bindparam, select

from server.database import open_engine
from server.serving import Serving, listen, settle_memory, stop_with_parent
from server.tables import account

CONSTANT, SELECT = "/constant", "/select"

_NAME = select(account.c.name).where(account.c.email == bindparam("email"))


def app(url: str) -> FastAPI:
    """Two routes as the framework's tutorial writes them, on an engine with our settings."""
    made, engine = FastAPI(), open_engine(url)

    @made.get(CONSTANT)
    async def constant() -> dict[str, str]:
        return {"name": "Kari"}

    @made.get(SELECT + "/{email}")
    def name(email: str) -> dict[str, str | None]:
        with engine.connect() as connection:
            return {"name": connection.scalar(_NAME, {"email": email})}

    return made


def main() -> None:
    """Answer until nobody holds standard input any more; the first line tells where."""
    made = app(sys.argv[1])
    serving = Serving(made, listen("127.0.0.1", 0), None)
    # The server's settings alone: what the service puts around each request is not the framework's.
    serving.config.app = made
    stop_with_parent(serving)
    settle_memory()
    serving.serve_until_stopped()


if __name__ == "__main__":
    main()
