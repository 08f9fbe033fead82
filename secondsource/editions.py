"""The editions of the book, and the environment variables that tell the Sphinx extension which one it builds: jupyter-book has no option for a setting."""

EDITIONS = ("study", "class", "teach")
EDITION_VARIABLE, ORIGINALS_VARIABLE = "SECONDSOURCE_EDITION", "SECONDSOURCE_ORIGINALS"
