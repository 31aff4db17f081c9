"""What goes out: workbooks for agencies and territories, drawn from an outcome. Knows nothing of how it came about."""
