"""Put a recipient's forms and the covering letter into one folder."""
