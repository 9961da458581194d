options(width = 110)
site <- "http://localhost:8000"
moment <- "valid_at=2025-12-31&known_at=v7"

donors <- read.csv(paste0(site, "/api/v1/summaries/donors/?format=csv&", moment))
million <- data.frame(
  donor = donors$name,
  committed_low = round(donors$value_eur_promised_low / 1e6, 1),
  committed_high = round(donors$value_eur_promised_high / 1e6, 1),
  allocated_low = round((donors$value_eur_delivered_low + donors$value_eur_firm_low) / 1e6, 1),
  allocated_high = round((donors$value_eur_delivered_high + donors$value_eur_firm_high) / 1e6, 1),
  no_value = donors$value_eur_unvalued,
  pledges = donors$pledges
)
print(head(million[order(-million$committed_low), ], 8), row.names = FALSE)
