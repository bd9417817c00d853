"""A PDF of A6 pages whose text wraps and is shaped as its script asks; it says when something ran over."""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from web.cards.fonts import LEADING, files

WIDE, HIGH, EDGE = 105.0, 148.0, 5.0
"""Millimetres: A6, and the margin that every printer can keep."""
POINT = 0.352778
Runs = tuple[tuple[str, bool], ...]


class Paper:
    """Pages of one language; positions are millimetres, sizes points.

    `overflow` says by how many millimetres the page that was begun last runs over its margin.
    """

    def __init__(self, language: str, title: str) -> None:
        self._pdf = FPDF(format=(WIDE, HIGH))
        self._leading = LEADING[language]
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(EDGE)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        fonts = files(language)
        for family, style, file in fonts:
            self._pdf.add_font(family, "B" if style else "", file)
        spare = [family for family, style, _ in fonts[2:] if not style]
        self._pdf.set_fallback_fonts(spare, exact_match=False)
        self._pdf.set_text_shaping(use_shaping_engine=True)
        self.overflow = 0.0

    @property
    def y(self) -> float:
        return self._pdf.get_y()

    def page(self) -> None:
        """Begin a page."""
        self._pdf.add_page()
        self.overflow = 0.0

    def down(self, by: float) -> None:
        self._pdf.set_y(self.y + by)

    def text(
        self, runs: Runs, size: float, *, left: float = 0, right: float = 0, grey: int = 0, leading: float = 0
    ) -> None:
        """Set one paragraph under the last one; `left` and `right` keep it off the margins."""
        self._set(runs, size, left, right, grey, leading or self._leading, Align.L)

    def at_right(self, runs: Runs, size: float) -> None:
        """Set one line at the right margin, without going down."""
        at = self.y
        self._set(runs, size, 0, 0, 0, self._leading, Align.R)
        self._pdf.set_y(at)

    def beside(
        self,
        runs: Runs,
        size: float,
        y: float,
        *,
        left: float,
        right: float = 0,
        grey: int = 0,
        leading: float = 0,
    ) -> None:
        """Set a paragraph at the height `y`, without going down."""
        at = self.y
        self._pdf.set_y(y)
        self.text(runs, size, left=left, right=right, grey=grey, leading=leading)
        self._pdf.set_y(at)

    def box(self, high: float, *, shade: int) -> float:
        """Shade a bar across the page, from here; return where it begins."""
        self._pdf.set_fill_color(shade)
        self._pdf.rect(EDGE, self.y, WIDE - 2 * EDGE, high, style="F")
        return self.y

    def rule(self, left: float = 0, right: float = 0) -> None:
        """Draw a thin line across."""
        self._pdf.set_draw_color(120)
        self._pdf.set_line_width(0.15)
        self._pdf.line(EDGE + left, self.y, WIDE - EDGE - right, self.y)

    def write(self, file: Path) -> None:
        """Write the PDF; only its owner may read it."""
        file.touch(mode=0o600)
        self._pdf.output(str(file))

    def close(self) -> None:
        """Let go of the fonts' files."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def _set(
        self, runs: Runs, size: float, left: float, right: float, grey: int, leading: float, align: Align
    ) -> None:
        self._pdf.set_font("Noto", size=size)
        self._pdf.set_text_color(grey)
        self._pdf.set_x(EDGE + left)
        words = "".join(f"**{text}**" if bold and text else text for text, bold in runs).rstrip(" ")
        wide, high = WIDE - 2 * EDGE - left - right, size * POINT * leading
        self._pdf.multi_cell(
            wide, high, words, align=align, markdown=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.overflow = max(self.overflow, self.y - (HIGH - EDGE))
