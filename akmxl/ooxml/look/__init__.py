"""Read and carry over looks: styles, conditional formats, validations, pages."""
