"""The demo: three offices on one machine, pretend modems and radios, and a phone to text from."""
