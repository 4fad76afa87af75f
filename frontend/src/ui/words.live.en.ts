// Texts of live sources.
export const live = {
  'connect.title': 'Other systems', 'connect.note': 'read over the network', 'connect.name': 'Connection', 'connect.rows': 'Rows', 'connect.last': 'Last pull',
  'live.title': 'Live sources', 'live.note': 'events that are sent while they happen', 'live.none': 'No live source yet', 'live.nonewhy': 'Make a write key, and send with the clients of Segment, RudderStack, PostHog or Snowplow, or as plain JSON.',
  'live.source': 'Source', 'live.received': 'Received', 'live.waiting': 'Waiting', 'live.newest': 'Newest event', 'live.ago': '{{time}} ago', 'live.now': 'just now', 'live.never': 'none yet', 'live.lag': '{{n}}, for {{time}}',
  'live.retry': 'Try {{n}} again', 'live.tried': '{{n}} events are tried again', 'live.drift': 'Fields that changed', 'live.nodrift': 'no field changed',
  'live.appeared': 'new', 'live.gone': 'no longer sent', 'live.kind': 'another kind',
  'live.keys': 'Write keys', 'live.key': 'Key', 'live.add': 'Make a key', 'live.name': 'Name of the source', 'live.way': 'Sent as', 'live.events': 'events', 'live.secret': 'Secret of the sender', 'live.made': 'Shown only now: copy it.', 'live.address': 'Address', 'live.revoke': 'Revoke', 'live.revokeof': 'Revoke the key {{hint}} of {{source}}', 'live.ends': 'ends in {{hint}}',
  'retain.title': 'How long it is kept', 'retain.note': 'what is older leaves every table, and is looked for once an hour', 'retain.days': 'Kept for', 'retain.of': 'How long {{source}} is kept', 'retain.older': 'Rows that are older', 'retain.forever': 'for ever', 'retain.ndays': '{{n}} days',
  'retain.remove': 'Remove {{n}} rows now', 'retain.sure': '{{n}} rows cannot be brought back.', 'retain.yes': 'Remove them', 'retain.no': 'Keep them for now',
} as const
