"""The clients: processes that connect, ask, read the answer and close."""
