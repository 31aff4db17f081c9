"""What people see and are asked: the content of the guideline in every language, and its layout as a spreadsheet."""
