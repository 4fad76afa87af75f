import type { explore as en } from './words.explore.en'

export const explore: Record<keyof typeof en, string> = {
  'save.as': 'Sichern', 'save.csv': 'Tabelle (CSV)', 'save.svg': 'Bild (SVG)', 'save.png': 'Bild (PNG)',
  'select.through': 'berührt {{step}}', 'select.without': 'berührt nie {{step}}', 'select.throughlabel': 'Wege, die berühren', 'select.withoutlabel': 'Wege, die nie berühren',
  'brush.step': 'Nur Wege, die {{step}} berühren',
  'funnel.came': 'Kamen', 'funnel.ofall': 'Von den ersten', 'funnel.goon': 'Gehen weiter', 'funnel.left': 'Gingen hier', 'funnel.next': 'Median bis weiter', 'funnel.leftby': 'Gegangen, je Teil',
  'funnel.camelist': '{{n}} kamen zu {{step}}: Liste öffnen', 'funnel.leftlist': '{{n}} gingen bei {{step}}: Liste öffnen',
  'compare.button': 'Vergleichen', 'compare.second': 'Die Wege, mit denen verglichen wird', 'compare.before': 'Die Zeit davor',
  'gaps.title': 'Unterschiede', 'gaps.heading': '{{title}}: der Unterschied', 'gaps.note': 'erste minus zweite, mit 95-%-Intervall, wo es eines gibt', 'gaps.measure': 'Was verglichen wird', 'gaps.one': 'Erste', 'gaps.other': 'Zweite', 'gaps.difference': 'Unterschied', 'gaps.points': '{{n}} Punkte', 'gaps.none': 'kein Intervall',
  'lapse.button': 'Zeitraffer', 'lapse.play': 'Abspielen', 'lapse.pause': 'Anhalten', 'lapse.window': 'Zeitfenster', 'lapse.of': '{{at}} von {{all}}', 'lapse.length': 'Länge eines Fensters', 'lapse.week': 'Wochen', 'lapse.month': 'Monate', 'lapse.quarter': 'Quartale', 'lapse.note': 'Wege, die im Fenster beginnen',
  'whose.came': 'kamen zu Schritt {{step}} von {{steps}}', 'whose.pain': 'haben dieses Problem: {{pain}}', 'whose.left': 'kamen zu Schritt {{step}} von {{steps}} und nicht weiter', 'whose.journeys': '{{n}} ihrer Wege sind gemeint', 'whose.matched': 'Gemeint', 'whose.back': 'Zum Trichter', 'whose.within': 'innerhalb von {{time}}',
  'stages.keys': 'Enter bestätigt und geht weiter, Buchstaben wählen eine Phase, → zur Auswahl, Rücktaste nimmt zurück', 'stages.left': '{{n}} von {{all}} sind Vorschläge', 'stages.alldone': 'Alle sind von Ihnen', 'stages.saving': 'wird gesichert', 'stages.undo': '{{touchpoint}} zurücknehmen', 'stages.undonone': 'Zurücknehmen', 'stages.confirm': 'Bestätigen', 'stages.accept': '{{stage}} für {{touchpoint}} bestätigen', 'stages.channelof': 'Kanal von {{touchpoint}}',
  'fix.import': 'Datei wählen', 'fix.rows': 'Zeilen herunterladen', 'fix.stages': 'Durchsehen', 'fix.choose': '{{files}} noch einmal wählen', 'fix.not': 'Jetzt nicht',
  'data.newest': 'Neueste Zeile', 'data.behind': '{{time}} zurück', 'data.isnewest': 'die neueste', 'upload.scale': 'Skala', 'upload.dropduplicates': 'Von gleichen Zeilen eine',
  'cards.atmost': 'höchstens {{n}}', 'cards.explained': 'Ähnlichen geht es gleich', 'cards.severity': 'Schwere {{n}}',
  'proof.trend': '{{what}} über die Zeit: {{where}}', 'proof.behind': 'Kunden, die hierher kamen', 'proof.having': 'Kunden, die es haben', 'proof.allcustomers': 'Alle {{n}} Kunden, {{journeys}} Wege', 'proof.sql': 'SQL zeigen', 'proof.statements': 'Fragen: {{n}}', 'proof.fresh': 'Neueste Zeile', 'proof.old': '{{n}} Tage alt', 'proof.today': 'heute',
  'trend.valence': 'Gefühl', 'trend.end_share': 'Anteil, der hier endet', 'trend.again_share': 'Anteil, der binnen einer Woche wiederkommt', 'trend.slow_share': 'Anteil, der lange wartete', 'trend.negative_share': 'Anteil unzufriedener Antworten', 'trend.journeys': 'Wege', 'trend.events': 'Kontakte',
  'tab.calls': 'Gespräche', 'tab.durations': 'Dauer', 'tab.emotions': 'Gefühle', 'tab.feedback': 'Stimmen', 'tab.funnel': 'Trichter', 'tab.gains': 'Freuden', 'tab.graph': 'Netz', 'tab.handovers': 'Wechsel', 'tab.incidents': 'Vorfälle', 'tab.metrics': 'Kennzahlen', 'tab.pains': 'Schmerzpunkte', 'tab.paths': 'Wege', 'tab.sentiment': 'Stimmung', 'tab.stages': 'Phasen', 'tab.steps': 'Schritte', 'tab.themes': 'Themen', 'tab.touchpoints': 'Kontaktpunkte', 'tab.trends': 'Verlauf', 'tab.variants': 'Varianten',
}
