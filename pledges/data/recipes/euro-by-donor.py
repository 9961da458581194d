import pandas as pd

SITE = "http://localhost:8000"
MOMENT = "valid_at=2025-12-31&known_at=v7"

donors = pd.read_csv(f"{SITE}/api/v1/summaries/donors/?format=csv&{MOMENT}").set_index("name")
million = pd.DataFrame(index=donors.index)
for bound in ("low", "high"):
    million[f"committed_{bound}"] = donors[f"value_eur_promised_{bound}"] / 1e6
    million[f"allocated_{bound}"] = (donors[f"value_eur_delivered_{bound}"] + donors[f"value_eur_firm_{bound}"]) / 1e6
million["no_value"] = donors.value_eur_unvalued
million["pledges"] = donors.pledges
print(million.sort_values("committed_low", ascending=False).head(8).round(1).to_string())
