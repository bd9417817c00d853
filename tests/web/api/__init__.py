"""The console for programs, over a real socket."""
