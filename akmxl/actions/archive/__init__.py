"""Put all that was sent in a period into one zip, and verify such a zip."""
