"""The public list: what the filings in force say, for anybody to read."""
