"""Forms of many centres, put together."""
