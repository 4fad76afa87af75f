"""Where Spark's SQL gives other numbers than the expression means, and what to write instead."""

from __future__ import annotations

from typing import Any

import ibis.expr.datatypes as dt
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from desirepath.store.exact_sql import Exact


class Compiler(Exact, PySparkCompiler):  # type: ignore[misc]
    """Ibis' compiler with exact averages and rounding."""

    __slots__ = ()

    def visit_Mean(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        if op.arg.dtype.is_boolean():
            return self.agg.avg(self.cast(arg, dt.int32), where=where)
        if not op.arg.dtype.is_integer():
            return self.agg.avg(arg, where=where)
        # Spark adds integers of an average as floats, in another order each time.
        total = self.agg.sum(self.cast(arg, dt.Decimal(38, 0)), where=where)
        count = self.f.nullif(self.agg.count(arg, where=where), 0)
        return self.f.try_divide(self.cast(total, dt.float64), count)

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        # A sum of 64-bit integers ends where it does not fit into 64 bits.
        if op.arg.dtype.is_int64():
            arg = self.cast(arg, dt.Decimal(28, 0))
        return super().visit_Sum(op, arg=arg, where=where)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        if not (to.is_decimal() and op.arg.dtype.is_floating()):
            return super().visit_Cast(op, arg=arg, to=to)
        # Spark rounds the number as it is written, others as it is: 0.5 of the last place differs.
        whole = self.f.floor(self.f.abs(arg) * sge.convert(10**to.scale) + sge.convert(0.5))
        units = self.cast(self.f.sign(arg) * whole, dt.Decimal(20, 0))
        one = self.cast(sge.convert(f"{10**-to.scale:.{to.scale}f}"), dt.Decimal(10, to.scale))
        return self.cast(units * one, to)

    def visit_ArrayCollect(self, op: Any, *, arg: Any, order_by: Any, **more: Any) -> Any:  # noqa: N802
        if not order_by:
            return super().visit_ArrayCollect(op, arg=arg, order_by=order_by, **more)
        pairs = self.f.struct(self._keys(order_by), arg.as_("value"))
        sorted_ = self.f.array_sort(self.agg.collect_list(pairs, where=more["where"]))
        pair = sg.to_identifier("pair")
        body = sge.Dot(this=pair, expression=sg.to_identifier("value"))
        return self.f.transform(sorted_, sge.Lambda(this=body, expressions=[pair]))

    def visit_First(self, op: Any, *, arg: Any, order_by: Any, **more: Any) -> Any:  # noqa: N802
        if not order_by:
            return super().visit_First(op, arg=arg, order_by=order_by, **more)
        return self._extreme("min_by", arg, order_by, more["where"])

    def visit_Last(self, op: Any, *, arg: Any, order_by: Any, **more: Any) -> Any:  # noqa: N802
        if not order_by:
            return super().visit_Last(op, arg=arg, order_by=order_by, **more)
        return self._extreme("max_by", arg, order_by, more["where"])

    def _extreme(self, name: str, arg: Any, order_by: Any, where: Any) -> Any:
        there = arg.is_(sge.Not(this=NULL))
        there = there if where is None else sge.and_(there, where)
        return self.agg[name](arg, self._keys(order_by), where=there)

    def _keys(self, order_by: Any) -> Any:
        """Return what a sort is by as one value; all our sorts inside of groups ascend."""
        if any(key.args.get("desc") for key in order_by):
            raise NotImplementedError(order_by)
        return self.f.struct(*(key.this for key in order_by))
