"""The square that a phone's camera reads, drawn into the page itself: nothing is asked of anybody else."""

from markupsafe import Markup

_QUIET = 4  # modules of white around it (ISO/IEC 18004, 9.1)


def square(text: str) -> Markup:
    """Return a text as a QR code (ISO/IEC 18004, level M), black on white whatever the page's colours."""
    import segno  # noqa: PLC0415  # only this page needs it, and a station should start quickly

    made = segno.make_qr(text, error="m")
    return Markup(made.svg_inline(border=_QUIET, omitsize=True, dark="#000", light="#fff"))  # noqa: S704  # of figures only: the text itself stands nowhere in it
