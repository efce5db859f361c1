"""The commands that make designs, one a file."""
