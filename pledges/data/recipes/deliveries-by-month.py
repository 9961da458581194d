import pandas as pd

SITE = "http://localhost:8000"
MOMENT = "valid_at=2025-12-31&known_at=v7"

totals = pd.read_csv(f"{SITE}/api/v1/totals/?group_by=delivered_month&system=patriot&format=csv&{MOMENT}")
batteries = totals[totals.unit == "battery"].set_index("delivered_month")[["delivered_low", "delivered_high"]]

dated = batteries.drop(["none", "undated"], errors="ignore").sort_index()
print(dated.cumsum(skipna=False).to_string())
print("Delivered in a month that is not known:")
print(batteries[batteries.index == "undated"].to_string(header=False))
