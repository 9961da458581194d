import pandas as pd

SITE = "http://localhost:8000"
MOMENT = "valid_at=2025-12-31&known_at=v7"

gaps = pd.read_csv(f"{SITE}/api/v1/gaps/?format=csv&{MOMENT}")
for need in gaps.itertuples():
    print(f"{need.system_name}: {need.gap_text} of {need.required_text} missing ({need.unit}, {need.required_basis})")
    print(f"  {need.stated_by}, {need.stated_text}; {need.source_publisher}: {need.source_title}")
