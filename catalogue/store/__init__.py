"""The database of the catalogue: one schema and one migration history, on SQLite and PostgreSQL. Imported by `api` only."""
