"""The book: Sphinx directives, the three editions, and what is served."""
