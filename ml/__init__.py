"""What the engines share: taxonomy, data sets, artifacts, metrics, drawings. No Django here."""
