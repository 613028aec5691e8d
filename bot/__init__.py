"""Tutorline: the bot that books tutoring sessions."""
