"""An exercise as HTML, its key, its script and style: the same in the book and in notebooks."""
