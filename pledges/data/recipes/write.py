import os
import uuid

import requests

SITE = "http://localhost:8000"
program = requests.Session()
program.headers["Authorization"] = f"Bearer {os.environ['RAMSTEIN_TOKEN']}"

row = {
    "action": "pledge",
    "donors": [{"code": "NLD", "role": "funder"}],
    "system": "patroit",
    "unit": "battery",
    "quantity": "at least 1",
    "occurred": "2025-06-04",
    "due": "winter 2026",
    "source": {"url": "https://example.org/statement", "title": "Statement after the Contact Group"},
    "quote": "We will fund one Patriot battery or more.",
}
made = program.post(
    f"{SITE}/api/v1/changesets/",
    json={"title": "Contact Group, June 2025", "rows": [row]},
    headers={"Idempotency-Key": str(uuid.uuid4())},
    timeout=60,
)
made.raise_for_status()
for problem in made.json()["rows"][0]["problems"]:
    print(problem["pointer"], problem["message"], problem["hint"], sep="; ")

draft = made.headers["Location"]
row["system"] = "patriot"
mended = program.put(f"{draft}rows/", json={"rows": [row]}, headers={"If-Match": made.headers["ETag"]}, timeout=60)
mended.raise_for_status()
print(mended.json()["rows"][0]["problems"], mended.json()["state"])

sent = program.post(f"{draft}submit/", timeout=60)
sent.raise_for_status()
print(sent.json()["state"])
