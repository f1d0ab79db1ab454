"""Codes of problems and faults as sentences that say what to do."""

from typing import Any

from desktop.errors import KnownError
from desktop.texts import N_, _, ngettext

_PROBLEMS = {
    "required": N_("Fill in this field."),
    "not_an_email": N_("This is not an e-mail address. Write it like navn@example.no."),
    "not_a_phone_number": N_("This is not a phone number. Write eight digits."),
    "not_above_zero": N_("Write a whole number above 0."),
    "below_zero": N_("Write 0 or more."),
    "unknown": N_("Choose one from the list."),
    "before_start": N_("The end cannot be before the start."),
    "after_last_day": N_("The last day is before this. Take back the leaver notice first."),
    "not_after_start": N_("The meeting must end after it starts."),
    "after_meeting": N_("The reply date must be before the meeting."),
    "not_a_majority": N_("For a carried vote, more must be for than against."),
    "a_majority": N_(
        "More are for than against: choose that it is carried by vote, or mend the votes."
    ),
    "too_many_votes": N_(
        "There are {votes} votes, but {present} kindergartens are present at this item."
    ),
    "no_outcome": N_("«{item}» has a decision without an outcome. Choose the outcome first."),
    "not_decided": N_(
        "Write the decision and choose its outcome first. What fell or is postponed is not raised."
    ),
    "unfit_votes": N_("The votes of «{item}» are missing or do not add up. Mend them first."),
    "task_unclear": N_("Write who and what on each line: Solbakken: draft of the agreement."),
    "left_before_coming": N_("Somebody can only leave at a later item than the one of coming."),
    "unreadable": N_("This cannot be read. Write it anew."),
    "before_meeting": N_("The next meeting must be after this one."),
    "not_a_link": N_("Each line must be a whole address that begins with https:// or http://."),
    "too_many_links": N_("Twenty links are the most. Take some away."),
    "already_asked": N_("You have noted this kindergarten already."),
    "before_asked": N_("The answer cannot come before the question."),
    "not_an_organisation_number": N_("Check the number: an organisation number has nine digits."),
    "wrong_digit": N_(
        "One of the nine digits is wrong. Look at a letter to the kindergarten, or search for its "
        "name instead."
    ),
    "must_be_confirmed": N_("Tick here to confirm."),
    "same_as_before": N_("Choose another kindergarten than the one that leads now."),
    "in_the_past": N_("Choose a date that is not past."),
    "not_to_come": N_("Choose a day after today. From today on, change the role above."),
    "after_end": N_("The person has left by then. Choose an earlier day."),
    "same_roles": N_("These are the roles that the person has now. Choose others."),
    "only_leaders_appoint": N_(
        "Only the head or the general manager can report who is to lead the kindergarten."
    ),
    "duplicate": N_("This e-mail address is already enrolled."),
    "fixed": N_("This cannot be changed afterwards."),
    "closed": N_("The minutes are submitted. What they say is locked."),
    "wrong_order": N_("The meeting has already moved on. Open it again to see where it stands."),
}

_REFUSALS = {
    "gone": N_("This is no longer here. Somebody may have deleted it."),
    "parent_gone": N_("What this belongs to is no longer here."),
    "forbidden": N_("You do not have access to change this."),
    "taken": N_("Somebody else was first."),
    "has_children": N_("Something belongs to this. Remove that first."),
    "depends_on": N_("This belongs together with a change that was not accepted."),
    "invalid": N_("Something is not filled in right. Open it and mend it."),
    "too_large": N_("The text is too long to be sent. Shorten it."),
    "stale": N_("Somebody changed this at the same time. Synchronise and try again."),
    "corrected_meanwhile": N_(
        "These minutes were corrected meanwhile. Look at the newest version first."
    ),
    "unchanged": N_("Nothing is changed yet."),
    "has_registered": N_("This person has registered already. Report a leaver instead."),
    "not_fetched": N_(
        "The categories are not on this PC yet. Go online and synchronise, then try again."
    ),
    "no_network_above": N_("The network above is not there yet. Synchronise and try again."),
    "already_minuted": N_("Something is minuted already. Go on with the meeting."),
    "already_done": N_("This is done already."),
}

