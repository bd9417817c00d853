"""Alembic's way in: runs the migrations on the connection that `gateway.store.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

from gateway.store import tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata if tables else None,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
