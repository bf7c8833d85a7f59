"""Prove a form: list its values, find them again, tell what was altered."""
