"""The live door: events over HTTP, a durable inbox, and the loader into the warehouse.

request ─> dialect ─> intake (one sync for many) ─> arrivals ─> inbox (unique) ─> loader (by number)
                                                                                 ─> imports
"""
