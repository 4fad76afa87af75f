"""What a column's name says about its role: words of five languages, any way of writing them.

`customerId`, `customer_id`, `CUSTOMER-ID` and `crm:customer.id` have the same words. A cue is a
pattern over those words with the strength of what it says (0…1).
"""

# ruff: noqa: E501 - a cue is read as one line
from __future__ import annotations

import re
import unicodedata
from functools import cache

_ID = (
    r"(?: (?:id|ids|no|nr|num|number|nummer|numero|key|code|uuid|guid|ref|hash|identifier|kennung))"
)
_END = r"(?: (?:fk|pk|sk))*"
_PERSON = (
    r"(?:customer|client|user|visitor|member|subscriber|patient|guest|passenger|shopper|buyer|person"
    r"|consumer|respondent|participant|traveller|traveler|citizen|applicant|student|donor"
    r"|kunde|kunden|benutzer|nutzer|besucher|patienten|mitglied|gast|teilnehmer|befragte"
    r"|utilisateur|visiteur|abonne|usager|patiente|repondant|acheteur"
    r"|cliente|clientes|usuario|visitante|paciente|comprador|abonado|socio|encuestado"
    r"|utilizador|consumidor|assinante)"
)
_HAPPENING = (
    r"(?:event|activity|action|interaction|touchpoint|touch point|ereignis|aktivitat|aktion"
    r"|vorgang|evenement|activite|evento|actividad|accion|atividade|acao|interaccion|interacao"
    r"|kontaktpunkt|contact point)"
)
_MATTER = (
    r"(?:case|ticket|order|request|incident|claim|application|booking|conversation|contract"
    r"|complaint|case concept|trace|process|issue|chat|call|dossier|fall|auftrag|bestellung|antrag"
    r"|commande|demande|pedido|expediente|solicitud|solicitacao|caso|chamado|reclamacao)"
)

