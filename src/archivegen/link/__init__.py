"""Facts → Archive: what needs two articles to know. Pure; sees cards, facts and the ledger, never text."""
