import requests

SITE = "http://localhost:8000"
ADDRESS = f"{SITE}/api/v1/gaps/"

first = requests.get(ADDRESS, timeout=60)
print(first.status_code, "version", first.headers["Ramstein-Version"])

again = requests.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}, timeout=60)
print(again.status_code, len(again.content), "bytes")