_CUES: dict[str, tuple[tuple[float, str], ...]] = {
    "customer": (
        (0.99, r"^(?:customer|customer id|kunde|client|cliente)$"),
        (0.98, rf"(?:^|.* ){_PERSON}(?: unique| pseudo)?{_ID}+{_END}$"),
        (0.95, rf"^(?:\w+ )?(?:{_PERSON}){_END}$"),
        (0.95, r"^(?:respnum|kundennummer|kundennr|kundenid|kdnr|custid|userid|cust|uid|clientid)" + _END + "$"),
        (0.90, rf"^(?:distinct|profile|subject|contact|lead|crm|loyalty|cust)(?: unique)?{_ID}{_END}$"),
        (0.80, r"^(?:\w+ )?anonymous(?: user)?(?: id)?$"),
        (0.78, r"^(?:\w+ )?(?:email|mail)(?: address| adresse)?$"),
        (0.76, r"^(?:msisdn|phone(?: number)?|mobile(?: number)?|telefon(?:nummer)?|telephone|telefono|telefone)$"),
        (0.74, r"^(?:device|cookie|browser|machine|installation|fullvisitor)(?: id)$"),
        (0.70, rf"^(?:account|company|organi[sz]ation|tenant|household|konto|compte|cuenta|conta|firma){_ID}?{_END}$"),
        (0.62, rf"^(?:\w+ )?(?:card|karte|tarjeta|cartao|membership){_ID}?{_END}$"),
        (0.60, r"^(?:unique|person|individual) id$"),
        (0.55, r"^(?:recipient|contact|lead|sender|author|reviewer)$"),
        (0.50, rf"^{_PERSON} (?:full )?name$|^(?:full name|username|user name|nickname)$"),
    ),
    "touchpoint": (
        (0.98, r"^(?:\w+ )?(?:touchpoint|touch point|kontaktpunkt|contact point|punto de contacto|ponto de contato)(?: name)?$"),
        (0.96, rf"^concept name$|^{_HAPPENING}(?: name| label)?$"),
        (0.90, rf"^(?:\w+ )?{_HAPPENING}(?: name| type| label| title| category| typ| code)?$"),
        (0.80, r"^(?:task|step|milestone|operation|milestone name|schritt|etape|paso|etapa|tarea|tarefa)(?: name)?$"),
        (0.72, r"^(?:\w+ )?(?:page|screen|view)(?: name| title)?$|^(?:seite|pagina|ecran)$"),
        (0.66, r"^(?:\w+ )?(?:title|url path|path|pagepath)$"),
        (0.62, r"^(?:\w+ )?(?:url|uri)$"),
        (0.60, r"^type$|^(?:typ|tipo)$"),
        (0.55, r"^(?:\w+ )?(?:reason|topic|subject|grund|anliegen|betreff|motif|sujet|motivo|asunto|assunto)$"),
        (0.50, r"^name$|^label$|^what$"),
        (0.35, r"^(?:\w+ )?(?:status|state|phase)$"),
    ),
    "question": (
        (0.95, r"^(?:\w+ )?(?:question|frage|pregunta|pergunta)(?: code| id| text| name| key| label)?$"),
        (0.80, r"^(?:\w+ )?(?:item|attribute|aspect|topic|dimension|criterion|comment field)(?: code| name)?$"),
    ),
    "time": (
        (0.98, r"^(?:\w+ )?(?:timestamp|event time|time timestamp|eventtime|datetime|date time)$"),
        (0.95, rf"^{_HAPPENING}(?: date| time| timestamp| at| datetime)+$"),
        (0.92, r"^(?:time|ts|zeit|zeitpunkt|zeitstempel|hora|heure|horodatage|occurred(?: at| on)?|happened at|when|fecha hora|data hora|datum uhrzeit)(?: utc)?$"),
        (0.88, r"^(?:date|datum|fecha|data|dia|jour|day|created|creation|created at|created on|createdat|createdate|start time|submitted at|answered at|response date|review date|survey date|interview date|inferred date)$"),
        (0.80, r"^.* (?:timestamp|time|datetime|at|ts|date|datum|fecha|data|zeit|zeitpunkt|on)$"),
        (0.78, r"^(?:date|data|fecha|datum|time|dt) .*$"),
        (0.75, r"^.*(?:timestamp|datetime|date|datum|zeit|fecha)$"),
    ),
    "channel": (
        (0.98, r"^(?:\w+ ){0,2}(?:channel|kanal|canal)(?: name| type)?$"),
        (0.80, r"^(?:medium|contact medium|contact method|via|touchpoint channel|kontaktweg|moyen|medio)$"),
        (0.60, r"^(?:platform|origin|source|device type|device category|plattform|herkunft|fuente|origem)$"),
    ),
    "case": (
        (0.98, r"^case concept name$|^(?:case|fall|caso|trace|dossier|expediente)" + _ID + r"?" + _END + "$"),
        (0.92, rf"^(?:\w+ )?{_MATTER}{_ID}+{_END}$|^(?:fallnummer|vorgangsnummer|auftragsnummer|bestellnummer|ticketnummer)$"),
        (0.85, rf"^(?:{_MATTER}){_END}$"),
    ),
    "session": (
        (0.97, rf"^(?:\w+ )?(?:session|visit|sitzung|sesion|sessao|visite)(?:{_ID})*{_END}$|^sessionid$"),
    ),
    "id": (
        (0.97, r"^(?:\w+ )?(?:event|message|interaction|activity|insert|ereignis|evento)(?: (?:id|uuid|guid|key))$|^messageid$|^eventid$"),
        (0.90, r"^(?:\w+ )?(?:response|answer|feedback|review|survey response|submission|rating|comment)(?: (?:id|uuid|guid))$"),
        (0.80, r"^(?:row|record|log|line|entry|transaction)? ?(?:uuid|guid)$|^(?:row|record|log|entry|transaction)(?: id)$"),
        (0.60, r"^id$"),
    ),
    "value": (
        (0.92, r"^(?:\w+ )?(?:revenue|amount|value|umsatz|betrag|wert|montant|valeur|importe|monto|valor|receita)(?: (?:eur|usd|gbp|net|gross))?$"),
        (0.88, r"^(?:\w+ ){0,2}(?:value|amount|total|revenue|price|preis|prix|precio|preco)$"),
    ),
    "score": (
        (0.97, r"^(?:\w+ ){0,2}(?:nps|csat|ces|netpro|net promoter)(?: score| rating| value)?$"),
        (0.95, r"^(?:\w+ ){0,2}(?:rating|score|stars|star rating|satisfaction|bewertung|sterne|zufriedenheit|satisfaccion|satisfacao|calificacion|puntuacion|avaliacao|nota|evaluation)(?: value| score| overall| points)?$"),
        (0.90, r"^(?:likelihood to recommend|ltr|would recommend|recommendation|recommend score|effort|effort score|empfehlung|weiterempfehlung|recomendacion|recomendacao|recommandation|aufwand|esfuerzo|esforco|grade|note)$"),
        (0.80, r"^(?:overall |general )?(?:likelihood|experience|happiness)(?: score| rating)?$"),
    ),
    "text": (
        (0.97, r"^(?:\w+ ){0,3}(?:comment|comments|verbatim|review text|reviewtext|feedback text|free text|freitext|kommentar|commentaire|comentario|comentarios|comment message|comment text|open text|open answer|answer text)$"),
        (0.92, r"^(?:\w+ )?(?:text|message|body|feedback|nachricht|avis|mensagem|mensaje|opinion|opiniao|review|utterance|tweet|transcript)$"),
        (0.70, r"^(?:\w+ )?(?:content|description|notes?|remark|remarks|bemerkung|beschreibung|descripcion|descricao|reason)$"),
    ),
    "language": (
        (0.95, r"^(?:\w+ )?(?:language|lang|locale|sprache|langue|idioma|lingua|taal)(?: code| name| lbl| label)?$"),
    ),
}  # fmt: skip

