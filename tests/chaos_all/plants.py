"""Bugs on purpose."""

PLANTS = {}
