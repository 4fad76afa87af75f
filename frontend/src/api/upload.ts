// Uploads go by XMLHttpRequest: fetch tells nothing about what has been sent so far.
import { Refused, type Report } from './client'

export type Sending = { done: Promise<Report>; cancel: () => void }

/** Send a file as the body of one request; it streams from the disk, never into memory. */
export function send(file: File, options: Record<string, string>, progress: (part: number) => void): Sending {
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ file: file.name, ...options })
  const done = new Promise<Report>((resolve, reject) => {
    request.open('POST', `/api/v1/sources?${query}`)
    request.responseType = 'json'
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total)
    }
    request.onload = () => {
      const body = request.response as Record<string, unknown> | null
      if (request.status < 300 && body) resolve(body as Report)
      else reject(new Refused(String(body?.title ?? 'Not possible'), String(body?.detail ?? request.statusText), request.status))
    }
    request.onerror = () => reject(new Refused('Broke off', 'The connection broke off; nothing was imported.', 0))
    request.onabort = () => reject(new Refused('Cancelled', 'Cancelled; nothing was imported.', -1))
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.send(file)
  })
  return { done, cancel: () => request.abort() }
}
