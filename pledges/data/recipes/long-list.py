import pandas as pd
import requests

SITE = "http://localhost:8000"
MOMENT = "valid_at=2025-12-31&known_at=v7"

address = f"{SITE}/api/v1/pledges/?donor=DEU&page_size=20&fields=reference,system,promised&{MOMENT}"
rows = []
while address:
    answer = requests.get(address, timeout=60)
    answer.raise_for_status()
    page = answer.json()
    rows += page["results"]
    address = page["next"]
    print(len(rows), "rows")

pledges = pd.json_normalize(rows)
print(pledges[["reference", "system", "promised.low", "promised.high"]].head(3).to_string(index=False))
