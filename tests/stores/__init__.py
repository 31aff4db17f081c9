"""What every store does alike."""
