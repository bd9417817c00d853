"""Call signs and frames for the property tests."""

from hypothesis import strategies as st

from hardware.radio.ax25 import MAX_PATH, Callsign, Hop, UiFrame

CALLSIGNS = st.builds(
    Callsign,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=6),
    st.integers(0, 15),
)
HOPS = st.builds(Hop, CALLSIGNS, st.booleans())
UI_FRAMES = st.builds(
    UiFrame,
    CALLSIGNS,
    CALLSIGNS,
    st.binary(max_size=256),
    st.lists(HOPS, max_size=MAX_PATH).map(tuple),
    st.integers(0, 255),
)