_DESCRIBES = (
    r"\b(?:city|state|zip|postcode|postal|plz|country|region|street|address|adresse|age|alter|gender|sex"
    r"|segment|type|status|since|lifecycle|cohort|group|tier|level|class|score|value|count|agent|category"
    r"|first|last|birth|dob|ort|stadt|land|ville|pays|ciudad|pais|estado|cidade|bairro|lat|lng|latitude"
    r"|longitude|income|language|satisfaction|rating|comment|reply|delivered|service|ltv|churn)\b"
)
_OTHERS = (
    r"\b(?:branch|filiale|sucursal|agence|store|shop|agent|employee|staff|owner|team|department|product|sku"
    r"|item|device|campaign|queue|warehouse|resource|operator|mitarbeiter|empleado|produkt|produit|producto)\b"
)
_BIRTH = r"\b(?:dob|birth|birthday|birthdate|geburt|geburtstag|geburtsdatum|naissance|nacimiento|nascimento|yob)\b"
_TECHNICAL = (
    r"\b(?:synced|exported|extracted|loaded|ingested|updated|modified|fetched|imported|inserted|etl|dbt"
    r"|fivetran|scraped|refreshed|expires|valid|effective|partition)\b"
)
_PROMISE = (
    r"\b(?:estimated|estimate|promised|promise|planned|plan (?:date|time|start|end)|due|deadline|expected|scheduled|target|eta|sla"
    r"|forecast|geplant|geplante|voraussichtlich|voraussichtliche|faellig|fallig|frist|zugesagt"
    r"|prevu|prevue|estime|estimee|echeance|promis|estimada|estimado|previsto|prevista|prevision"
    r"|plazo|prazo|vencimento|vencimiento|prometido|prometida)\b"
)
_SURVEY = (
    r"\b(?:review|survey|feedback|rating|nps|csat|ces|questionnaire|umfrage|bewertung|befragung|enquete"
    r"|sondage|encuesta|pesquisa|avaliacao|resena|avis)\b"
)
_ANSWERED = r"\b(?:answer|answered|response|responded|submitted|submit|completed|reply|antwort|reponse|respuesta|resposta)\b"
_ACQUIRED = (
    r"\b(?:acquisition|marketing|utm|campaign|sales|attribution|traffic|first touch|last touch)\b"
)
_DATE_WORDS = frozenset(
    [
        "date",
        "time",
        "timestamp",
        "datetime",
        "ts",
        "dt",
        "at",
        "on",
        "datum",
        "zeit",
        "zeitpunkt",
        "uhrzeit",
        "fecha",
        "hora",
        "data",
        "heure",
        "utc",
    ]
)
CHANNEL_WORDS = frozenset(
    [
        "web",
        "website",
        "online",
        "internet",
        "site",
        "desktop",
        "browser",
        "app",
        "ios",
        "android",
        "mobile-app",
        "email",
        "e-mail",
        "mail",
        "phone",
        "telephone",
        "call",
        "telefon",
        "telefono",
        "telefone",
        "chat",
        "livechat",
        "webchat",
        "message",
        "sms",
        "whatsapp",
        "messenger",
        "store",
        "shop",
        "desk",
        "branch",
        "counter",
        "in-store",
        "pos",
        "filiale",
        "tienda",
        "loja",
        "magasin",
        "social",
        "facebook",
        "instagram",
        "twitter",
        "ad",
        "ads",
        "display",
        "survey",
        "portal",
        "letter",
        "post",
        "fax",
        "brief",
        "carta",
        "device",
        "kiosk",
        "iot",
        "call-center",
        "callcenter",
    ]
)


