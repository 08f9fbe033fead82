"""What a class hands in, from the files to the marks, in the order of the work."""
