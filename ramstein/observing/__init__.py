"""What an operator watches: log lines that belong together, and figures for Prometheus."""
