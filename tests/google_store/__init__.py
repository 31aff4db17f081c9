"""The Google store, with the embedded service in Google's place."""
