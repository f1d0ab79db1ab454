"""How long what people write on the pages may be: the fields stop there, and the checks hold it."""

SEARCH = 200
EMAIL = 320
PERSON = 200
PASSWORD = 1_000
CODE = 20
ORGANISATION_NUMBER = 40
KINDERGARTEN = 200
CATEGORY = 100
NETWORK = 100
TITLE = 200
GUIDELINE = 100_000
ANSWER = 5_000
REASON = 2_000
