"""An application with jobs that behave badly, for tests that start real processes."""
