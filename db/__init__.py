"""The database: sessions, queries, functions, schema."""
