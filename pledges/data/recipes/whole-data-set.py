import io
import json
import zipfile

import pandas as pd
import requests

SITE = "http://localhost:8000"

answer = requests.get(f"{SITE}/data/ramstein-v7.zip?valid_at=2025-12-31", timeout=300)
answer.raise_for_status()
archive = zipfile.ZipFile(io.BytesIO(answer.content))
package = json.loads(archive.read("datapackage.json"))

tables = {}
for resource in package["resources"]:
    days = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "date"]
    tables[resource["name"]] = pd.read_csv(archive.open(resource["path"]), parse_dates=days)

print(package["citation"])
print(len(tables), "tables;", len(tables["pledges"]), "pledges,", len(tables["entries"]), "entries")
print(tables["pledges"].groupby("status").size().to_string())
