"""What people are told of what they wrote, by the stable word for it."""

from collections.abc import Mapping

from contract.wire import ErrorCode
from server.texts import N_

PROBLEMS: Mapping[str, str] = {
    "required": N_("Write your e-mail address."),
    "name_required": N_("Write your name."),
    "name_too_long": N_("No more than two hundred characters."),
    "not_a_name": N_("Write your name alone, without links and signs."),
    "not_an_email": N_("This is no e-mail address. It looks like name@kindergarten.no."),
    "not_an_organisation_number": N_(
        "This is no organisation number. It has nine digits, as in the Brønnøysund registers."
    ),
    "too_many_tries": N_("It was tried too often just now. Wait a quarter of an hour."),
    "second_factor": N_("Write the code from the authenticator as well."),
    "wrong_code": N_("The code is not right. Is the clock of the phone?"),
    "too_short": N_("Ten characters at least. Three or four words are easy to remember."),
    "too_long": N_("No more than a thousand characters."),
    "easily_guessed": N_(
        "This is easily guessed. Take three or four words that do not belong together."
    ),
}

REASON_PROBLEMS: Mapping[str, str] = {
    "required": N_("Write why."),
    "too_long": N_("No more than two thousand characters."),
}
"""What the office is told of a reason."""

SIGN_IN_PROBLEMS: Mapping[str, str] = {
    ErrorCode.WRONG_PASSWORD: N_("The address, the password or the code is not right."),
    ErrorCode.SECOND_FACTOR: PROBLEMS["second_factor"],
    ErrorCode.WRONG_CODE: PROBLEMS["wrong_code"],
    ErrorCode.TOO_MANY_TRIES: PROBLEMS["too_many_tries"],
    ErrorCode.FORBIDDEN: N_("These pages are for the secretariat. Others use the program."),
    ErrorCode.FACTOR_MISSING: N_("The secretariat signs in with two factors."),
}
"""What people are told who could not sign in."""

PROVIDER_PROBLEMS: Mapping[str, str] = {
    "unreachable": N_("{name} does not answer just now. Try once more, or use your password."),
    "refused": N_("You were not signed in at {name}."),
    "unverified": N_("{name} has not verified your e-mail address, so it is of no use here."),
    "unknown": N_("Nobody has access here with the e-mail address that {name} told."),
    "expired": N_("It took too long, or was begun in another browser. Try once more."),
}
"""What people are told who could not sign in elsewhere."""
