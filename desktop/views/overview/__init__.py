"""The area «Oversikt»: what to do first, what comes, what is new."""
