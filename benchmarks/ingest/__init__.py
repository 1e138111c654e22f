"""How much of what is true of a corpus an ingest recovers: fields, body, lines, captions; containers; and how fast it reads."""
