site <- "http://localhost:8000"
address <- paste0(site, "/api/v1/summaries/systems/?system=patriot&unit=battery&format=csv&valid_at=2025-12-31&known_at=")

for (known_at in c("v1", "v2", "v7")) {
  battery <- read.csv(paste0(address, known_at))
  cat(known_at, ": ", battery$promised_text, " promised, ", battery$delivered_text, " delivered\n", sep = "")
}
