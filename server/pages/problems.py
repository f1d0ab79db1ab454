"""What people are told of what they wrote, by the stable word for it."""

from collections.abc import Mapping

from server.texts import N_

PROBLEMS: Mapping[str, str] = {
    "required": N_("Write your e-mail address."),
    "name_required": N_("Write your name."),
    "not_a_name": N_("Write your name alone, without links and signs."),
    "not_an_email": N_("This is no e-mail address. It looks like name@kindergarten.no."),
    "not_an_organisation_number": N_(
        "This is no organisation number. It has nine digits, as in the Brønnøysund registers."
    ),
    "too_many_tries": N_("It was tried too often just now. Wait a quarter of an hour."),
    "too_short": N_("Ten characters at least. Three or four words are easy to remember."),
    "too_long": N_("No more than a thousand characters."),
    "easily_guessed": N_(
        "This is easily guessed. Take three or four words that do not belong together."
    ),
}
