// Texte der laufenden Quellen.
import type { live as en } from './words.live.en'

export const live: Record<keyof typeof en, string> = {
  'connect.title': 'Andere Systeme', 'connect.note': 'über das Netz gelesen', 'connect.name': 'Verbindung', 'connect.rows': 'Zeilen', 'connect.last': 'Letzter Abruf',
  'live.title': 'Laufende Quellen', 'live.note': 'Ereignisse, die gesendet werden, während sie geschehen', 'live.none': 'Noch keine laufende Quelle', 'live.nonewhy': 'Legen Sie einen Schreibschlüssel an und senden Sie mit den Clients von Segment, RudderStack, PostHog oder Snowplow oder als einfaches JSON.',
  'live.source': 'Quelle', 'live.received': 'Empfangen', 'live.waiting': 'Wartet', 'live.newest': 'Neuestes Ereignis', 'live.ago': 'vor {{time}}', 'live.now': 'gerade eben', 'live.never': 'noch keines', 'live.lag': '{{n}}, seit {{time}}',
  'live.retry': '{{n}} erneut versuchen', 'live.tried': '{{n}} Ereignisse werden erneut versucht', 'live.drift': 'Felder, die sich geändert haben', 'live.nodrift': 'kein Feld hat sich geändert',
  'live.appeared': 'neu', 'live.gone': 'nicht mehr gesendet', 'live.kind': 'andere Art',
  'live.keys': 'Schreibschlüssel', 'live.key': 'Schlüssel', 'live.add': 'Schlüssel anlegen', 'live.name': 'Name der Quelle', 'live.way': 'Gesendet als', 'live.events': 'Ereignisse', 'live.secret': 'Geheimnis des Absenders', 'live.made': 'Wird nur jetzt gezeigt: bitte kopieren.', 'live.address': 'Adresse', 'live.revoke': 'Widerrufen', 'live.revokeof': 'Schlüssel {{hint}} von {{source}} widerrufen', 'live.ends': 'endet auf {{hint}}',
  'retain.title': 'Wie lange es bleibt', 'retain.note': 'was älter ist, verlässt jede Tabelle; gesucht wird einmal je Stunde', 'retain.days': 'Bleibt', 'retain.of': 'Wie lange {{source}} bleibt', 'retain.older': 'Ältere Zeilen', 'retain.forever': 'für immer', 'retain.ndays': '{{n}} Tage',
  'retain.remove': '{{n}} Zeilen jetzt entfernen', 'retain.sure': '{{n}} Zeilen lassen sich nicht zurückholen.', 'retain.yes': 'Entfernen', 'retain.no': 'Vorerst behalten',
}
