"""Lints of the content files: each module looks for one family of faults and says file, key and what. Pure."""
