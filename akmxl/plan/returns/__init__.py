"""Put the forms of many centres together: whose they are, which version counts, what they add up to."""
