// The texts of exploring: comparisons, time-lapse, lists behind numbers, saving pictures.
export const explore = {
  'save.as': 'Save', 'save.csv': 'Table (CSV)', 'save.svg': 'Picture (SVG)', 'save.png': 'Picture (PNG)',
  'select.through': 'touches {{step}}', 'select.without': 'never touches {{step}}', 'select.throughlabel': 'Journeys that touch', 'select.withoutlabel': 'Journeys that never touch',
  'brush.step': 'Only journeys that touch {{step}}',
  'funnel.came': 'Came', 'funnel.ofall': 'Of the first', 'funnel.goon': 'Go on', 'funnel.left': 'Left here', 'funnel.next': 'Median to next', 'funnel.leftby': 'Left, by segment',
  'funnel.camelist': '{{n}} came to {{step}}: open the list', 'funnel.leftlist': '{{n}} left at {{step}}: open the list',
  'compare.button': 'Compare', 'compare.second': 'The journeys to compare with', 'compare.before': 'The time before',
  'gaps.title': 'Differences', 'gaps.heading': '{{title}}: the difference', 'gaps.note': 'first minus second, with the 95 % interval where there is one', 'gaps.measure': 'What is compared', 'gaps.one': 'First', 'gaps.other': 'Second', 'gaps.difference': 'Difference', 'gaps.points': '{{n}} points', 'gaps.none': 'no interval',
  'lapse.button': 'Time-lapse', 'lapse.play': 'Play', 'lapse.pause': 'Pause', 'lapse.window': 'Window of time', 'lapse.of': '{{at}} of {{all}}', 'lapse.length': 'Length of a window', 'lapse.week': 'Weeks', 'lapse.month': 'Months', 'lapse.quarter': 'Quarters', 'lapse.note': 'journeys that start in the window',
  'whose.came': 'came to step {{step}} of {{steps}}', 'whose.pain': 'have this pain: {{pain}}', 'whose.left': 'came to step {{step}} of {{steps}}, and no further', 'whose.journeys': '{{n}} journeys of theirs are meant', 'whose.matched': 'Meant', 'whose.back': 'To the funnel', 'whose.within': 'within {{time}}',
  'stages.keys': 'Enter confirms and goes on, letters choose a stage, → to choose, Backspace takes back', 'stages.left': '{{n}} of {{all}} are proposals', 'stages.alldone': 'All are yours', 'stages.saving': 'saving', 'stages.undo': 'Take back {{touchpoint}}', 'stages.undonone': 'Take back', 'stages.confirm': 'Confirm', 'stages.accept': 'Confirm {{stage}} for {{touchpoint}}', 'stages.channelof': 'Channel of {{touchpoint}}',
  'fix.import': 'Choose the file', 'fix.rows': 'Download the rows', 'fix.stages': 'Look through them', 'fix.choose': 'Choose {{files}} again', 'fix.not': 'Not now',
  'data.newest': 'Newest row', 'data.behind': '{{time}} behind', 'data.isnewest': 'the newest', 'upload.scale': 'Scale', 'upload.dropduplicates': 'One of equal rows',
  'cards.atmost': 'at most {{n}}', 'cards.explained': 'alike ones fare the same', 'cards.severity': 'severity {{n}}',
  'proof.trend': '{{what}} over time: {{where}}', 'proof.behind': 'Customers who came here', 'proof.having': 'Customers who have it', 'proof.allcustomers': 'All {{n}} customers, {{journeys}} journeys', 'proof.sql': 'Show the SQL', 'proof.statements': 'questions: {{n}}', 'proof.fresh': 'Newest row', 'proof.old': '{{n}} days old', 'proof.today': 'today',
  'trend.valence': 'Emotion', 'trend.end_share': 'Share that ends here', 'trend.again_share': 'Share that comes again within a week', 'trend.slow_share': 'Share that waited long', 'trend.negative_share': 'Share of unhappy answers', 'trend.journeys': 'Journeys', 'trend.events': 'Contacts',
} as const
