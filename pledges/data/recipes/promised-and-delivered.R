site <- "http://localhost:8000"
moment <- "valid_at=2025-12-31&known_at=v7"

systems <- read.csv(paste0(site, "/api/v1/summaries/systems/?system=patriot&format=csv&", moment))
patriot <- systems[systems$promised_low > 0, ]
print(patriot[c("unit", "promised_text", "delivered_low", "delivered_high", "outstanding_text")], row.names = FALSE)
