"""Read the tables of a document of Word as they are shown on paper."""
