"""The consolidation: what stands around the pure part of it."""
