"""Hold what every room uses: errors, messages, spelling, vocabulary, cells, dataclasses."""
