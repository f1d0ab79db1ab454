"""Runs the migrations on the connection that the caller brings.

It imports nothing of the program, so that it works where the migrations lie as plain data.
"""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
