"""The self-study notebooks: making, running and checking them."""
