"""TLS without internet: the office's own root, the console's certificate, and its renewal."""
