"""Attacks on the console, each as somebody would try it; a file a subject."""
