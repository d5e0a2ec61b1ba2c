"""Vendor-blind reading: bytes in, sheets of text out, and SQL that turns text into values."""
