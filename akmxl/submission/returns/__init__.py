"""Read a form that a centre sent: quickly, and only what it proves."""
