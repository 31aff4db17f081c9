"""Tests of the arithmetic: laws, small hand-typed cases, and results that nobody here computed."""
