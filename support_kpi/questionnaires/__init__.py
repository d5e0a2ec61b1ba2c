"""Surveys whatever their vendor: what a column asks, how it is answered, which metric it is."""
