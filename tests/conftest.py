pytest_plugins = (
    "tests.fixtures.isolation",
    "tests.fixtures.logs",
    "tests.fixtures.passwords",
    "tests.fixtures.postgresql",
    "tests.fixtures.secret_service",
    "tests.fixtures.windows",
)
