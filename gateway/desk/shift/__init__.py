"""The shift: exports, the log that writes itself, the handover, figures and the situation report."""
