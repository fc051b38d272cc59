"""The words that the transparency database knows, and how long its texts may be.

As its own validator has them; a word that is not here is refused there. Only what the newspaper
may have to say is listed of kinds of content: everything here is text.
"""

import re
from typing import Final

VISIBILITY: Final = frozenset(
    f"DECISION_VISIBILITY_{word}"
    for word in (
        "CONTENT_REMOVED",
        "CONTENT_DISABLED",
        "CONTENT_DEMOTED",
        "CONTENT_AGE_RESTRICTED",
        "CONTENT_INTERACTION_RESTRICTED",
        "CONTENT_LABELLED",
        "OTHER",
    )
)
MONETARY: Final = frozenset(
    f"DECISION_MONETARY_{word}" for word in ("SUSPENSION", "TERMINATION", "OTHER")
)
PROVISION: Final = frozenset(
    f"DECISION_PROVISION_{word}"
    for word in (
        "PARTIAL_SUSPENSION",
        "TOTAL_SUSPENSION",
        "PARTIAL_TERMINATION",
        "TOTAL_TERMINATION",
    )
)
ACCOUNT: Final = frozenset({"DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED"})
ILLEGAL, INCOMPATIBLE = "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
GROUND: Final = frozenset({ILLEGAL, INCOMPATIBLE})
FULLY, PARTIALLY, BY_A_PERSON = (
    f"AUTOMATED_DECISION_{word}" for word in ("FULLY", "PARTIALLY", "NOT_AUTOMATED")
)
AUTOMATED: Final = frozenset({FULLY, PARTIALLY, BY_A_PERSON})
ACCOUNT_TYPE: Final = frozenset({"ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"})
VOLUNTARY: Final = "SOURCE_VOLUNTARY"
SOURCE: Final = frozenset(
    {
        "SOURCE_ARTICLE_16",
        "SOURCE_TRUSTED_FLAGGER",
        "SOURCE_TYPE_OTHER_NOTIFICATION",
        VOLUNTARY,
    }
)
CONTENT_TYPE: Final = frozenset({"CONTENT_TYPE_TEXT", "CONTENT_TYPE_OTHER"})
CATEGORY: Final = frozenset(
    f"STATEMENT_CATEGORY_{word}"
    for word in (
        "ANIMAL_WELFARE",
        "CONSUMER_INFORMATION",
        "CYBER_VIOLENCE",
        "CYBER_VIOLENCE_AGAINST_WOMEN",
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "ILLEGAL_OR_HARMFUL_SPEECH",
        "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "NOT_SPECIFIED_NOTICE",
        "OTHER_VIOLATION_TC",
        "PROTECTION_OF_MINORS",
        "RISK_FOR_PUBLIC_SECURITY",
        "SCAMS_AND_FRAUD",
        "SELF_HARM",
        "UNSAFE_AND_PROHIBITED_PRODUCTS",
        "VIOLENCE",
    )
)
KEYWORD: Final = frozenset(
    f"KEYWORD_{word}"
    for word in (
        "HATE_SPEECH",
        "DEFAMATION",
        "DISCRIMINATION",
        "INCITEMENT_VIOLENCE_HATRED",
        "INCITEMENT_AGAINST_WOMEN",
        "CYBER_HARASSMENT",
        "CYBER_INCITEMENT",
        "CYBER_BULLYING_INTIMIDATION",
        "CYBER_STALKING",
        "MISINFORMATION_DISINFORMATION",
        "TERRORIST_CONTENT",
        "COORDINATED_HARM",
        "PHISHING",
        "COPYRIGHT_INFRINGEMENT",
        "IMPERSONATION_ACCOUNT_HIJACKING",
        "INAUTHENTIC_ACCOUNTS",
        "RIGHT_TO_BE_FORGOTTEN",
        "SUICIDE",
        "NUDITY",
        "HIDDEN_ADVERTISEMENT",
        "OTHER",
    )
)
YES_OR_NO: Final = frozenset({"Yes", "No"})
# The European Economic Area, as ISO 3166 names its members.
EEA: Final = re.findall(
    r"\w+",
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK",
)
# ISO 639-1 in capitals: languages in which readers of the house write, and those of the Union.
LANGUAGE: Final = frozenset(
    re.findall(
        r"\w+",
        "AB AR AZ BE BG BN BS CA CS CY DA DE EL EN EO ES ET EU FA FI FR GA GL HE HI HR HU HY ID IS"
        " IT JA KA KK KO KU KY LB LT LV MK MN MT NB NL NN NO PL PS PT RM RO RU SK SL SQ SR SV TA TG"
        " TH TK TR TT UG UK UR UZ VI YI ZH",
    )
)
# Characters at most.
LENGTHS: Final = {
    "puid": 500,
    "decision_facts": 5000,
    "decision_ground_reference_url": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "decision_visibility_other": 500,
    "decision_monetary_other": 500,
    "content_type_other": 500,
    "category_specification_other": 500,
    "source_identity": 500,
}
# Texts that somebody could have written something about somebody into.
FREE_TEXT: Final = (
    "decision_facts",
    "illegal_content_legal_ground",
    "illegal_content_explanation",
    "incompatible_content_ground",
    "incompatible_content_explanation",
    "decision_visibility_other",
    "decision_monetary_other",
    "content_type_other",
    "category_specification_other",
    "source_identity",
)
