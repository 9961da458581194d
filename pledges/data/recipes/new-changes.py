import json
from pathlib import Path

import requests

SITE = "http://localhost:8000"
PLACE = Path("place.txt")
STORE = Path("changes.ndjson")

after = PLACE.read_text().strip() if PLACE.exists() else "5"
address = f"{SITE}/api/v1/changes/?after={after}&type=pledge_announced&page_size=100"
new = []
while address:
    answer = requests.get(address, timeout=60)
    answer.raise_for_status()
    page = answer.json()
    with STORE.open("a", encoding="utf-8") as store:
        store.writelines(json.dumps(change) + "\n" for change in page["results"])
    if page["results"]:
        PLACE.write_text(page["results"][-1]["id"])
    new += page["results"]
    address = page["next"]

print(f"{len(new)} new promises since {after}")
for change in new[:3]:
    print(change["id"], change["summary"])
