"""Lints of the shipped content."""


def content_findings() -> list[str]:
    """Every fault."""
    return []
