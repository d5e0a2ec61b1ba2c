"""Planning: what the year will cost, and what would follow if something were different."""
