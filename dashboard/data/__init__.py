"""What the Data page shows: what changed, releases, quality, a refresh, the whole data set."""
