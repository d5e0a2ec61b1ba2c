"""How calls end, in the words of call logs."""

OUTCOME_WORDS = {
    "answered": "answered|connected|completed|handled|taken|accepted|picked up|successful"
    "|angenommen|beantwortet|répondu|décroché|abouti|contestada|atendida|respondida|beantwoord"
    "|risposta|已接听|接通",
    "abandoned": "abandoned|abandon|hung up|hang up|hangup|dropped|disconnected|caller hung up"
    "|abgebrochen|aufgelegt|verloren|abandonné|raccroché|abandonada|desistência|放弃|挂断",
    "missed": "missed|no answer|not answered|unanswered|no_answer|noanswer|busy|rejected|declined"
    "|failed|verpasst|nicht angenommen|nicht beantwortet|entgangen|besetzt|manqué|sans réponse"
    "|non répondu|occupé|perdida|no contestada|sin contestar|sin respuesta|ocupado|não atendida"
    "|gemist|niet beantwoord|persa|未接|未接听",
    "voicemail": "voicemail|voice mail|left voicemail|vm|mailbox|anrufbeantworter|messagerie"
    "|buzón de voz|correio de voz|语音留言|留言",
    "callback": "callback|call back|call-back|rückruf|rappel|devolución|retorno|回拨|回电",
    "out_of_hours": "out of hours|after hours|closed hours|out of opening hours",
    "ivr_only": "ivr|ivr only|self service|abandoned in ivr",
}
OUTCOMES: dict[str, str | None] = {
    word: outcome for outcome, words in OUTCOME_WORDS.items() for word in words.split("|")
}
