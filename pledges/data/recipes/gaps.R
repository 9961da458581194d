site <- "http://localhost:8000"
moment <- "valid_at=2025-12-31&known_at=v7"

gaps <- read.csv(paste0(site, "/api/v1/gaps/?format=csv&", moment))
print(gaps[c("system", "unit", "required_text", "required_basis", "secured_text", "gap_low", "gap_high")], row.names = FALSE)
