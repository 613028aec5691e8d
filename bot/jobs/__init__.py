"""Scheduled work: APScheduler wakes it, rows say what is due."""
