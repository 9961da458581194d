"""The page of components for developers, at /components/ where the settings are bench.settings."""
