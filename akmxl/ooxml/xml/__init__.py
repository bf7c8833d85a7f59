"""Search and change the XML of a part as bytes."""
