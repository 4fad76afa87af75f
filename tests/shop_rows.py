"""A small company: four customers, five channels, one goal."""

SHOP = """\
user_id,event,timestamp,channel,plan
ann,Catalog,2024-03-01 10:00:00,web,gold
ann,Cart,2024-03-01 10:05:00,web,gold
ann,Order paid,2024-03-01 10:09:00,web,gold
bob,Catalog,2024-03-02 09:00:00,web,basic
bob,Cart,2024-03-02 09:01:00,app,basic
bob,Support call,2024-03-02 09:30:00,phone,basic
bob,Cart,2024-03-03 09:00:00,web,basic
cyd,Catalog,2024-03-02 12:00:00,app,
cyd,Catalog,2024-03-02 12:10:00,app,
dan,Search ad,2024-04-20 08:00:00,ad,gold
dan,Catalog,2024-04-20 08:01:00,web,gold
"""
