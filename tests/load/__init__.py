"""What a busy day of many learners asks of Telegram's limits and of the database, by simulation."""
