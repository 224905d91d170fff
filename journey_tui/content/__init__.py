"""The words: a page for each stage, a sentence for each kind of event."""
