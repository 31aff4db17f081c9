"""The corpus of broken input: what people do to questionnaires and campaign folders, and what it gets."""
