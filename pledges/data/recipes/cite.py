import hashlib

import requests

SITE = "http://localhost:8000"
ADDRESS = f"{SITE}/api/v1/pledges/?system=patriot&format=csv&valid_at=2025-12-31&known_at=v7"

manifest = requests.get(f"{ADDRESS}&manifest=1", timeout=60).json()
file = requests.get(manifest["url"], timeout=60)

print(manifest["citation"])
print(manifest["url"])
print(manifest["rows"], "rows, digest as stated:", hashlib.sha256(file.content).hexdigest() == manifest["sha256"])
print(file.headers["Cache-Control"])
