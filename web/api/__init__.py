"""The console for programs: the same views and actions as JSON, by token, with OpenAPI."""
