// German as the proof that a second language stands beside the first; what is missing is English.
import type { en } from './words.en'

export const de: Partial<Record<keyof typeof en, string>> = {
  'told.title': 'Karten, die Menschen geschrieben haben', 'told.note': 'alles gilt als Annahme, bis jemand einen Beleg anfügt', 'told.load': 'Aus einer Datei', 'told.none': 'Eine Karte aus einem Workshop, einem Wiki oder einem anderen Werkzeug wird so gezeichnet, wie sie erzählt wurde.',
  'told.about': '{{steps}} Schritte, gelesen aus {{file}}', 'told.chip': 'Gelesen aus {{file}}, nicht nachgerechnet', 'map.debt': '{{share}} Annahmen',
  'nav.maps': 'Karten', 'nav.journeys': 'Wege', 'nav.feedback': 'Stimmen', 'nav.data': 'Daten', 'nav.help': 'Hilfe',
  'shell.nav': 'Seiten', 'shell.skip': 'Zur Seite', 'shell.help': 'Tasten', 'shell.nothing': 'Hier ist keine Seite',
  'theme.auto': 'Farben: System', 'theme.light': 'Farben: hell', 'theme.dark': 'Farben: dunkel',
  'state.failed': 'Das konnte nicht berechnet werden', 'state.retry': 'Noch einmal', 'state.loading': 'Wird berechnet',
  'known.measured': 'Gemessen', 'known.inferred': 'Vom Modell geschlossen', 'known.assumed': 'Angenommen', 'known.few': 'Wenige Antworten, n unter 50',
  'unit.customer': 'Kunden', 'unit.case': 'Fälle', 'unit.session': 'Sitzungen',
  'map.measured': '{{share}} gemessen', 'map.cells': '{{some}} von {{all}} Zellen', 'map.data': 'Daten bis {{day}} {{time}} UTC', 'map.export': 'Exportieren', 'map.print': 'Drucken', 'map.goal': 'Ziel',
  'map.hint': 'Jede Zahl öffnet ihren Beleg', 'map.table': 'Die Karte als Tabelle', 'map.bring': 'Daten einlesen',
  'maps.title': 'Karten', 'maps.sub': 'aus den Daten gezeichnet, jede Zahl mit Beleg', 'maps.open': 'Karte öffnen', 'maps.by': 'Spalte wählen', 'maps.compare': 'Dieselbe Karte für einen Teil der Wege',
  'drawer.previous': 'Vorige', 'drawer.next': 'Nächste', 'drawer.close': 'Schließen', 'drawer.computed': 'So wird gerechnet', 'drawer.say': 'Was Kunden sagen', 'drawer.from': 'Woher es kommt', 'drawer.numbers': 'Alle Zahlen hier', 'drawer.again': 'Noch einmal fragen', 'drawer.open': 'Analyse öffnen', 'drawer.copy': 'Befehl kopieren', 'drawer.link': 'Link kopieren', 'drawer.doubt': 'Was das ändern würde',
  'select.split': 'Teilen nach', 'select.filter': 'Filtern', 'select.alltime': 'Ganze Zeit', 'select.column': 'Spalte', 'select.add': 'Hinzufügen',
  'journeys.title': 'Wege', 'journeys.overview': 'Überblick', 'journeys.counts': 'gezählt werden {{unit}}', 'journeys.open': 'Öffnen', 'analysis.paths': 'Wege, die Menschen wirklich gehen', 'analysis.funnel': 'Trichter', 'analysis.variants': 'Varianten', 'analysis.durations': 'Wie lange Wege dauern',
  'result.picture': 'Bild', 'result.table': 'Tabelle',
  'feedback.title': 'Stimmen', 'feedback.metrics': 'Kennzahlen', 'feedback.answers': 'Wort für Wort', 'mood.all': 'Alle', 'mood.negative': 'Unzufrieden', 'mood.neutral': 'Neutral', 'mood.positive': 'Zufrieden',
  'data.title': 'Daten', 'data.bring': 'Daten einlesen', 'data.sources': 'Quellen', 'data.sub': '{{sources}} Quellen, {{accepted}} Zeilen übernommen, {{aside}} beiseitegelegt', 'data.coverage': 'Was wir sehen', 'data.accepted': 'Übernommen', 'data.aside': 'Beiseite', 'data.reason': 'Grund',
  'stages.title': 'Phasen und Kanäle', 'stages.touchpoint': 'Berührungspunkt', 'stages.stagecol': 'Phase', 'stages.channel': 'Kanal', 'stages.you': 'von Ihnen',
  'upload.drop': 'Dateien hier ablegen', 'upload.choose': 'Dateien wählen', 'upload.import': 'Einlesen', 'upload.cancel': 'Abbrechen', 'upload.again': 'Neue Vorschau',
}
