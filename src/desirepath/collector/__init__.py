"""The live door: events over HTTP, a durable inbox, and the loader into the warehouse.

request ─> dialect ─> intake (one sync for many) ─> inbox ─> loader (by number) ─> imports
"""
