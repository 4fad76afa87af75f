"""Where ClickHouse's SQL gives other numbers than the expression means, and what to write instead.

Each of these was silently wrong: `uniq` counts roughly, `quantile` looks at a sample, the last
row's `lead` of a column that cannot be null is 0, `round` goes to even, a decimal is cut off, sums
of large integers start again at the other end, equals have different ranks.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.clickhouse import ClickHouseCompiler

from desirepath.store.exact_sql import Exact

SETTINGS = {
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "union_default_mode": "ALL",
    "allow_suspicious_low_cardinality_types": 1,
    "output_format_arrow_string_as_string": 1,
    "session_timezone": "UTC",
}
"""What makes ClickHouse treat null as SQL does."""


class Compiler(Exact, ClickHouseCompiler):  # type: ignore[misc]
    """Ibis' compiler with exact and null-safe functions."""

    __slots__ = ()

    @staticmethod
    def _minimize_spec(op: Any, spec: Any) -> Any:
        """Return the frame of a window; with one of rows, equal ranks would not be equal."""
        return None if isinstance(op.func, ops.RankBase) else spec

    def visit_CountDistinct(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802, ARG002
        return self.agg.uniqExact(arg, where=where)

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802, ARG002
        return self._visit_quantile("quantileExactInclusive", arg, sge.convert(0.5), where)

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:  # noqa: N802, ARG002
        return self._visit_quantile("quantileExactInclusive", arg, quantile, where)

    def visit_LagLead(self, op: Any, *, arg: Any, offset: Any, default: Any) -> Any:  # noqa: N802
        return super().visit_LagLead(op, arg=self.f.toNullable(arg), offset=offset, default=default)

    visit_Lag = visit_Lead = visit_LagLead  # noqa: N815

    def visit_Mean(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        if not op.arg.dtype.is_integer():
            return self.agg.avg(arg, where=where)
        total = self.agg.sum(self.f.toInt128(arg), where=where)
        return self.f.toFloat64(total) / self.f.nullIf(self.agg.count(arg, where=where), 0)

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        # A sum of 64-bit integers would start again at the other end.
        if op.arg.dtype.is_int64():
            arg = self.f.toDecimal128(arg, 0)
        return super().visit_Sum(op, arg=arg, where=where)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        if not (to.is_decimal() and op.arg.dtype.is_floating()):
            return super().visit_Cast(op, arg=arg, to=to)
        # A cast cuts off; and it looks at what stands under a null, such as x / 0, and refuses.
        known = self.f.ifNotFinite(self.f.assumeNotNull(arg), sge.convert(0.0))
        whole = self.f.floor(self.f.abs(known) * sge.convert(10**to.scale) + sge.convert(0.5))
        units = self.f.toDecimal128(self.f.sign(known) * whole, 0)
        one = self.f.toDecimal128(sge.convert(f"{10**-to.scale:.{to.scale}f}"), to.scale)
        return self.if_(self.f.isNull(arg), NULL, units * one)

    def visit_HexDigest(self, op: Any, *, arg: Any, how: Any) -> Any:  # noqa: N802
        if how != "md5":
            return super().visit_HexDigest(op, arg=arg, how=how)
        return self.f.lower(self.f.hex(self.f.MD5(arg)))

    def visit_ArrayCollect(self, op: Any, *, arg: Any, order_by: Any, **more: Any) -> Any:  # noqa: N802
        if not order_by:
            return super().visit_ArrayCollect(op, arg=arg, order_by=order_by, **more)
        pairs = self.agg.groupArray(self.f.tuple(_keys(self, order_by), arg), where=more["where"])
        return _each(self, _each(self, pairs, "arraySort", 1), "arrayMap", 2)

    def visit_First(self, op: Any, *, arg: Any, order_by: Any, **more: Any) -> Any:  # noqa: N802
        if not order_by:
            return super().visit_First(op, arg=arg, order_by=order_by, **more)
        return self._extreme("argMin", arg, order_by, more["where"])

    def visit_Last(self, op: Any, *, arg: Any, order_by: Any, **more: Any) -> Any:  # noqa: N802
        if not order_by:
            return super().visit_Last(op, arg=arg, order_by=order_by, **more)
        return self._extreme("argMax", arg, order_by, more["where"])

    def _extreme(self, name: str, arg: Any, order_by: Any, where: Any) -> Any:
        there = self.f.isNotNull(arg)
        there = there if where is None else sge.and_(there, where)
        return self.agg[name](arg, _keys(self, order_by), where=there)


def _keys(compiler: Any, order_by: Any) -> Any:
    """Return what a sort is by as one value; all our sorts inside of groups ascend."""
    if any(key.args.get("desc") for key in order_by):
        raise NotImplementedError(order_by)
    return compiler.f.tuple(*(key.this for key in order_by))


def _each(compiler: Any, pairs: Any, function: str, place: int) -> Any:
    pair = sg.to_identifier("pair")
    body = compiler.f.tupleElement(pair, place)
    return compiler.f[function](sge.Lambda(this=body, expressions=[pair]), pairs)