_STORAGE = {
    "newer": N_(
        "The data on this PC was made by a newer version of the program. Install that version."
    ),
    "not_writable": N_(
        "The program may not write in the folder {path}. Choose another folder, or ask for access."
    ),
    "full": N_("The disk is full. Make room on it; what you have written stays in the window."),
    "disk": N_(
        "The disk did not take what was written. See that there is room on it; what you have "
        "written stays in the window."
    ),
    "damaged": N_("The file {path} is damaged. Rename it, and the data is fetched anew."),
    "busy": N_(
        "Something else is using the data on this PC just now. Try again in a moment; what you "
        "have written stays in the window."
    ),
    "in_use": N_("The program is already open on this data. Close the other window first."),
}

_UNREACHABLE = {
    "offline": N_("No contact with the service. Check the network; you can work on meanwhile."),
    "timeout": N_("The service did not answer in time. Try again in a while."),
    "not_a_service": N_("There is no service of Barnehagealliansen at this address. Check it."),
    "certificate": N_("The connection is not safe. Check the address and the clock of this PC."),
}

_SERVICE = {
    "wrong_password": N_("Wrong e-mail or password. Try again."),
    "second_factor": N_("Write the code from the authenticator as well."),
    "wrong_code": N_("The code is not right. Take the newest one, and check the phone's clock."),
    "factor_missing": N_(
        "The secretariat signs in with two factors. Choose «Sign in with the browser» to set up "
        "the second one."
    ),
    "worthless_code": N_("Too long went by since you signed in with the browser. Try once more."),
    "too_many_tries": N_("Too many tries. Wait a few minutes and try again."),
    "unauthenticated": N_("You have been signed out. Sign in again; nothing is lost."),
    "client_too_old": N_("This version is too old for the service. Update the program."),
    "service_too_old": N_(
        "The service is too old for this version. Tell those who run it; you can work on meanwhile."
    ),
    "busy": N_("The service is busy. The program tries again by itself."),
    "internal": N_(
        "Something is wrong with the service. Try again later; those who run it find what happened "
        "by this number: {request}."
    ),
}


_SIGN_IN_FIELDS = {"wrong_password": "password", "second_factor": "code", "wrong_code": "code"}


def problem(code: str) -> str:
    """What to do about a field, from the code of its problem."""
    return _(_PROBLEMS[code]) if code in _PROBLEMS else refusal(code)


def too_many_votes(votes: int, present: int) -> str:
    """That more votes are counted than kindergartens are present."""
    said = ngettext(
        "There are {votes} votes, but {present} kindergarten is present at this item.",
        "There are {votes} votes, but {present} kindergartens are present at this item.",
        present,
    )
    return said.format(votes=votes, present=present)


def refusal(code: str) -> str:
    """Why a change was not accepted, from its code."""
    if code in _PROBLEMS:
        return _(_PROBLEMS[code])
    return _(_REFUSALS.get(code, N_("The service did not accept this change ({code}).")))


def sentence(error: Exception) -> str:
    """What to tell of an error of the world's, or nothing where it is a bug of ours."""
    # Told apart by name: their modules bring more than the first window may wait for.
    name, code = type(error).__name__, str(getattr(error, "code", ""))
    if isinstance(error, KnownError):
        return error.sentence
    if name == "Refused":
        return _refused(code, _named(error))
    if name == "StorageFault":
        return _(_STORAGE[code]).format(path=getattr(error, "path", ""))
    if name == "Unreachable":
        return _(_UNREACHABLE[str(getattr(error, "reason", "offline"))])
    if name == "ServiceRefused":
        said = _(_SERVICE[code]) if code in _SERVICE else refusal(code)
        return said.format(code=code, request=getattr(error, "request", ""))
    return ""


def _refused(code: str, about: dict[str, Any]) -> str:
    if code == "too_many_votes":
        return too_many_votes(about["votes"], about["present"])
    return refusal(code).format(code=code, **about)


def sign_in_field(error: Exception) -> str:
    """The field of a sign-in that an error is of: address, password, code, or none."""
    code = str(getattr(error, "code", ""))
    if code in _SIGN_IN_FIELDS:
        return _SIGN_IN_FIELDS[code]
    return "address" if getattr(error, "reason", "") in _UNREACHABLE else ""


def _named(error: Exception) -> dict[str, Any]:
    return {key: value for key, value in getattr(error, "about", {}).items() if key != "code"}
