"""The conversation, through the real mechanism and on a real Postgres; and its views alone."""
