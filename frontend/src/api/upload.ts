// Uploads go by XMLHttpRequest: fetch tells nothing about what has been sent so far.
import { Refused, uploadOf, type Sent } from './client'

export type Sending = { done: Promise<Sent>; cancel: () => void }

/** Send a file as the body of one request; it streams from the disk, never into memory. */
export function send(file: File, progress: (part: number) => void): Sending {
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ file: file.name })
  const done = new Promise<Sent>((resolve, reject) => {
    request.open('POST', `/api/v1/uploads?${query}`)
    request.responseType = 'json'
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total)
    }
    request.onload = () => {
      const body = request.response as Record<string, unknown> | null
      if (request.status < 300 && body) resolve(body as Sent)
      else reject(new Refused(String(body?.title ?? 'Not possible'), String(body?.detail ?? request.statusText), request.status))
    }
    request.onerror = () => reject(new Refused('Broke off', 'The connection broke off; nothing was imported.', 0))
    request.onabort = () => reject(new Refused('Cancelled', 'Cancelled; nothing was imported.', -1))
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.send(file)
  })
  return { done, cancel: () => request.abort() }
}

const WAIT = 250

/** Tell what the server does with a file until it rests. */
export async function follow(id: string, told: (sent: Sent) => void): Promise<Sent> {
  for (;;) {
    const sent = await uploadOf(id)
    told(sent)
    if (sent.state !== 'previewing' && sent.state !== 'importing') return sent
    await new Promise((resolve) => setTimeout(resolve, WAIT))
  }
}
