"""Tests of the embedded spreadsheet service: Google's recordings, Google's schemas, and what both lack."""
