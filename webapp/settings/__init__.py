"""base, and one module for each way to run: dev (the default), test, prod."""