@cache
def words(name: str) -> str:
    """Return the words of a name, lower case, without accents, joined by single spaces.

    >>> words("RESPNUM_FK"), words("customerID"), words("case:concept:name"), words("E-Mail")
    ('respnum fk', 'customer id', 'case concept name', 'email')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", plain)
    plain = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", plain)
    plain = re.sub(r"[^0-9a-z]+", " ", plain.casefold()).strip()
    return re.sub(r"\be mail\b", "email", plain)


@cache
def cue(role: str, name: str) -> float:
    """Return how strongly a name says that a column has a role, 0 for not at all."""
    said = words(name)
    if role == "score" and scale_of(name):
        said = re.sub(r"(?: \d+){1,2}$", "", said)
    strength = max(
        (power for power, pattern in _COMPILED[role] if pattern.match(said)), default=0.0
    )
    if role == "customer" and re.search(_DESCRIBES, _without_ids(said)):
        return 0.0
    if role == "customer" and re.search(r"\bcredit\b", said):
        return 0.0
    if role == "channel" and re.search(_ACQUIRED, said):
        return 0.0
    if role == "time" and (re.search(_BIRTH, said) or re.search(_PROMISE, said)):
        return 0.0
    if role == "time" and re.search(_TECHNICAL, said):
        return min(strength, 0.3)
    if role == "time" and re.match(r"(?:received|sent|original|context|uuid|loaded) ?\w*", said):
        return min(strength, 0.6)
    return strength


def _without_ids(said: str) -> str:
    said = re.sub(r"\b(e?mail) (?:address|adresse)\b", r"\1", said)
    return re.sub(r"\bfirst name\b|\blast name\b", "first", said)


def is_birth(name: str) -> bool:
    """Say whether a name speaks of a birth date."""
    return bool(re.search(_BIRTH, words(name)))


def is_technical(name: str) -> bool:
    """Say whether a name speaks of when a tool sent, received or copied the row."""
    said = words(name)
    return bool(
        re.search(_TECHNICAL, said) or re.fullmatch(r"(?:received|sent|original) \w+", said)
    )


def describes(name: str) -> bool:
    """Say whether a name describes somebody (city, age …), or names a place, thing or employee."""
    return bool(re.search(_DESCRIBES, words(name)) or re.search(_OTHERS, words(name)))


def scale_of(name: str) -> tuple[float, float] | None:
    """Return the scale that a name states, as `csat (1-5)` does."""
    found = re.search(r"(?<![\d-])(\d{1,2})\s*(?:-|–|to|bis)\s*(\d{1,3})\)?\s*$", name)
    if not found or not float(found[1]) < float(found[2]):
        return None
    return float(found[1]), float(found[2])


def is_promise(name: str) -> bool:
    """Say whether a name speaks of a promised, estimated, planned or due time."""
    return bool(re.search(_PROMISE, words(name)))


def is_survey(name: str) -> bool:
    """Say whether a name speaks of a survey, its invitation or its answer."""
    return bool(re.search(_SURVEY, words(name)))


def is_answered(name: str) -> bool:
    """Say whether a name speaks of the moment of an answer."""
    return bool(re.search(_ANSWERED, words(name)))


def is_date_word(word: str) -> bool:
    """Say whether a word only says that this is a time."""
    return word in _DATE_WORDS


def instrument(name: str) -> str | None:
    """Return nps, csat, ces or rating when a name says which question it holds."""
    said = words(name)
    for found, pattern in (
        ("nps", r"\b(?:nps|netpro|net promoter|recommend|recommendation|ltr|empfehlung|weiterempfehlung|recomendacion|recomendacao|recommandation)\b"),
        ("csat", r"\b(?:csat|satisfaction|zufriedenheit|satisfaccion|satisfacao|satisfied)\b"),
        ("ces", r"\b(?:ces|effort|aufwand|esfuerzo|esforco)\b"),
        ("rating", r"\b(?:rating|stars|review score|bewertung|sterne|avaliacao|calificacion)\b"),
    ):  # fmt: skip
        if re.search(pattern, said):
            return found
    return None


def expects(name: str) -> bool:
    """Say whether a name says that its column holds what somebody expected."""
    pattern = (
        r"\b(?:expectations?|expected|erwartung(?:en)?|attentes?|expectativas?|aspettative?)\b"
    )
    return bool(re.search(pattern, words(name)))


def human(said: str) -> str:
    """Return words as a touchpoint's name: first letter large, the rest as it was."""
    return said[:1].upper() + said[1:]


def is_generated(name: str) -> bool:
    """Say whether a name was made up because the file had none there."""
    return bool(re.fullmatch(r"column \d+(?: \(\d+\))?", name))


_COMPILED = {
    role: tuple((power, re.compile(pattern)) for power, pattern in cues)
    for role, cues in _CUES.items()
}
ROLES = (
    "customer", "touchpoint", "time", "channel", "case", "session", "id", "value", "score", "text",
    "language", "attribute",
)  # fmt: skip
IDENTIFYING = (
    "email", "phone", "user", "device", "card",
    "name", "first_name", "last_name", "birth", "address", "postcode", "city",
)  # fmt: skip
"""Further words for --columns: who the customer is beside the own id (see `identifiers`)."""
