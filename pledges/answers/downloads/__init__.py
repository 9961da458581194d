"""Downloads: the rows of lists as NDJSON, CSV and XLSX in constant memory, their manifests, and the whole data set."""
