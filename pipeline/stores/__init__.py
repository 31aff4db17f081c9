"""Where the spreadsheets live. A store hands out raw content and takes plans; it never interprets answers."""
