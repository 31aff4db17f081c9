"""The whole exercise played on eight territories in four languages. Facts have sources; all figures are invented.

People are data (`sheet_templates/demo`), chance is drawn from a seed, and the clock is the demo's own, so that two
plays give the same workbooks, byte for byte.
"""

from pipeline.demo.exercise import play

__all__ = ["play"]
