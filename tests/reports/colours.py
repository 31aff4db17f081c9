"""How a colour looks to somebody who does not see it as we do: colour blindness, grey printing, distance, contrast."""

from __future__ import annotations

Linear = tuple[float, float, float]
Matrix = tuple[Linear, Linear, Linear]

#: Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
BLINDNESS: dict[str, Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_LUMINANCE: Linear = (0.2126729, 0.7151522, 0.0721750)
#: Linear RGB to XYZ under D65, each row divided by the white point.
_XYZ: Matrix = (
    (0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047),
    _LUMINANCE,
    (0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883),
)


def linear(colour: str) -> Linear:
    """#RRGGBB as light, 0-1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return red, green, blue


def seen(colour: str, eye: str) -> Linear:
    """The light of a colour as `eye` sees it: normal, grey, or one of BLINDNESS."""
    light = linear(colour)
    if eye == "normal":
        return light
    if eye == "grey":
        grey = _product(_LUMINANCE, light)
        return grey, grey, grey
    red, green, blue = (min(1.0, max(0.0, _product(row, light))) for row in BLINDNESS[eye])
    return red, green, blue


def distance(one: str, other: str, eye: str) -> float:
    """CIE 1976 distance (Delta E*ab) of two colours as `eye` sees them; about 2 is just noticed, 100 black and white."""
    first, second = _lab(seen(one, eye)), _lab(seen(other, eye))
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


def contrast(ink: str, fill: str) -> float:
    """WCAG 2 contrast, 1-21."""
    light, dark = sorted((_product(_LUMINANCE, linear(one)) for one in (ink, fill)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _lab(light: Linear) -> Linear:
    x, y, z = (_bent(_product(row, light)) for row in _XYZ)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(one: float) -> float:
    return float(one ** (1 / 3)) if one > 216 / 24389 else (24389 / 27 * one + 16) / 116


def _product(row: Linear, light: Linear) -> float:
    return sum(a * b for a, b in zip(row, light, strict=True))
