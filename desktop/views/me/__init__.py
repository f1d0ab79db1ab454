"""The area «Min side» of those who may not see the staff list: what is known of them."""
