"""Pictures of every kind of page for whoever looks at the design; started by `make screenshots`."""
