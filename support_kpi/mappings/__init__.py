"""Tables of no known vendor: which heading fills which canonical column."""
