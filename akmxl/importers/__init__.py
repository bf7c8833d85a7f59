"""Read other systems' exports, by profiles, as register rows or counts."""
