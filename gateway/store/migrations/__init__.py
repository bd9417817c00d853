"""The schema's history, for Alembic; a migration is never edited once it has landed."""
