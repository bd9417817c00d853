"""The codebook and what is done with it: text and bytes in, values out, no IO."""
